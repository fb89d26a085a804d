# Wrong: the short formula, although values may be equal.
# True of it: short_formula_with_ties
from scipy.stats import rankdata

def rank_correlation(a, b):
    x, y = rankdata(a.ravel()), rankdata(b.ravel())
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return 0.0
    n = x.size
    return 1 - 6 * ((x - y) ** 2).sum() / (n * (n * n - 1))
