# Wrong: the confidence is left out.
# True of it: confidence_as_error
def paired_interval(differences, confidence, seed):
    rng = np.random.default_rng(seed)
    means = rng.choice(differences, (2000, len(differences))).mean(1)
    return tuple(float(q) for q in np.quantile(means, [confidence / 2, 1 - confidence / 2]))
