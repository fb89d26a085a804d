# Wrong: draws three points each time, not n.
# True of it: few_points
def bootstrap_slopes(x, y, repeats):
    slopes = []
    while len(slopes) < repeats:
        i = np.random.randint(0, len(x), 3)
        if np.ptp(x[i]) > 0:
            slopes.append(fit_line(x[i], y[i])[0])
    return np.array(slopes)
