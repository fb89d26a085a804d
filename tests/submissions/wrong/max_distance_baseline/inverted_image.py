# Wrong: the negative 255 - img, which is not the farther end.
def max_distance_baseline(img):
    return 255.0 - img
