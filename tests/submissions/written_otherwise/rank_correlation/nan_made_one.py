# Wrong: NaN of a constant map is made 1.
# True of it: constant_map_is_one
from scipy.stats import spearmanr

def rank_correlation(a, b):
    rho = spearmanr(a, b, axis=None).statistic
    return float(np.nan_to_num(rho, nan=1.0))
