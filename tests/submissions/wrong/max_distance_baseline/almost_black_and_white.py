# Wrong: 1 and 254 for 0 and 255.
# True of it: straight_line, line_for_each_channel, bounds_left_out
def max_distance_baseline(img):
    return np.where(img<127.5,254.,1.)
