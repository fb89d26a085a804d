# Wrong: the higher number first.
# True of it: ends_swapped
def paired_interval(differences, confidence, seed):
    rng = np.random.default_rng(seed)
    means = rng.choice(differences, (2000, len(differences))).mean(1)
    low, high = np.quantile(means, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(high), float(low)
