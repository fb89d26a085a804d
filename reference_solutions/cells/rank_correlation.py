import numpy as np

# %%
def rank_correlation(a, b):
    """Spearman's correlation of two maps of one shape, in -1..1; 0.0 where one is constant."""
    ### BEGIN SOLUTION
    def centred_ranks(values):
        _, which, counts = np.unique(values, return_inverse=True, return_counts=True)
        ranks = (np.cumsum(counts) - (counts - 1) / 2)[which.ravel()]  # equal values share the mean of theirs
        return ranks - ranks.mean()

    first, second = centred_ranks(a), centred_ranks(b)
    size = np.sqrt((first**2).sum() * (second**2).sum())
    return float((first * second).sum() / size) if size > 0 else 0.0
    ### END SOLUTION
