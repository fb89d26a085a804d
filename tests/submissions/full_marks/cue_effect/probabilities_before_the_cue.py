# Right: what is there without the cue is computed first; the cue is given copies.
from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    keep = np.array([target not in labels for _, labels, _ in scenes])
    before = np.array([probabilities(model, [image])[0, target] for image, _, _ in scenes])
    after = np.array([probabilities(model, [cue(image.astype(np.float32))])[0, target] for image, _, _ in scenes])
    return (after - before)[keep]
