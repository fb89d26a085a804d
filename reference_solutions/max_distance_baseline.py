"""At each value the farther end of 0..255.

Sturmfels, Lundberg & Lee, "Visualizing the impact of feature attribution baselines", 2020.
"""

import numpy as np


def max_distance_baseline(img: np.ndarray) -> np.ndarray:
    """(H, W, 3): 255 where the value is below the middle of 0..255, else 0."""
    return np.where(np.asarray(img) < 127.5, 255.0, 0.0)
