# Wrong: without replacement.
# True of it: without_replacement, seed_ignored
def paired_interval(differences, confidence, seed):
    rng = np.random.default_rng(seed)
    means = [rng.choice(differences, len(differences), replace=False).mean() for _ in range(2000)]
    low, high = np.quantile(means, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)
