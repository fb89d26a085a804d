# Wrong: the line is forced through the origin.
# True of it: through_the_origin
def fit_line(x, y):
    slope = np.sum(x * y) / np.sum(x**2)
    return slope, 0.0
