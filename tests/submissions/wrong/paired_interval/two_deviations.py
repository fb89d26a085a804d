# Wrong: the deviation of single differences.
# True of it: spread_without_the_root, seed_ignored
def paired_interval(differences, confidence, seed):
    m, s = np.mean(differences), np.std(differences)
    return m - 1.96 * s, m + 1.96 * s
