def fit_line(x, y):
    A = np.vstack([x, np.ones(len(x))]).T
    solution = np.linalg.lstsq(A, y, rcond=None)[0]
    return tuple(solution)
