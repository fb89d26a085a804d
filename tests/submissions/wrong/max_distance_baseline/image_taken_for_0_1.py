# Wrong: compares with 0.5 as if the image were in 0..1; nearly everything becomes black.
# True of it: threshold_at_one_half
def max_distance_baseline(img):
    return np.where(img < 0.5, 255.0, 0.0)
