# Wrong: numpy.polynomial gives the constant term first.
# True of it: order_swapped
def fit_line(x, y):
    coefficients = np.polynomial.polynomial.polyfit(x, y, 1)
    return coefficients[0], coefficients[1]
