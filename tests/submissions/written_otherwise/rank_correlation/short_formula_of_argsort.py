# Wrong: the short formula of ranks that differ for equal values.
# True of it: ties_in_the_order_they_stand
def rank_correlation(a, b):
    n = a.size
    ranks = []
    for m in (a, b):
        order = sorted(range(n), key=lambda i: m.flat[i])
        rank = [0] * n
        for place, i in enumerate(order):
            rank[i] = place + 1
        ranks.append(rank)
    if len(set(a.flat)) == 1 or len(set(b.flat)) == 1:
        return 0.0
    d2 = sum((p - q) ** 2 for p, q in zip(*ranks))
    return 1 - 6 * d2 / (n * (n ** 2 - 1))
