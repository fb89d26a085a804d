# Wrong: absolute values are ranked.
# True of it: absolute_values_ranked
from scipy.stats import spearmanr

def rank_correlation(a, b):
    value = spearmanr(np.abs(a).ravel(), np.abs(b).ravel())[0]
    return 0.0 if np.isnan(value) else float(value)
