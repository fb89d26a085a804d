# Wrong: 1 + 253 * dark.
# True of it: bounds_left_out
def max_distance_baseline(img):
    return 1.0 + 253.0 * (img < 127.5)
