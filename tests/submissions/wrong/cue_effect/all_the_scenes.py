# Wrong: scenes of the target class stay in.
# True of it: scenes_of_the_class_kept
from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    images = [i for i, labels, _ in scenes]
    a, b = (probabilities(model, x)[:, target] for x in ([cue(i.copy()) for i in images], images))
    return a - b
