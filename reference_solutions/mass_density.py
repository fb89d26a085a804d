"""(sum of |map| inside / sum of |map|) / (mask's share of the picture): 1 where a map does not care.

The share alone grows with the mask; Zhang et al., "Top-down neural attention by excitation backprop", 2018, measure one pixel.
"""

import numpy as np


def mass_density(map: np.ndarray, mask: np.ndarray) -> float:
    """How much denser a map (H, W) is on a mask (H, W) than on the whole picture; 0.0 for a map of zeros.

    Raises:
        ValueError: the mask is empty.
    """
    inside, size = np.asarray(mask, bool), np.abs(np.asarray(map, np.float64))
    if not inside.any():
        raise ValueError("the mask is empty")
    total = size.sum()
    return float(size[inside].sum() / total / inside.mean()) if total > 0 else 0.0
