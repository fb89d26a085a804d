def mean(values):
    return sum(values) / len(values)

def fit_line(x, y):
    c = np.cov(x, y)
    return [c[0, 1] / c[0, 0], mean(y) - c[0, 1] / c[0, 0] * mean(x)]
