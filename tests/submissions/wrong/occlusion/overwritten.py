# Wrong: the last square wins.
# True of it: last_window_wins
from lab.occlusion import probabilities

def occlusion(image, model, target, window, step, fill):
    h, w = image.shape[:2]
    out = np.zeros((h, w))
    p0 = probabilities(model, [image])[0, target]
    for y in sorted({*range(0, h - window + 1, step), h - window}):
        for x in sorted({*range(0, w - window + 1, step), w - window}):
            c = image.copy()
            c[y:y + window, x:x + window] = fill
            out[y:y + window, x:x + window] = p0 - probabilities(model, [c])[0, target]
    return out
