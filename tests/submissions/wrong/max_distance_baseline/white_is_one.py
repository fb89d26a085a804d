# Wrong: 1 for white where 255 is asked for.
# True of it: in_0_to_1
def max_distance_baseline(img):
    return np.where(img < 127.5, 1.0, 0.0)
