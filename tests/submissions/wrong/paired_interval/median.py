# Wrong: medians of the samples.
# True of it: medians_for_means
def paired_interval(differences, confidence, seed):
    rng = np.random.default_rng(seed)
    means = np.median(rng.choice(differences, (2000, len(differences))), axis=1)
    low, high = np.quantile(means, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)
