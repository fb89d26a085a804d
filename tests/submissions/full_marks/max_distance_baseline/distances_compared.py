# Right: compares the two distances.
def max_distance_baseline(img):
    img = np.asarray(img, dtype=np.float64)
    to_black = np.abs(img - 0)
    to_white = np.abs(255 - img)
    return np.where(to_white > to_black, 255, 0)
