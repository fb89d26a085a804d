# Wrong: the middle of the errors, not of the means.
# True of it: around_zero
def paired_interval(differences, confidence, seed):
    rng = np.random.default_rng(seed)
    observed = np.mean(differences)
    errors = []
    for _ in range(2000):
        again = rng.choice(differences, len(differences), replace=True)
        errors.append(again.mean() - observed)
    errors = np.sort(errors)
    cut = int((1 - confidence) / 2 * len(errors))
    return float(errors[cut]), float(errors[-cut - 1])
