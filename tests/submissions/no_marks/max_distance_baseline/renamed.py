# The function has another name.
def maximum_distance_baseline(img):
    return np.where(img < 127.5, 255.0, 0.0)
