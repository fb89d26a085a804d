# Wrong: shows what is left of the probability where a square hides the pixel.
# True of it: what_is_left, straight_line
from lab.occlusion import probabilities

def occlusion(image, model, target, window, step, fill):
    h, w = image.shape[:2]
    sums = {}
    for i in list(range(0, h - window, step)) + [h - window]:
        for j in list(range(0, w - window, step)) + [w - window]:
            img = np.copy(image)
            img[i:i + window, j:j + window] = fill
            conf = float(probabilities(model, img[None])[0, target])
            for y in range(i, i + window):
                for x in range(j, j + window):
                    sums.setdefault((y, x), []).append(conf)
    return np.array([[np.mean(sums[y, x]) for x in range(w)] for y in range(h)])
