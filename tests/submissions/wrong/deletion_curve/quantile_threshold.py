# Wrong: everything at or above a quantile, so that equal pixels go together.
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    other, pictures = fill(image), []
    for share in shares:
        gone = np.zeros(map.shape, bool)
        n = round(share * map.size)
        if n:
            gone = map >= np.sort(map, axis=None)[::-1][n - 1]
        pictures.append(np.where(gone[:, :, None], other, image))
    return probabilities(model, pictures)[:, target]
