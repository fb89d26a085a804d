# Wrong: x and y are drawn by different numbers.
# True of it: y_shuffled
def bootstrap_slopes(x, y, repeats):
    n = len(x)
    return np.array([fit_line(np.random.choice(x, n), np.random.choice(y, n))[0] for _ in range(repeats)])
