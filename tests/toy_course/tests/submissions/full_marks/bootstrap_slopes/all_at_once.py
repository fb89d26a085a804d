def bootstrap_slopes(x, y, repeats):
    drawn = np.random.randint(0, x.size, (repeats, x.size))
    while (np.ptp(x[drawn], axis=1) == 0).any():
        again = np.ptp(x[drawn], axis=1) == 0
        drawn[again] = np.random.randint(0, x.size, (again.sum(), x.size))
    a, b = x[drawn], y[drawn]
    a = a - a.mean(1, keepdims=True)
    return (a * b).sum(1) / (a * a).sum(1)
