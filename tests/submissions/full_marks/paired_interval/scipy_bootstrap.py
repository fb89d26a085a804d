# Right: SciPy's own.
from scipy.stats import bootstrap

def paired_interval(differences, confidence, seed):
    found = bootstrap((np.asarray(differences),), np.mean, n_resamples=2000, confidence_level=confidence, method="percentile", random_state=seed)
    return found.confidence_interval.low, found.confidence_interval.high
