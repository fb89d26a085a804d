import numpy as np

# %%
def paired_interval(differences, confidence, seed):
    """(low, high): the percentile bootstrap interval of the mean of (n,) differences."""
    ### BEGIN SOLUTION
    differences, rng = np.asarray(differences), np.random.default_rng(seed)
    samples = rng.choice(differences, (2000, len(differences)))  # with replacement
    left_out = (1 - confidence) / 2  # on each side
    low, high = np.quantile(samples.mean(axis=1), [left_out, 1 - left_out])
    return float(low), float(high)
    ### END SOLUTION
