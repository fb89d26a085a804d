# Wrong: paints into the image itself, square after square.
# True of it: holes_pile_up
from lab.occlusion import probabilities

def occlusion(image, model, target, window, step, fill):
    h, w = image.shape[:2]
    acc, n = np.zeros((h, w)), np.zeros((h, w))
    p0 = probabilities(model, [image])[0, target]
    for y in sorted({*range(0, h - window + 1, step), h - window}):
        for x in sorted({*range(0, w - window + 1, step), w - window}):
            image[y:y + window, x:x + window] = fill
            acc[y:y + window, x:x + window] += p0 - probabilities(model, [image])[0, target]
            n[y:y + window, x:x + window] += 1
    return acc / n
