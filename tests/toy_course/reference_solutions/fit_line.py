"""slope = sum (x - mean x)(y - mean y) / sum (x - mean x)^2, intercept = mean y - slope mean x (Gauss 1809)."""

import numpy as np


def fit_line(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """(slope, intercept) of the least-squares line through points (n,)."""
    off = x - x.mean()
    slope = float(off @ (y - y.mean()) / (off @ off))
    return slope, float(y.mean() - slope * x.mean())
