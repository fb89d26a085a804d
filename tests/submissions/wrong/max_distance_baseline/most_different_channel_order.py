# Wrong: decides rightly, and turns the channels round.
# True of it: channels_reversed
def max_distance_baseline(img):
    return np.where(img[:, :, ::-1] < 127.5, 255.0, 0.0)
