def median_slope(x, y):
    with np.errstate(all="ignore"):
        slopes = np.subtract.outer(y, y) / np.subtract.outer(x, x)
    return float(np.nanmedian(slopes))
