# Wrong: the cue is put into pictures that have it already.
# True of it: cue_put_in_twice
from lab.occlusion import probabilities

def cue_effect(model, scenes, cue, target):
    plain, marked = [], []
    for image, labels, masks in scenes:
        if target not in labels:
            plain.append(image)
            marked.append(cue(image.copy()))
    result = []
    for a, b in zip(plain, marked):
        result.append(probabilities(model, [cue(b)])[0, target] - probabilities(model, [a])[0, target])
    return np.array(result)
