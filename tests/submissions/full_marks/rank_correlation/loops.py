# Right: ranks by counting what is smaller and what is equal.
def rank_correlation(a, b):
    def ranks(values):
        values = [float(v) for v in values.ravel()]
        return [sum(w < v for w in values) + (sum(w == v for w in values) + 1) / 2 for v in values]

    x, y = ranks(a), ranks(b)
    n = len(x)
    mx, my = sum(x) / n, sum(y) / n
    top = sum((p - mx) * (q - my) for p, q in zip(x, y))
    bottom = (sum((p - mx) ** 2 for p in x) * sum((q - my) ** 2 for q in y)) ** 0.5
    return top / bottom if bottom else 0.0
