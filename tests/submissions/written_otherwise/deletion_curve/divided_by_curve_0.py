# Wrong: divided by the curve's first value.
# True of it: divided_by_the_first, scaled_case_by_case
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    order = np.argsort(-map.ravel(), kind="stable")
    filled = fill(image)
    pictures = []
    for share in shares:
        gone = np.isin(np.arange(map.size), order[:round(share * map.size)]).reshape(map.shape)
        pictures.append(np.where(gone[..., None], filled, image))
    curve = probabilities(model, pictures)[:, target]
    return curve / curve[0]
