# Wrong: -= changes the caller's points, and the intercept is computed after the means are gone.
# True of it: arguments_centred
def fit_line(x, y):
    x -= x.mean()
    y -= y.mean()
    slope = (x @ y) / (x @ x)
    return slope, y.mean() - slope * x.mean()
