# Wrong: takes the second value of fit_line, the intercept.
# True of it: intercepts
def bootstrap_slopes(x, y, repeats):
    intercepts = []
    for _ in range(repeats):
        i = np.random.randint(0, len(x), len(x))
        intercepts.append(fit_line(x[i], y[i])[1])
    return np.array(intercepts)
