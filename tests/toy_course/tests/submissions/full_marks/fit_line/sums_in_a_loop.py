def fit_line(x, y):
    n, sx, sy, sxx, sxy = len(x), 0.0, 0.0, 0.0, 0.0
    for a, b in zip(x, y):
        sx += a
        sy += b
        sxx += a * a
        sxy += a * b
    m = (n * sxy - sx * sy) / (n * sxx - sx**2)
    return m, (sy - m * sx) / n
