# Right: the sum over the squares as a tensor product.
from lab.occlusion import probabilities

def occlusion(image, model, target, window, step, fill):
    h, w = image.shape[:2]
    places = [(y, x) for y in sorted({*range(0, h - window + 1, step), h - window}) for x in sorted({*range(0, w - window + 1, step), w - window})]
    cover = np.zeros((len(places), h, w))
    pictures = np.repeat(image[None], len(places), 0)
    for k, (y, x) in enumerate(places):
        cover[k, y:y + window, x:x + window] = 1
        pictures[k, y:y + window, x:x + window] = fill
    drops = probabilities(model, [image])[0, target] - probabilities(model, list(pictures))[:, target]
    return np.tensordot(drops, cover, axes=1) / cover.sum(0)
