# Wrong: the differences are right, and the scenes are spoilt.
from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    images = [i for i, labels, _ in scenes if target not in labels]
    b = probabilities(model, images)[:, target]
    a = probabilities(model, [cue(i) for i in images])[:, target]
    return a - b
