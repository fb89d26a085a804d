# Wrong: the size of each square's drop.
# True of it: absolute_value
from lab.occlusion import probabilities

def starts(n, window, step):
    s = [i for i in range(0, n, step) if i + window <= n]
    return s if s[-1] == n - window else s + [n - window]

def occlusion(image, model, target, window, step, fill):
    h, w = image.shape[:2]
    places = [(y, x) for y in starts(h, window, step) for x in starts(w, window, step)]
    images = [image]
    for y, x in places:
        img = image.copy()
        img[y:y + window, x:x + window] = fill
        images.append(img)
    p = probabilities(model, images)[:, target]
    heat, n = np.zeros((h, w)), np.zeros((h, w))
    for (y, x), q in zip(places, p[1:]):
        heat[y:y + window, x:x + window] += abs(p[0] - q)
        n[y:y + window, x:x + window] += 1
    return heat / n
