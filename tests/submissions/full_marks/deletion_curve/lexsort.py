# Right: sorted by value, then by place.
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    flat = np.asarray(map, dtype=float).flatten()
    order = np.lexsort((np.arange(flat.size), -flat))
    rank = np.empty(flat.size, int)
    rank[order] = np.arange(flat.size)
    rank = rank.reshape(map.shape)
    other = fill(image)
    stack = [np.where((rank < round(s * flat.size))[..., None], other, image) for s in shares]
    return probabilities(model, stack)[:, target]
