# Wrong: column after column, and what a later square says overwrites an earlier one.
# True of it: last_window_wins
from lab.occlusion import probabilities

def occlusion(image, model, target, window, step, fill):
    height, width = image.shape[:2]
    result = np.full((height, width), np.nan)
    p_full = probabilities(model, [image])[0, target]
    x_positions = list(range(0, width - window + 1, step))
    y_positions = list(range(0, height - window + 1, step))
    if x_positions[-1] != width - window:
        x_positions += [width - window]
    if y_positions[-1] != height - window:
        y_positions += [height - window]
    for x in x_positions:
        for y in y_positions:
            occ = image.copy()
            occ[y:y + window, x:x + window] = fill
            result[y:y + window, x:x + window] = p_full - probabilities(model, [occ])[0, target]
    return result
