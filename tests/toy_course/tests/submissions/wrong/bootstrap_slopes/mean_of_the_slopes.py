# Wrong: returns the mean of the slopes.
# True of it: one_slope
def bootstrap_slopes(x, y, repeats):
    total = 0.0
    for _ in range(repeats):
        i = np.random.randint(0, len(x), len(x))
        total += fit_line(x[i], y[i])[0]
    return total / repeats
