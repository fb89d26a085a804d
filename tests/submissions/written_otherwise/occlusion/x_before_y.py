# Wrong: x is used for the rows and y for the columns.
# True of it: rows_and_columns_swapped
from lab.occlusion import probabilities

def occlusion(image, model, target, window, step, fill):
    h, w = image.shape[:2]
    heat, n = np.zeros((h, w)), np.zeros((h, w))
    p0 = probabilities(model, [image])[0, target]
    for y in sorted({*range(0, h - window + 1, step), h - window}):
        for x in sorted({*range(0, w - window + 1, step), w - window}):
            img = image.copy()
            img[x:x + window, y:y + window] = fill
            heat[x:x + window, y:y + window] += p0 - probabilities(model, [img])[0, target]
            n[x:x + window, y:y + window] += 1
    n[n == 0] = 1
    return heat / n
