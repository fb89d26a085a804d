import numpy as np

# %%
def mass_density(map, mask):
    """How much denser the absolute values of a map (H, W) are on a mask (H, W) than on the whole picture."""
    ### BEGIN SOLUTION
    if not mask.any():
        raise ValueError("the mask is empty")
    size = np.abs(map)
    if size.sum() == 0:
        return 0.0
    return float(size[mask].sum() / size.sum() / mask.mean())
    ### END SOLUTION
