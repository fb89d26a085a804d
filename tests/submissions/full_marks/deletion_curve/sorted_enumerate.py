# Right: sorted numbers of pixels.
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    values = map.ravel().tolist()
    order = sorted(range(len(values)), key=lambda k: (-values[k], k))
    whole, other = image.reshape(-1, 3), fill(image).reshape(-1, 3)
    def left(share):
        gone = order[:round(share * len(order))]
        one = whole.copy()
        one[gone, :] = other[gone, :]
        return one.reshape(image.shape)
    return np.concatenate([probabilities(model, [left(s)])[:, target] for s in shares])
