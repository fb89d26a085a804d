import numpy as np


# %%
def median_slope(x, y):
    """The median of the slopes of all pairs of points."""
    ### BEGIN SOLUTION
    slopes = [(y[j] - y[i]) / (x[j] - x[i]) for i in range(len(x)) for j in range(i)]
    return float(np.median(slopes))
    ### END SOLUTION
