# Wrong: each sample holds half as many differences.
# True of it: half_of_the_scenes
def paired_interval(differences, confidence, seed):
    rng = np.random.default_rng(seed)
    k = len(differences) // 2
    means = np.zeros(2000)
    for i in range(2000):
        means[i] = np.mean([differences[j] for j in rng.integers(len(differences), size=k)])
    tail = 50 * (1 - confidence)
    return tuple(np.percentile(means, [tail, 100 - tail]))
