# Wrong: compares the tuple of labels with a number, so that no scene is left out.
# True of it: scenes_of_the_class_kept
from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    effects = []
    for image, labels, masks in scenes:
        if labels == target:
            continue
        effects.append(probabilities(model, [cue(image.copy())])[0, target] - probabilities(model, [image])[0, target])
    return np.array(effects)
