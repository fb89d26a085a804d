"""alpha_k = 1/Z sum_ij d y_c / d A^k_ij and L = ReLU(sum_k alpha_k A^k), scaled to 0..1.

Selvaraju et al., "Grad-CAM: visual explanations from deep networks via gradient-based localization", 2017,
equations 1 and 2. The mean over channels instead of the sum changes nothing after scaling.
"""

import torch


def pool_gradients(gradients: torch.Tensor) -> torch.Tensor:
    """One weight per channel, (C,), from gradients (N, C, h, w): the mean over batch and space."""
    return gradients.mean(dim=(0, 2, 3))


def grad_cam_heatmap(activations: torch.Tensor, pooled_gradients: torch.Tensor) -> torch.Tensor:
    """(h, w) in 0..1 from activations (1, C, h, w) and weights (C,); all zeros where no evidence is positive."""
    evidence = torch.relu(torch.einsum("chw,c->hw", activations[0], pooled_gradients))
    highest = evidence.max()
    return evidence / highest if highest > 0 else evidence
