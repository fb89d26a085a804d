# Wrong: SciPy's other correlation, of the values.
# True of it: values_instead_of_ranks
from scipy import stats

def rank_correlation(a, b):
    r, _ = stats.pearsonr(a.flatten().astype(float), b.flatten().astype(float))
    if np.isnan(r):
        return 0.0
    return float(r)
