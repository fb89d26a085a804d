# Wrong: takes the first label for the scene's class.
# True of it: first_label_only
from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    def score(img):
        return probabilities(model, img[np.newaxis])[0, target]

    result = []
    for scene in scenes:
        label = next(iter(scene.labels))
        if label == target:
            continue
        result.append(score(cue(scene.image.copy())) - score(scene.image))
    return np.array(result)
