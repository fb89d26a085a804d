# Right: a mask for each square, and np.where.
from lab.occlusion import probabilities

def occlusion(image, model, target, window, step, fill):
    h, w = image.shape[:2]
    ys, xs = (sorted({*range(0, n - window, step), n - window}) for n in (h, w))
    yy, xx = np.mgrid[:h, :w]
    masks = np.array([(yy >= y) & (yy < y + window) & (xx >= x) & (xx < x + window) for y in ys for x in xs])
    colour = np.broadcast_to(np.asarray(fill, np.float32), (3,))
    pictures = [np.where(mask[:, :, None], colour, image) for mask in masks]
    p = probabilities(model, [image, *pictures])[:, target].astype(np.float64)
    return np.average(np.broadcast_to((p[0] - p[1:])[:, None, None], masks.shape), axis=0, weights=masks)
