"""L = ReLU(sum_k alpha_k A^k), scaled to 0..1.

Selvaraju et al., "Grad-CAM: visual explanations from deep networks via gradient-based localization", 2017,
equation 2. The mean over channels instead of the sum changes nothing after scaling.
"""

import torch


def grad_cam_heatmap(activations: torch.Tensor, pooled_gradients: torch.Tensor) -> torch.Tensor:
    """(h, w) in 0..1 from activations (1, C, h, w) and weights (C,); all zeros where no evidence is positive."""
    evidence = torch.relu(torch.einsum("chw,c->hw", activations[0], pooled_gradients))
    highest = evidence.max()
    return evidence / highest if highest > 0 else evidence
