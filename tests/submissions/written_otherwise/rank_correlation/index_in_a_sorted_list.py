# Wrong: list.index finds the first of equal values, so that they share the lowest rank.
# True of it: ties_share_the_lowest
def rank_correlation(a, b):
    a, b = list(a.flatten()), list(b.flatten())
    sa, sb = sorted(a), sorted(b)
    ra = [sa.index(v) + 1 for v in a]
    rb = [sb.index(v) + 1 for v in b]
    if len(set(ra)) == 1 or len(set(rb)) == 1:
        return 0.0
    return float(np.corrcoef(ra, rb)[0, 1])
