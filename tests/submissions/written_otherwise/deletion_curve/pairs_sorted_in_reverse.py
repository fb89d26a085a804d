# Wrong: pairs of value and index in reverse order, so that of equal pixels the last goes first.
# True of it: later_of_equals_first
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    pairs = sorted([(value, i) for i, value in enumerate(map.ravel())], reverse=True)
    order = [i for _, i in pairs]
    filled = fill(image)
    curve = []
    for share in shares:
        img = image.copy()
        for i in order[:round(share * len(order))]:
            row, col = i // map.shape[1], i % map.shape[1]
            img[row, col] = filled[row, col]
        curve.append(probabilities(model, [img])[0, target])
    return np.array(curve)
