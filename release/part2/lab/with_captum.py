"""Captum's integrated gradients beside a student's own, for those who have installed it; nothing here needs it."""

from importlib import import_module

import numpy as np
import torch
from torch import nn

from lab.images import normalise

AT_ONCE = 10  # images in a batch


class Probabilities(nn.Module):
    """A network whose outputs are its probabilities: the score that this course's integrated gradients explain."""

    def __init__(self, network: nn.Module):
        super().__init__()
        self.network = network

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        return self.network(batch).softmax(1)  # (N, K)


def captum_map(network: nn.Module, image: np.ndarray, target: int, steps: int) -> np.ndarray | None:
    """Attributions (H, W, 3) of an image (H, W, 3) in 0..255 from the black image, by Captum; None where it is not installed."""
    try:
        attribution = import_module("captum.attr").IntegratedGradients(Probabilities(network))
    except ImportError:
        return None
    device = next(network.parameters()).device
    batch, black = (
        torch.tensor(normalise(picture).transpose(2, 0, 1)[None], dtype=torch.float32, device=device)
        for picture in (image, np.zeros_like(image))
    )
    found = attribution.attribute(batch, black, target=target, n_steps=steps, internal_batch_size=AT_ONCE)
    return found[0].detach().cpu().numpy().transpose(1, 2, 0)
