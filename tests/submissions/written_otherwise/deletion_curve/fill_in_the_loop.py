# Wrong: the fill is computed in the loop, of the picture that has lost pixels.
# True of it: fill_of_what_is_left
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    current = image.copy()
    ranking = np.lexsort((np.arange(map.size), -map.ravel()))
    curve = []
    for share in shares:
        mask = np.zeros(map.size, bool)
        mask[ranking[:round(share * map.size)]] = True
        mask = mask.reshape(map.shape)
        current[mask] = fill(current.copy())[mask]
        curve.append(probabilities(model, current[None])[0, target])
    return np.array(curve)
