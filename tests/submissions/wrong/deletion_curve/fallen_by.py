# Wrong: how far it has fallen.
# True of it: drop_instead_of_probability
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    order = np.argsort(-map, axis=None, kind="stable")
    other, pictures = fill(image).reshape(-1, 3), [image]
    for share in shares:
        p = image.reshape(-1, 3).copy()
        gone = order[:round(share * order.size)]
        p[gone] = other[gone]
        pictures.append(p.reshape(image.shape))
    p = probabilities(model, pictures)[:, target].astype(float)
    return p[0] - p[1:]
