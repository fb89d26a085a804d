import numpy as np

# %%
def saliency_map(gradients):
    """(H, W): the largest absolute value over the three channels of gradients (H, W, 3)."""
    ### BEGIN SOLUTION
    return np.max(np.abs(gradients), axis=2)
    ### END SOLUTION
