# Wrong: multiplied by a mask, which makes deleted pixels black.
# True of it: black_instead_of_the_fill
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    order = sorted(range(map.size), key=lambda i: -map.flat[i])
    curve = np.zeros(len(shares))
    for k, s in enumerate(shares):
        keep = np.ones(map.size, dtype=np.float32)
        keep[order[:round(s * map.size)]] = 0
        masked = image * keep.reshape(map.shape + (1,))
        curve[k] = probabilities(model, [masked])[0, target]
    return curve
