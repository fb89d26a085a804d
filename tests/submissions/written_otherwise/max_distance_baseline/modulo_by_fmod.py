# Wrong: np.fmod.
# True of it: half_the_range_away
def max_distance_baseline(img):
    return np.fmod(img + 128.0, 256.0)
