# Wrong: begins with the fill and puts the strongest pixels in.
# True of it: insertion
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    rank = np.empty(map.size, dtype=int)
    rank[np.argsort(-map.ravel(), kind="stable")] = np.arange(map.size)
    rank = rank.reshape(map.shape)
    blank = fill(image)
    pictures = [np.where((rank < round(s * map.size))[:, :, None], image, blank) for s in shares]
    return probabilities(model, pictures)[:, target]
