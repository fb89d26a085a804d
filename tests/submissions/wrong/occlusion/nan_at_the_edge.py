# Wrong: what no square covers is 0 / 0.
# True of it: not_finite
from lab.occlusion import probabilities

def occlusion(image, model, target, window, step, fill):
    h, w = image.shape[:2]
    acc, n = np.zeros((h, w)), np.zeros((h, w))
    p0 = probabilities(model, [image])[0, target]
    for y in range(0, h - window + 1, step):
        for x in range(0, w - window + 1, step):
            c = image.copy()
            c[y:y + window, x:x + window] = fill
            acc[y:y + window, x:x + window] += p0 - probabilities(model, [c])[0, target]
            n[y:y + window, x:x + window] += 1
    return acc / n
