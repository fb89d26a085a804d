# Wrong: the image's median as threshold.
# True of it: threshold_at_the_median
def max_distance_baseline(img):
    return 255.0 * (img < np.median(img))
