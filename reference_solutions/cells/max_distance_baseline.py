import numpy as np

# %%
def max_distance_baseline(img):
    """(H, W, 3): at each value the farther of 0 and 255."""
    ### BEGIN SOLUTION
    return np.where(img < 127.5, 255.0, 0.0)
    ### END SOLUTION
