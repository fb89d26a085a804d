# The result is never returned.
def max_distance_baseline(img):
    baseline = np.where(img < 127.5, 255.0, 0.0)
