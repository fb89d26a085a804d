# Wrong: the indices in sorted order are taken for ranks.
# True of it: order_instead_of_ranks
def rank_correlation(a, b):
    x, y = a.ravel().tolist(), b.ravel().tolist()
    rx = sorted(range(len(x)), key=lambda i: x[i])
    ry = sorted(range(len(y)), key=lambda i: y[i])
    mx, my = sum(rx) / len(rx), sum(ry) / len(ry)
    top = sum((p - mx) * (q - my) for p, q in zip(rx, ry))
    sx = sum((p - mx) ** 2 for p in rx) ** 0.5
    sy = sum((q - my) ** 2 for q in ry) ** 0.5
    return top / (sx * sy) if sx * sy else 0.0
