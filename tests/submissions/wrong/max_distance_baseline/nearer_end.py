# Wrong: the nearer end instead of the farther.
# True of it: nearer_end
def max_distance_baseline(img):
    return np.where(img < 127.5, 0.0, 255.0)
