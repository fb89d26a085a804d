# Right: one picture after the other, cumulatively.
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    h, w = map.shape
    order = np.argsort(-map.ravel(), kind="stable")
    other = fill(image)
    current, done, curve = image.copy(), 0, []
    for share in shares:
        n = round(share * h * w)
        ys, xs = np.unravel_index(order[done:n], (h, w))
        current[ys, xs] = other[ys, xs]
        done = n
        curve.append(probabilities(model, [current])[0, target])
    return np.array(curve)
