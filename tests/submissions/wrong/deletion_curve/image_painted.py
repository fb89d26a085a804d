# Wrong: the image that was passed in loses its pixels.
# True of it: image_used_up
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    order = np.argsort(-map, axis=None, kind="stable")
    other, curve = fill(image).copy().reshape(-1, 3), []
    view = image.reshape(-1, 3)
    for share in shares:
        gone = order[:round(share * order.size)]
        view[gone] = other[gone]
        curve.append(probabilities(model, [image])[0, target])
    return np.array(curve)
