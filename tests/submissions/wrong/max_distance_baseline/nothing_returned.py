# Wrong: no return.
# True of it: nothing_returned
def max_distance_baseline(img):
    baseline = np.where(img < 127.5, 255.0, 0.0)
