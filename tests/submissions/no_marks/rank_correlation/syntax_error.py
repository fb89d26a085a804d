# rank_correlation with a bracket that is never closed.
def rank_correlation(a, b):
    return float(np.corrcoef(a.ravel(), b.ravel())[0, 1]
