"""The small images and networks that the references are tested on."""

import numpy as np
import torch
from torch import nn

from lab import probes


def image(seed: int, height: int = 6, width: int = 8) -> np.ndarray:
    """Uniform noise in 0..255, (H, W, 3) float32."""
    return np.random.default_rng(seed).uniform(0, 255, (height, width, 3)).astype(np.float32)


def linear() -> nn.Module:
    return probes.frozen(probes.Linear(seed=1, classes=4, size=(6, 8)))


def small() -> nn.Module:
    return probes.frozen(probes.Small(seed=2, classes=4))


def drifting() -> nn.Module:
    return probes.frozen(probes.Drifting(seed=3, size=(6, 8)))


def polynomial(degree: int) -> nn.Module:
    return probes.frozen(probes.Polynomial(seed=4, degree=degree, size=(6, 8)))


def tiny_vgg() -> nn.Module:
    """VGG19's layout, 37 modules and all, with a few channels; float32."""
    return probes.scaled_vgg(5, (4, 4, 6, 6, 8), 16, 5)


def noise_batch(seed: int, count: int = 1, side: int = 64) -> torch.Tensor:
    """(N, 3, side, side) of the size of normalised pixels; a leaf that asks for its gradient."""
    values = np.random.default_rng(seed).standard_normal((count, 3, side, side))
    return torch.tensor(values, dtype=torch.float32, requires_grad=True)


def relative_error(got: np.ndarray, expected: np.ndarray) -> float:
    """|got - expected| / |expected|, the length of the difference: one flipped ReLU is a small part of a map."""
    got, expected = np.asarray(got, dtype=float), np.asarray(expected, dtype=float)
    assert got.shape == expected.shape
    return float(np.linalg.norm(got - expected) / np.linalg.norm(expected))
