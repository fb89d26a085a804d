# Right: the means are sorted, and two of them are picked.
def paired_interval(differences, confidence, seed):
    rng = np.random.default_rng(seed)
    means = np.sort([rng.choice(differences, len(differences)).mean() for _ in range(2000)])
    out = int(round(2000 * (1 - confidence) / 2))
    return means[out], means[-out - 1]
