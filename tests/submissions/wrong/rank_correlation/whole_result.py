# Wrong: SciPy's result with its p-value, not the number alone.
from scipy.stats import spearmanr

def rank_correlation(a, b):
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return 0.0
    value, p = spearmanr(a.ravel(), b.ravel())
    return float(value), float(p)
