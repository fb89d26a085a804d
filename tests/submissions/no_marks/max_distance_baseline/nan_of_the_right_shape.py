# Not a number everywhere.
def max_distance_baseline(img):
    return img * np.nan
