# Wrong: stops where the next square does not fit.
# True of it: edge_left_out
from lab.occlusion import probabilities

def occlusion(image, model, target, window, step, fill):
    h, w = image.shape[:2]
    base = probabilities(model, [image])[0][target]
    heat = np.zeros((h, w), dtype=float)
    hits = np.zeros((h, w), dtype=int)
    y = 0
    while y + window <= h:
        x = 0
        while x + window <= w:
            hidden = image.copy()
            hidden[y:y + window, x:x + window] = fill
            heat[y:y + window, x:x + window] += base - probabilities(model, [hidden])[0][target]
            hits[y:y + window, x:x + window] += 1
            x += step
        y += step
    return np.divide(heat, hits, out=np.zeros_like(heat), where=hits > 0)
