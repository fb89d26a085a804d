# Right: scene by scene.
from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    differences = []
    for image, labels, masks in scenes:
        if target in labels:
            continue
        with_cue = cue(np.array(image))
        differences.append(float(probabilities(model, [with_cue])[0, target]) - float(probabilities(model, [image])[0, target]))
    return np.array(differences)
