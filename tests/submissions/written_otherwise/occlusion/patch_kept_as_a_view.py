# Wrong: the square is kept as a view, so that putting it back puts nothing back.
# True of it: holes_pile_up
from lab.occlusion import probabilities

def occlusion(image, model, target, window, step, fill):
    h, w = image.shape[:2]
    acc, cnt = np.zeros((h, w)), np.zeros((h, w))
    p = probabilities(model, [image])[0, target]
    rows = list(range(0, h - window + 1, step))
    cols = list(range(0, w - window + 1, step))
    if rows[-1] < h - window: rows.append(h - window)
    if cols[-1] < w - window: cols.append(w - window)
    for r in rows:
        for c in cols:
            old = image[r:r + window, c:c + window]
            image[r:r + window, c:c + window] = fill
            acc[r:r + window, c:c + window] += p - probabilities(model, [image])[0, target]
            cnt[r:r + window, c:c + window] += 1
            image[r:r + window, c:c + window] = old
    return acc / cnt
