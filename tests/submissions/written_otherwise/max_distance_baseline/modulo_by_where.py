# Wrong: half the range up or down.
# True of it: half_the_range_away
def max_distance_baseline(img):
    return np.where(img < 128, img + 128, img - 128)
