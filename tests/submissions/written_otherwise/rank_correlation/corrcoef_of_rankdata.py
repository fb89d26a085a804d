# Wrong: 0 / 0 for a constant map.
# True of it: constant_map_is_nan, not_finite
from scipy.stats import rankdata

def rank_correlation(a, b):
    x, y = rankdata(a), rankdata(b)
    x = (x - x.mean()) / x.std()
    y = (y - y.mean()) / y.std()
    return float(np.mean(x * y))
