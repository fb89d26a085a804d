# Wrong: puts the strongest pixels back into the fill.
# True of it: insertion
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    order = np.argsort(-map, axis=None, kind="stable")
    start, pictures = fill(image).reshape(-1, 3), []
    for share in shares:
        p = start.copy()
        gone = order[:round(share * order.size)]
        p[gone] = image.reshape(-1, 3)[gone]
        pictures.append(p.reshape(image.shape))
    return probabilities(model, pictures)[:, target]
