# Wrong: around zero.
# True of it: around_zero
def paired_interval(differences, confidence, seed):
    rng = np.random.default_rng(seed)
    means = rng.choice(differences, (2000, len(differences))).mean(1) - np.mean(differences)
    low, high = np.quantile(means, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)
