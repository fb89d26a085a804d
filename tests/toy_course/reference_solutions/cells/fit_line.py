import numpy as np


# %%
def fit_line(x, y):
    """(slope, intercept) of the least-squares line through the points."""
    ### BEGIN SOLUTION
    slope, intercept = np.polyfit(x, y, 1)
    return slope, intercept
    ### END SOLUTION
