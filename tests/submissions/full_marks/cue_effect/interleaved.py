# Right: both pictures of a scene side by side in one list.
from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    pictures = []
    for scene in scenes:
        if target not in scene[1]:
            pictures += [scene[0], cue(scene[0].copy())]
    p = probabilities(model, pictures)[:, target].reshape(-1, 2)
    return p[:, 1] - p[:, 0]
