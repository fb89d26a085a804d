# Wrong: sorted by the absolute value.
# True of it: absolute_values
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    values = map.ravel().tolist()
    order = sorted(range(len(values)), key=lambda i: abs(values[i]), reverse=True)
    other = fill(image).reshape(-1, 3)
    curve = []
    for share in shares:
        flat = image.copy().reshape(-1, 3)
        for i in order[:round(share * len(values))]:
            flat[i] = other[i]
        curve.append(probabilities(model, [flat.reshape(image.shape)])[0, target])
    return np.asarray(curve)
