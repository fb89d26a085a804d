# Wrong: a list in place of an array.
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    order = np.argsort(-map, axis=None, kind="stable")
    other, curve = fill(image).reshape(-1, 3), []
    for share in shares:
        p = image.reshape(-1, 3).copy()
        gone = order[:round(share * order.size)]
        p[gone] = other[gone]
        curve.append(float(probabilities(model, [p.reshape(image.shape)])[0, target]))
    return curve
