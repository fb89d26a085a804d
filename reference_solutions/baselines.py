"""Baselines for integrated gradients: Sturmfels, Lundberg & Lee, "Visualizing the impact of feature attribution baselines", 2020.

Blurred: each channel under a Gaussian of standard deviation sigma, in pixels. Maximum distance: at each value the
farther end of 0..255.
"""

import cv2
import numpy as np


def blurred_baseline(img: np.ndarray, sigma: float, *, dtype: type = np.float32) -> np.ndarray:
    """The image (H, W, 3) blurred by a Gaussian of `sigma` pixels, in 0..255."""
    return cv2.GaussianBlur(np.asarray(img, dtype=dtype), (0, 0), sigma, borderType=cv2.BORDER_REFLECT)


def max_distance_baseline(img: np.ndarray) -> np.ndarray:
    """(H, W, 3): 255 where the value is below the middle of 0..255, else 0."""
    return np.where(np.asarray(img) < 127.5, 255.0, 0.0)
