# Right: as an array of two numbers.
def paired_interval(differences, confidence, seed):
    rng = np.random.Generator(np.random.PCG64(seed))
    d = np.array(differences)
    samples = rng.choice(d, size=(2000, d.size), replace=True)
    return np.quantile(np.mean(samples, 1), np.array([(1 - confidence) / 2, (1 + confidence) / 2]))
