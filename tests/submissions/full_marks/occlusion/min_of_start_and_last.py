# Right: starts that would stick out are moved back; doubles are left out.
from lab.occlusion import probabilities

def occlusion(image, model, target, window, step, fill):
    h, w = image.shape[:2]
    seen = []
    for y in range(0, h, step):
        for x in range(0, w, step):
            place = min(y, h - window), min(x, w - window)
            if place not in seen:
                seen.append(place)
    images = [image]
    for y, x in seen:
        copy = image.copy()
        copy[y:y + window, x:x + window] = np.array(fill)
        images.append(copy)
    p = probabilities(model, images)[:, target]
    result, n = np.zeros((h, w)), np.zeros((h, w))
    for (y, x), q in zip(seen, p[1:]):
        result[y:y + window, x:x + window] += p[0] - q
        n[y:y + window, x:x + window] += 1
    return result / n
