# Right: SciPy's own, and 0 where it has nothing to say.
from scipy import stats

def rank_correlation(a, b):
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return 0.0
    return float(stats.spearmanr(np.ravel(a), np.ravel(b)).statistic)
