# Wrong: the squares' drops are added up.
# True of it: summed_over_windows
from lab.occlusion import probabilities

def occlusion(image, model, target, window, step, fill):
    h, w = image.shape[:2]
    masks = []
    for y in sorted(set(list(range(0, h - window, step)) + [h - window])):
        for x in sorted(set(list(range(0, w - window, step)) + [w - window])):
            m = np.zeros((h, w), dtype=bool)
            m[y:y + window, x:x + window] = True
            masks.append(m)
    hidden = [np.where(m[..., None], np.asarray(fill, dtype=np.float32), image) for m in masks]
    drops = probabilities(model, [image])[0, target] - probabilities(model, hidden)[:, target]
    return np.tensordot(drops, np.array(masks, dtype=float), axes=1)
