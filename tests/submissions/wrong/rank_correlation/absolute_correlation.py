# Wrong: the sign is gone.
# True of it: sign_dropped, signs_wrong
from scipy.stats import spearmanr

def rank_correlation(a, b):
    value = spearmanr(a.ravel(), b.ravel())[0]
    return 0.0 if np.isnan(value) else abs(float(value))
