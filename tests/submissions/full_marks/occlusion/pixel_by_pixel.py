# Right: for each pixel the squares that cover it.
from lab.occlusion import probabilities

def occlusion(image, model, target, window, step, fill):
    h, w, c = image.shape
    def starts(n):
        s = list(range(0, n - window + 1, step))
        return s if s[-1] + window == n else s + [n - window]
    before = probabilities(model, [image])[0][target]
    drops = {}
    for y in starts(h):
        for x in starts(w):
            part = image.copy()
            for channel in range(3):
                part[y:y + window, x:x + window, channel] = fill if np.ndim(fill) == 0 else fill[channel]
            drops[y, x] = before - probabilities(model, [part])[0][target]
    out = np.empty((h, w))
    for i in range(h):
        for j in range(w):
            out[i, j] = np.mean([d for (y, x), d in drops.items() if y <= i < y + window and x <= j < x + window])
    return out
