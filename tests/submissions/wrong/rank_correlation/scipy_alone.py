# Wrong: NaN for a constant map.
# True of it: constant_map_is_nan, not_finite
from scipy.stats import spearmanr

def rank_correlation(a, b):
    return float(spearmanr(a.ravel(), b.ravel())[0])
