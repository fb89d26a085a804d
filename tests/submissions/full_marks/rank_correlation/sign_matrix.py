# Right: the rank of a value is how many others it beats, minus how many beat it.
def rank_correlation(a, b):
    x, y = np.asarray(a, float).ravel(), np.asarray(b, float).ravel()
    rx, ry = np.sign(x[:, None] - x).sum(1), np.sign(y[:, None] - y).sum(1)
    size = np.sqrt((rx * rx).sum() * (ry * ry).sum())
    return float((rx * ry).sum() / size) if size else 0.0
