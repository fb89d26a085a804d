# Right: np.choose.
def max_distance_baseline(img):
    further_from_white = np.abs(255 - img) > np.abs(img - 0)
    return np.choose(further_from_white, [0., 255.])
