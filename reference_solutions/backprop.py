"""g = d p_c / d x: the gradient of the target's softmax probability with respect to the pre-processed image.

Simonyan, Vedaldi & Zisserman, "Deep inside convolutional networks", 2014, section 3. No parameter's gradient is
computed: that would cost a third of the work, and nobody asks for it.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import nn

from reference_solutions.pre_processing import device_of, normalised
from reference_solutions.predict import class_probability, predict

CACHE = 20_000_000  # bytes: maps that are larger fall out of a processor's caches, and a batch then costs more than its parts


def fitting_batch_size(batch: torch.Tensor, model: nn.Module) -> int:
    """How many images at once are quickest: 2 for VGG19 at 224 x 224, 12 for the pocket VGG19, at most 16."""
    filters = next((p.shape[0] for p in model.parameters() if p.dim() == 4), 1)  # of the first convolution, the widest map
    one_map = filters * batch[0, 0].numel() * batch.element_size()
    return int(min(max(CACHE // one_map, 2), 16))


def batch_gradients(batch: torch.Tensor, model: nn.Module, target: int) -> torch.Tensor:
    """d p_target / d batch for every image of a batch on its own, (N, 3, H, W), all at once."""
    batch = batch.detach().clone(memory_format=torch.channels_last).requires_grad_()  # a quarter faster on small networks
    with torch.enable_grad():
        score = class_probability(batch, model, target).sum()  # images do not mix: each keeps its own gradient
    (gradients,) = torch.autograd.grad(score, batch)
    return gradients


def input_gradients(batch: torch.Tensor, model: nn.Module, target: int, batch_size: int | None = None) -> torch.Tensor:
    """d p_target / d batch for every image of a batch on its own, (N, 3, H, W), in parts that fit the caches."""
    parts = batch.split(batch_size or fitting_batch_size(batch, model))
    return torch.cat([batch_gradients(part, model, target) for part in parts])


def calculate_outputs_and_gradients(
    inputs: Sequence[np.ndarray],
    model: nn.Module,
    target_label_idx: int | None,
    cuda: bool = False,
    *,
    dtype: torch.dtype = torch.float32,
    batch_size: int | None = None,
) -> tuple[np.ndarray, int]:
    """Gradients (n, 3, H, W) of the target's probability, one for each image (H, W, 3), and the class that was used.

    With `None` the first image's predicted class is used for all of them.
    """
    batch = normalised(np.stack(list(inputs)), device_of(cuda), dtype)  # (n, 3, H, W)
    if target_label_idx is None:
        with torch.no_grad():
            target_label_idx, _ = predict(batch[:1], model, None, cuda)
    target = int(target_label_idx)
    return input_gradients(batch, model, target, batch_size).cpu().numpy(), target
