# Wrong: twice as much is left out.
# True of it: all_of_the_error_on_each_side
def paired_interval(differences, confidence, seed):
    rng = np.random.default_rng(seed)
    means = rng.choice(differences, (2000, len(differences))).mean(1)
    return float(np.quantile(means, 1 - confidence)), float(np.quantile(means, confidence))
