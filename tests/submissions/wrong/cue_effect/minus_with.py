# Wrong: without minus with.
# True of it: without_minus_with, sign_flipped
from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    images = [i for i, labels, _ in scenes if target not in labels]
    a, b = (probabilities(model, x)[:, target] for x in ([cue(i.copy()) for i in images], images))
    return b - a
