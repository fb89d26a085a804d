# Right: boolean masks on a copy.
def max_distance_baseline(img):
    baseline = img.copy()
    dark = img < 255 / 2
    baseline[dark] = 255
    baseline[~dark] = 0
    return baseline
