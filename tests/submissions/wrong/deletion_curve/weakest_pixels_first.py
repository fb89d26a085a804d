# Wrong: ascending.
# True of it: weakest_first
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    order = np.argsort(map, axis=None, kind="stable")
    other, pictures = fill(image).reshape(-1, 3), []
    for share in shares:
        p = image.reshape(-1, 3).copy()
        gone = order[:round(share * order.size)]
        p[gone] = other[gone]
        pictures.append(p.reshape(image.shape))
    return probabilities(model, pictures)[:, target]
