# Right: SciPy's ranks and NumPy's correlation.
from scipy.stats import rankdata

def rank_correlation(a, b):
    x, y = rankdata(np.asarray(a).flatten()), rankdata(np.asarray(b).flatten())
    if x.std() == 0 or y.std() == 0:
        return 0.0
    return float(np.corrcoef(x, y)[0, 1])
