# Wrong: divided by the probability without the cue.
# True of it: as_a_share
from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    changes = []
    for image, labels, _ in scenes:
        if target in labels:
            continue
        old = probabilities(model, [image])[0, target]
        new = probabilities(model, [cue(image.copy())])[0, target]
        changes.append((new - old) / old)
    return np.array(changes)
