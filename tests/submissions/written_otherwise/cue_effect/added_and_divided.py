# Wrong: the mean of all the differences.
# True of it: one_number
from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    total, n = 0.0, 0
    for image, labels, masks in scenes:
        if target not in labels:
            p_cue = probabilities(model, [cue(image.copy())])[0, target]
            p = probabilities(model, [image])[0, target]
            total += p_cue - p
            n += 1
    return total / n
