def bootstrap_slopes(x, y, repeats):
    n = len(x)
    slopes = np.zeros(repeats)
    for k in range(repeats):
        idx = np.random.randint(n, size=n)
        while np.all(x[idx] == x[idx][0]):
            idx = np.random.randint(n, size=n)
        slopes[k] = fit_line(x[idx], y[idx])[0]
    return slopes
