# Wrong: equal values have different ranks.
# True of it: ties_in_the_order_they_stand
def rank_correlation(a, b):
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return 0.0
    ranks = [m.ravel().argsort(kind="stable").argsort(kind="stable") for m in (a, b)]
    return float(np.corrcoef(*ranks)[0, 1])
