# Wrong: looks at the first and the last point and at no other.
# True of it: first_and_last_point
def fit_line(x, y):
    slope = (y[-1] - y[0]) / (x[-1] - x[0])
    return slope, y[0] - slope * x[0]
