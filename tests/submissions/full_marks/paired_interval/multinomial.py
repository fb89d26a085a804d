# Right: how often each scene is drawn.
def paired_interval(differences, confidence, seed):
    d = np.asarray(differences)
    n = len(d)
    counts = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=2000)
    means = counts @ d / n
    low, high = np.quantile(means, [0.5 - confidence / 2, 0.5 + confidence / 2])
    return (low, high)
