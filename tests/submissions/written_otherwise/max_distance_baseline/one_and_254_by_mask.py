# Wrong: 1 and 254.
# True of it: bounds_left_out
def max_distance_baseline(img):
    out = np.ones(img.shape)
    out[img < 127.5] = 254
    return out
