# Right: slice objects.
from itertools import product
from lab.occlusion import probabilities

def occlusion(image, model, target, window, step, fill):
    def slices(n):
        return [slice(k, k + window) for k in sorted(set(list(range(0, n - window + 1, step)) + [n - window]))]

    drops, counts = np.zeros(image.shape[:2]), np.zeros(image.shape[:2])
    p0 = probabilities(model, [image])[0, target]
    for s in product(slices(image.shape[0]), slices(image.shape[1])):
        other = image + 0
        other[s] = fill
        drops[s] += p0 - probabilities(model, [other])[0, target]
        counts[s] += 1
    return np.divide(drops, counts)
