def bootstrap_slopes(x, y, repeats):
    rng = np.random.default_rng(0)
    out = []
    while len(out) < repeats:
        i = rng.choice(len(x), len(x), replace=True)
        if len(np.unique(x[i])) > 1:
            slope, _ = fit_line(x[i], y[i])
            out.append(slope)
    return np.asarray(out)
