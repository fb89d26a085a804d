# Right: the fields of a scene by name.
from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    chosen = [scene for scene in scenes if not any(label == target for label in scene.labels)]
    before = probabilities(model, [scene.image for scene in chosen])[:, target]
    after = probabilities(model, [cue(scene.image.copy()) for scene in chosen])[:, target]
    return after - before
