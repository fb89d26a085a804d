"""M_ij = max_c |g_ijc|: the largest absolute gradient over the colour channels (Simonyan et al. 2014, section 3.1)."""

import numpy as np


def saliency_map(gradients: np.ndarray) -> np.ndarray:
    """(H, W) from gradients (H, W, 3), in the gradients' own units."""
    return np.abs(gradients).max(axis=2)
