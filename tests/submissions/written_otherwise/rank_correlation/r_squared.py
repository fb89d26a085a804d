# Wrong: the square that a regression reports.
# True of it: squared
from scipy.stats import linregress, rankdata

def rank_correlation(a, b):
    if a.min() == a.max() or b.min() == b.max():
        return 0.0
    fit = linregress(rankdata(a), rankdata(b))
    return float(fit.rvalue ** 2)
