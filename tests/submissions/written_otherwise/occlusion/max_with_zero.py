# Wrong: a square that raises the probability counts as none.
# True of it: clipped_at_zero
from lab.occlusion import probabilities

def occlusion(image, model, target, window, step, fill):
    h, w = image.shape[:2]
    ys = np.unique(np.append(np.arange(0, h - window + 1, step), h - window))
    xs = np.unique(np.append(np.arange(0, w - window + 1, step), w - window))
    before = probabilities(model, [image])[0, target]
    total, times = np.zeros((h, w)), np.zeros((h, w))
    for y in ys:
        for x in xs:
            where = np.s_[y:y + window, x:x + window]
            covered = image.copy()
            covered[where] = fill
            total[where] += max(0.0, before - probabilities(model, [covered])[0, target])
            times[where] += 1
    return total / times
