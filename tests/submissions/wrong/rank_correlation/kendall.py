# Wrong: Kendall's tau is another rank correlation.
from scipy.stats import kendalltau

def rank_correlation(a, b):
    value = kendalltau(a.ravel(), b.ravel())[0]
    return 0.0 if np.isnan(value) else float(value)
