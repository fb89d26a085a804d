# Wrong: a covariance over n - 1, divided by a variance over n.
# True of it: two_kinds_of_variance
def fit_line(x, y):
    slope = np.cov(x, y)[0, 1] / np.var(x)
    return slope, y.mean() - slope * x.mean()
