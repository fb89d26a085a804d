"""Each channel under a Gaussian of standard deviation sigma, in pixels.

Sturmfels, Lundberg & Lee, "Visualizing the impact of feature attribution baselines", 2020.
"""

import cv2
import numpy as np


def blurred_baseline(img: np.ndarray, sigma: float, *, dtype: type = np.float32) -> np.ndarray:
    """The image (H, W, 3) blurred by a Gaussian of `sigma` pixels, in 0..255."""
    return cv2.GaussianBlur(np.asarray(img, dtype=dtype), (0, 0), sigma, borderType=cv2.BORDER_REFLECT)
