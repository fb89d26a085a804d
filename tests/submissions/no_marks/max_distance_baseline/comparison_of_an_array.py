# An array has no truth value of its own: an error.
def max_distance_baseline(img):
    if img < 127.5:
        return 255
    else:
        return 0
