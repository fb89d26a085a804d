# Wrong: compared with the mean of all that have no cue.
# True of it: against_the_mean_without
from statistics import mean

from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    kept = [(image, labels) for image, labels, masks in scenes if target not in labels]
    baseline = mean(float(probabilities(model, [image])[0, target]) for image, labels in kept)
    return np.array([float(probabilities(model, [cue(image.copy())])[0, target]) - baseline for image, labels in kept])
