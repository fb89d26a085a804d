# Wrong: sorted from the lowest on.
# True of it: weakest_first
from lab.occlusion import probabilities

def deletion_curve(image, map, model, target, shares, fill):
    h, w = map.shape
    pixels = [(y, x) for y in range(h) for x in range(w)]
    pixels = sorted(pixels, key=lambda p: map[p])
    filled = fill(image)
    result = []
    for share in shares:
        img = image.copy()
        for y, x in pixels[:round(share * h * w)]:
            img[y, x] = filled[y, x]
        result.append(probabilities(model, [img])[0, target])
    return np.array(result)
