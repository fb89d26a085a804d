# Wrong: returns how far the farther end is, not where it is.
# True of it: distance_instead_of_value
def max_distance_baseline(img):
    return np.maximum(img, 255.0 - img)
