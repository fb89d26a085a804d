# Right: one picture after the other.
from lab.occlusion import probabilities

def occlusion(image, model, target, window, step, fill):
    def p(picture):
        return float(probabilities(model, [picture])[0, target])

    def corners(n):
        found, k = [], 0
        while k + window < n:
            found.append(k)
            k += step
        return sorted(set(found + [n - window]))

    before = p(image)
    height, width = image.shape[0], image.shape[1]
    sums, times = np.zeros((height, width)), np.zeros((height, width), int)
    for y in corners(height):
        for x in corners(width):
            hidden = image.copy()
            hidden[y:y + window, x:x + window] = fill
            drop = before - p(hidden)
            sums[y:y + window, x:x + window] += drop
            times[y:y + window, x:x + window] += 1
    return sums / times
