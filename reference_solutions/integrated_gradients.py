"""IG_i = (x_i - x'_i) * integral over a in 0..1 of d F(x' + a (x - x')) / d x_i.

Sundararajan, Taly & Yan, "Axiomatic attribution for deep networks", 2017, equation 1; F is the softmax probability of
the target. The integral is a midpoint sum: `steps` gradients, none of them taken at the baseline itself, where ties in
max pooling make the gradient of a constant image arbitrary.
"""

import numpy as np
import torch
from torch import nn

from reference_solutions.backprop import batch_gradients, fitting_batch_size
from reference_solutions.pre_processing import device_of, normalised
from reference_solutions.predict import predict


def path_integral(
    image: torch.Tensor, baseline: torch.Tensor, model: nn.Module, target: int, steps: int, batch_size: int | None = None
) -> torch.Tensor:
    """Integrated gradients (3, H, W) of a normalised image (3, H, W) from a normalised baseline (3, H, W)."""
    alphas = (torch.arange(steps, device=image.device, dtype=image.dtype) + 0.5) / steps
    difference = image - baseline
    total = torch.zeros_like(image)
    parts = -(-steps // (batch_size or fitting_batch_size(image[None], model)))  # of even size; the whole path is never in memory
    for part in alphas.tensor_split(parts):
        path = baseline + part[:, None, None, None] * difference  # (a few, 3, H, W)
        total += batch_gradients(path, model, target).sum(0)
    return difference * total / steps


def integrated_gradients(
    inputs: np.ndarray,
    model: nn.Module,
    target_label_idx: int | None,
    baseline: np.ndarray | None,
    steps: int = 50,
    cuda: bool = False,
    *,
    dtype: torch.dtype = torch.float32,
    batch_size: int | None = None,
) -> np.ndarray:
    """Attributions (H, W, 3) of an image (H, W, 3) in 0..255; `baseline=None` is the black image.

    With `None` as target the class is chosen once, on the image itself.

    Raises:
        ValueError: fewer than one step.
    """
    if steps < 1:
        raise ValueError(f"integrated gradients need at least one step, got steps={steps}")
    baseline = np.zeros_like(inputs) if baseline is None else baseline
    image, start = normalised(np.stack([inputs, baseline]), device_of(cuda), dtype)  # (3, H, W) each
    if target_label_idx is None:
        with torch.no_grad():
            target_label_idx, _ = predict(image[None], model, None, cuda)
    return path_integral(image, start, model, int(target_label_idx), steps, batch_size).permute(1, 2, 0).cpu().numpy()
