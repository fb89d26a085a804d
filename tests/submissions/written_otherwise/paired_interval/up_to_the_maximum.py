# Wrong: nothing is left out above.
# True of it: one_sided
def paired_interval(differences, confidence, seed):
    rs = np.random.RandomState(seed)
    n = len(differences)
    means = sorted(np.mean(rs.choice(differences, n)) for _ in range(2000))
    return float(means[int((1 - confidence) * 2000)]), float(means[-1])
