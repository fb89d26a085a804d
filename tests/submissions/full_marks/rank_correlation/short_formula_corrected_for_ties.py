# Right: the formula with d squared, corrected for ties.
from scipy.stats import rankdata

def rank_correlation(a, b):
    x, y = rankdata(a.ravel()), rankdata(b.ravel())
    n = x.size

    def spread(r):
        t = np.unique(r, return_counts=True)[1].astype(float)
        return (n**3 - n) / 12 - ((t**3 - t) / 12).sum()

    sx, sy = spread(x), spread(y)
    if sx == 0 or sy == 0:
        return 0.0
    return float((sx + sy - ((x - y) ** 2).sum()) / (2 * np.sqrt(sx * sy)))
