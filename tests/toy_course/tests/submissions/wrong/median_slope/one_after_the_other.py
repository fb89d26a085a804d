# Wrong: looks only at each point and the one after it.
# True of it: neighbours_only
def median_slope(x, y):
    return float(np.median([(y[i + 1] - y[i]) / (x[i + 1] - x[i]) for i in range(len(x) - 1)]))
