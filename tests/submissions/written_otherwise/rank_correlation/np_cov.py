# Wrong: NumPy's covariance of the ranks.
# True of it: covariance
from scipy.stats import rankdata

def rank_correlation(a, b):
    return float(np.cov(rankdata(a.ravel()), rankdata(b.ravel()))[0, 1])
