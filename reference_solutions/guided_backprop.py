"""d z_c / d x, with what is negative stopped at every ReLU on the way back, besides what the ReLU itself stops.

Springenberg et al., "Striving for simplicity: the all convolutional net", 2014, section 3.4.
"""

import copy
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import torch
from torch import nn

from reference_solutions.conditions import Condition, back, into
from reference_solutions.pre_processing import device_of, normalised


class GuidedStep(torch.autograd.Function):
    """A ReLU whose way back lets nothing negative through."""

    @staticmethod
    def forward(context, value: torch.Tensor) -> torch.Tensor:
        context.save_for_backward(value)
        return value.clamp(min=0)

    @staticmethod
    def backward(context, gradient: torch.Tensor) -> torch.Tensor:
        (value,) = context.saved_tensors
        return gradient.clamp(min=0) * (value > 0)


class GuidedReLU(nn.Module):
    """`GuidedStep` as a layer."""

    def forward(self, value: torch.Tensor) -> torch.Tensor:
        return GuidedStep.apply(value)


def guided(model: nn.Module) -> nn.Module:
    """A copy of a network with guided ReLUs; the network itself stays as it is."""
    network = copy.deepcopy(model)
    for parent in list(network.modules()):
        for name, layer in parent.named_children():
            if isinstance(layer, nn.ReLU):
                setattr(parent, name, GuidedReLU())
    return network


def guided_backprop(
    images: Sequence[np.ndarray], model: nn.Module, target: int, cuda: bool = False, *, dtype: torch.dtype = torch.float32
) -> np.ndarray:
    """(n, 3, H, W): guided gradients of the target's logit, one for each image (H, W, 3), with respect to the batch.

    Args:
        images: RGB (H, W, 3) in 0..255, all of one size.
        model: gives logits (N, K) for normalised batches.
        target: class index.
        cuda: whether the model is on the GPU.
        dtype: that of the model's weights.
    """
    batch = normalised(np.stack(list(images)), device_of(cuda), dtype).contiguous().requires_grad_()
    with torch.enable_grad():
        score = guided(model)(batch)[:, target].sum()
    (gradients,) = torch.autograd.grad(score, batch)
    return gradients.cpu().numpy()


def under(condition: Condition) -> Callable:
    """`guided_backprop` on a copy of the network, which alone is changed as a condition wants it."""
    return partial(guided_under, condition=condition)


def guided_under(images, model: nn.Module, target: int, cuda: bool, *, condition: Condition) -> np.ndarray:
    """`guided_backprop` under a condition."""
    network = into(copy.deepcopy(model), condition)
    parts = [images] if condition.batch != 1 else [[image] for image in images]
    found = [guided_backprop(part, network, target, cuda or condition.cuda, dtype=condition.dtype) for part in parts]
    return back(np.concatenate(found))
