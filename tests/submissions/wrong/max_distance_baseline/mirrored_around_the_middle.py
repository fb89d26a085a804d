# Wrong: shifts every value by half the range, as far as a wheel of values would go.
def max_distance_baseline(img):
    return (img + 128) % 256
