# Wrong: equal values share the lowest rank.
# True of it: ties_share_the_lowest
from scipy.stats import rankdata

def rank_correlation(a, b):
    x, y = (rankdata(m.ravel(), method="min") for m in (a, b))
    return float(np.corrcoef(x, y)[0, 1]) if x.std() and y.std() else 0.0
