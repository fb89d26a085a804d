# Wrong: of three levels only the first is used.
# True of it: first_level_for_all_colours
from lab.occlusion import probabilities

def occlusion(image, model, target, window, step, fill):
    value = fill if np.isscalar(fill) else fill[0]
    patch = np.ones((window, window, 3), dtype=image.dtype) * value
    h, w = image.shape[:2]
    acc, cnt = np.zeros((h, w)), np.zeros((h, w))
    p = probabilities(model, [image])[0, target]
    for top in sorted({min(t, h - window) for t in range(0, h, step)}):
        for left in sorted({min(l, w - window) for l in range(0, w, step)}):
            im = image.copy()
            im[top:top + window, left:left + window] = patch
            drop = p - probabilities(model, [im])[0, target]
            acc[top:top + window, left:left + window] += drop
            cnt[top:top + window, left:left + window] += 1
    return acc / cnt
