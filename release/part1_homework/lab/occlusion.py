"""Occlusion: a map without gradients. Cover one square after another, and see by how much a class's probability falls.

Zeiler & Fergus, "Visualizing and understanding convolutional networks", 2014, section 4.2.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import nn

from lab.images import normalise

GREY = 127.5
AT_ONCE = 7  # images in a batch


def occlusion(
    network: nn.Module, image: np.ndarray, labels: Sequence[int], patch: int = 56, stride: int = 28
) -> list[np.ndarray]:
    """For each label a map (H, W): by how much its probability falls where a grey square covers the image; never negative.

    Args:
        image: (H, W, 3) RGB in 0..255.
        patch: the square's side in pixels.
        stride: how far one square is from the next. The network is asked about every square, and once about the image.
    """
    height, width = image.shape[:2]
    corners = [(y, x) for y in steps(height, patch, stride) for x in steps(width, patch, stride)]
    covered = [image]
    for y, x in corners:
        copy = np.array(image)
        copy[y : y + patch, x : x + patch] = GREY
        covered.append(copy)
    found = probabilities(network, covered)[:, list(labels)]  # (squares + 1, labels)
    total, times = np.zeros((len(labels), height, width)), np.zeros((height, width))
    for (y, x), seen in zip(corners, found[1:], strict=True):
        total[:, y : y + patch, x : x + patch] += (found[0] - seen)[:, None, None]
        times[y : y + patch, x : x + patch] += 1
    return list(np.maximum(total / np.maximum(times, 1), 0))


def steps(length: int, patch: int, stride: int) -> list[int]:
    """Where squares begin along one side, the last one at the end."""
    last = max(length - patch, 0)
    return sorted({*range(0, last + 1, stride), last})


def probabilities(network: nn.Module, images: Sequence[np.ndarray]) -> np.ndarray:
    """(n, K) the softmax of what a network says about images (H, W, 3)."""
    device = next(network.parameters(), torch.zeros(0)).device
    said = []
    with torch.no_grad():
        for start in range(0, len(images), AT_ONCE):
            some = np.stack([normalise(image).transpose(2, 0, 1) for image in images[start : start + AT_ONCE]])
            said.append(network(torch.tensor(some, dtype=torch.float32, device=device)).softmax(1).cpu())
    return torch.cat(said).numpy()
