# Wrong: compared with the mean of the others.
# True of it: against_the_mean_without
from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    images = [i for i, labels, _ in scenes if target not in labels]
    a, b = (probabilities(model, x)[:, target] for x in ([cue(i.copy()) for i in images], images))
    return a - np.mean(b)
