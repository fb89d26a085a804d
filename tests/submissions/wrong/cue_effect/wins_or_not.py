# Wrong: whether the class wins.
# True of it: hits_instead_of_probabilities
from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    images = [i for i, labels, _ in scenes if target not in labels]
    a, b = (probabilities(model, x).argmax(1) == target for x in ([cue(i.copy()) for i in images], images))
    return a.astype(int) - b.astype(int)
