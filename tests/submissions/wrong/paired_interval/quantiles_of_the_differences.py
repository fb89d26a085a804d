# Wrong: where single differences lie.
# True of it: interval_of_the_scenes, seed_ignored
def paired_interval(differences, confidence, seed):
    low, high = np.quantile(differences, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)
