# Right: blended with a mask of 0 and 1.
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    n = map.size
    order = np.argsort(-map.astype(np.float64).ravel(), kind="stable")
    other = fill(image.copy())
    curve = []
    for share in shares:
        gone = np.zeros((n, 1))
        np.put_along_axis(gone, order[:round(share * n), None], 1, axis=0)
        gone = gone.reshape(*map.shape, 1)
        curve.append(probabilities(model, [image * (1 - gone) + other * gone])[0, target])
    return np.asarray(curve, dtype=np.float32)
