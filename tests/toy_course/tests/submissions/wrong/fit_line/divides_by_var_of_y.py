# Wrong: divides by the variance of y, so it is the slope of x over y.
# True of it: divided_by_the_variance_of_y
def fit_line(x, y):
    slope = np.cov(x, y)[0, 1] / np.var(y, ddof=1)
    return slope, y.mean() - slope * x.mean()
