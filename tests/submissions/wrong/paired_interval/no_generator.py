# Wrong: a generator without the seed.
# True of it: seed_forgotten
def paired_interval(differences, confidence, seed):
    rng = np.random.default_rng()
    means = rng.choice(differences, (2000, len(differences))).mean(1)
    low, high = np.quantile(means, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)
