# Wrong: argsort is no rank.
# True of it: order_instead_of_ranks
def rank_correlation(a, b):
    x, y = np.argsort(a.ravel(), kind="stable"), np.argsort(b.ravel(), kind="stable")
    return float(np.corrcoef(x, y)[0, 1])
