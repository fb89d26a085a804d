"""The median of the slopes (y_j - y_i) / (x_j - x_i) of all pairs of points (Theil 1950, Sen 1968)."""

import numpy as np


def median_slope(x: np.ndarray, y: np.ndarray) -> float:
    """The slope of points (n,) with different x."""
    one, other = np.triu_indices(len(x), k=1)
    return float(np.median((y[other] - y[one]) / (x[other] - x[one])))
