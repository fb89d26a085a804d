# Wrong: black, whatever the fill.
# True of it: black_instead_of_the_fill
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    order = np.argsort(-map, axis=None, kind="stable")
    pictures = []
    for share in shares:
        p = image.reshape(-1, 3).copy()
        p[order[:round(share * order.size)]] = 0
        pictures.append(p.reshape(image.shape))
    return probabilities(model, pictures)[:, target]
