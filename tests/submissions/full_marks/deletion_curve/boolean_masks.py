# Right: boolean masks.
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    order = np.argsort(-1.0 * map, axis=None, kind="mergesort")
    result = np.zeros(len(shares))
    for k, share in enumerate(shares):
        gone = np.zeros(map.size, bool)
        gone[order[:round(share * map.size)]] = True
        gone = gone.reshape(map.shape)
        picture = image.copy()
        picture[gone] = fill(image)[gone]
        result[k] = probabilities(model, [picture])[0][target]
    return result
