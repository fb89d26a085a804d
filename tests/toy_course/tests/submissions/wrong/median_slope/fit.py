# Wrong: the least-squares slope, which the outliers pull up.
# True of it: least_squares
def median_slope(x, y):
    A = np.vstack([x, np.ones(len(x))]).T
    return float(np.linalg.lstsq(A, y, rcond=None)[0][0])
