# Wrong: a set forgets how many equal values there are.
# True of it: ties_closed_up
def rank_correlation(a, b):
    def ranks(m):
        places = {v: k for k, v in enumerate(sorted(set(m.ravel().tolist())))}
        return np.array([places[v] for v in m.ravel().tolist()], dtype=float)

    x, y = ranks(a), ranks(b)
    x -= x.mean()
    y -= y.mean()
    denominator = np.linalg.norm(x) * np.linalg.norm(y)
    if denominator == 0:
        return 0.0
    return float(np.dot(x, y) / denominator)
