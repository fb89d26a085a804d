# Wrong: makes a generator and draws from NumPy's own.
# True of it: seed_forgotten
def paired_interval(differences, confidence, seed):
    rng = np.random.default_rng(seed)
    means = []
    for _ in range(2000):
        sample = np.random.choice(differences, size=len(differences), replace=True)
        means.append(sample.mean())
    low = np.quantile(means, 0.5 - confidence / 2)
    high = np.quantile(means, 0.5 + confidence / 2)
    return float(low), float(high)
