# Right: the mean of the first and the last place of each value.
def rank_correlation(a, b):
    def ranks(m):
        v = np.ravel(m)
        s = np.sort(v)
        return (np.searchsorted(s, v, side="left") + np.searchsorted(s, v, side="right")) / 2

    x, y = ranks(a), ranks(b)
    x, y = x - x.mean(), y - y.mean()
    size = np.linalg.norm(x) * np.linalg.norm(y)
    if size == 0:
        return 0.0
    return np.float64(x @ y / size)
