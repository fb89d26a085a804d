# Wrong: dense ranks.
# True of it: ties_closed_up
from scipy.stats import rankdata

def rank_correlation(a, b):
    x, y = (rankdata(m.ravel(), method="dense") for m in (a, b))
    return float(np.corrcoef(x, y)[0, 1]) if x.std() and y.std() else 0.0
