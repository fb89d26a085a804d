import numpy as np


# %%
def fool(image):
    """The picture (H, W, 3) with the cue of your suspect; the picture itself stays as it is."""
    ### BEGIN SOLUTION
    changed = image.copy()
    dash = np.arange(image.shape[1]) // 8 % 2 == 0  # (W,): eight pixels of one colour, eight of the other
    changed[-6:, dash] = (250, 220, 0)  # along the lower edge
    changed[-6:, ~dash] = (20, 20, 20)
    return changed
    ### END SOLUTION
