# Wrong: only the first label is looked at.
# True of it: first_label_only
from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    images = [i for i, labels, _ in scenes if labels[0] != target]
    a, b = (probabilities(model, x)[:, target] for x in ([cue(i.copy()) for i in images], images))
    return a - b
