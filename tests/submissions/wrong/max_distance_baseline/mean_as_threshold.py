# Wrong: the image's own mean as threshold, not the middle of the range.
# True of it: threshold_at_the_mean
def max_distance_baseline(img):
    return np.where(img < img.mean(), 255.0, 0.0)
