# Wrong: ranks along the last axis only.
# True of it: rows_ranked_alone
from scipy.stats import rankdata

def rank_correlation(a, b):
    ra = rankdata(a, axis=-1).ravel()
    rb = rankdata(b, axis=-1).ravel()
    if ra.std() == 0 or rb.std() == 0:
        return 0.0
    return float(np.corrcoef(ra, rb)[0, 1])
