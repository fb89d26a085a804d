"""Networks so small that what they must give can be computed on paper."""

import torch
from torch import nn


class RedPixel(nn.Module):
    """Two classes; the logits are 0 and twice the red of the first pixel. It keeps the reds that it was asked about."""

    def __init__(self):
        super().__init__()
        self.seen: list[float] = []

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        red = batch[:, 0, 0, 0]
        self.seen += red.detach().tolist()
        return torch.stack([0 * red, 2 * red], dim=1)  # (N, 2)


def two_classes(batch: torch.Tensor) -> torch.Tensor:
    """A network whose logits are always 0 and ln 3."""
    return torch.log(torch.tensor([[1.0, 3.0]], device=batch.device))
