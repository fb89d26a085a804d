# Wrong: of equal pixels the last goes first.
# True of it: later_of_equals_first
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    order = np.argsort(map.ravel(), kind="stable")[::-1]
    other, pictures = fill(image).reshape(-1, 3), []
    for share in shares:
        p = image.reshape(-1, 3).copy()
        gone = order[:round(share * order.size)]
        p[gone] = other[gone]
        pictures.append(p.reshape(image.shape))
    return probabilities(model, pictures)[:, target]
