# Computes a correlation and returns nothing.
def rank_correlation(a, b):
    correlation = np.corrcoef(a.ravel(), b.ravel())[0, 1]
