"""alpha_k = 1/Z sum_ij d y_c / d A^k_ij.

Selvaraju et al., "Grad-CAM: visual explanations from deep networks via gradient-based localization", 2017,
equation 1.
"""

import torch


def pool_gradients(gradients: torch.Tensor) -> torch.Tensor:
    """One weight per channel, (C,), from gradients (N, C, h, w): the mean over batch and space."""
    return gradients.mean(dim=(0, 2, 3))
