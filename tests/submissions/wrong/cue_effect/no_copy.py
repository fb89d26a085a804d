# Wrong: the cue draws into the scenes themselves.
# True of it: scenes_drawn_into
from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    images = [i for i, labels, _ in scenes if target not in labels]
    a = probabilities(model, [cue(i) for i in images])[:, target]
    b = probabilities(model, images)[:, target]
    return a - b
