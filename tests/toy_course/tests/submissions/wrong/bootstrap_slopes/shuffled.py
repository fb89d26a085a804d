# Wrong: replace=False only puts the points into another order.
# True of it: without_replacement
def bootstrap_slopes(x, y, repeats):
    result = []
    for _ in range(repeats):
        i = np.random.choice(len(x), len(x), replace=False)
        result.append(fit_line(x[i], y[i])[0])
    return np.array(result)
