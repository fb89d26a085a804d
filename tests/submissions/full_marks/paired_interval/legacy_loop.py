# Right: an old RandomState, one sample after the other.
def paired_interval(differences, confidence, seed):
    rng = np.random.RandomState(seed)
    n = len(differences)
    means = []
    for _ in range(2000):
        sample = rng.choice(differences, n, replace=True)
        means.append(sample.mean())
    alpha = 1 - confidence
    return float(np.quantile(means, alpha / 2)), float(np.quantile(means, 1 - alpha / 2))
