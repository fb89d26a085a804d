# Wrong: shifts every value by half the range, as far as a wheel of values would go.
# True of it: half_the_range_away
def max_distance_baseline(img):
    return (img + 128) % 256
