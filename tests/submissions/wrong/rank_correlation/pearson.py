# Wrong: the correlation of the values.
# True of it: values_instead_of_ranks
def rank_correlation(a, b):
    if np.std(a) == 0 or np.std(b) == 0:
        return 0.0
    return float(np.corrcoef(np.ravel(a), np.ravel(b))[0, 1])
