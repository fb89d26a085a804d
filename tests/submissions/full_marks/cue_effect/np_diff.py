# Right: np.diff.
from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    rows = [probabilities(model, [image, cue(image + 0)])[:, target] for image, labels, _ in scenes if set(labels).isdisjoint({target})]
    return np.diff(np.stack(rows), axis=1)[:, 0]
