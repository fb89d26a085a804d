"""Small networks of layers as VGG has them: convolutions, ReLUs, a pool and linear layers, with weights from a seed."""

import numpy as np
import torch
from torch import nn

from lab.probes import frozen, weights

KINDS = ("layered", "without_relu", "relu_twice")


def layered(seed: int, classes: int, inplace: bool = False) -> dict:
    """Recipe of a network with two convolutions, three ReLUs and two linear layers, for images of any size."""
    return {"network": "layered", "seed": seed, "classes": classes, "channels": [5, 6], "hidden": 7, "inplace": inplace}


def wide(seed: int, classes: int, bare: bool = False) -> dict:
    """Recipe of the same with thousands of weights in each layer, which tell their spread; `bare`: one has no biases."""
    return {"network": "layered", "seed": seed, "classes": classes, "channels": [24, 22], "hidden": 64, "kernel": 7, "bare": bare}


def without_relu(seed: int, classes: int) -> dict:
    """Recipe of a network without any ReLU."""
    return {"network": "without_relu", "seed": seed, "classes": classes}


def relu_twice(seed: int, classes: int) -> dict:
    """Recipe of a network that uses one ReLU module in two places."""
    return {"network": "relu_twice", "seed": seed, "classes": classes}


class Layered(nn.Module):
    """Features, a pool to 3 x 3 cells, and a classifier, for images (N, 3, H, W) of any size."""

    def __init__(self, channels: tuple[int, int], hidden: int, classes: int, kernel: int, inplace: bool, bare: bool):
        super().__init__()
        first, second = channels
        self.features = nn.Sequential(
            nn.Conv2d(3, first, kernel, padding=kernel // 2),
            nn.ReLU(inplace),
            nn.Conv2d(first, second, 3, padding=1),
            nn.ReLU(inplace),
        )
        self.pool = nn.AdaptiveAvgPool2d(3)
        self.classifier = nn.Sequential(
            nn.Linear(9 * second, hidden, bias=not bare),
            nn.ReLU(inplace),
            nn.Linear(hidden, classes),
        )

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        return self.classifier(self.pool(self.features(batch)).flatten(1))  # (N, K)


class ReluTwice(nn.Module):
    """A convolution, a ReLU, another convolution, the same ReLU, and a linear layer."""

    def __init__(self, classes: int):
        super().__init__()
        self.first, self.second = nn.Conv2d(3, 5, 3, padding=1), nn.Conv2d(5, 6, 3, padding=1)
        self.relu, self.last = nn.ReLU(), nn.Linear(6, classes)

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        maps = self.relu(self.second(self.relu(self.first(batch))))  # (N, 6, H, W)
        return self.last(maps.mean((2, 3)))


def made(recipe: dict) -> nn.Module:
    """The network of a recipe: float32, in evaluation mode, without gradients of its parameters."""
    classes = recipe["classes"]
    if recipe["network"] == "layered":
        options = (recipe.get("kernel", 3), recipe.get("inplace", False), recipe.get("bare", False))
        network: nn.Module = Layered(tuple(recipe["channels"]), recipe["hidden"], classes, *options)  # type: ignore[arg-type]
    elif recipe["network"] == "relu_twice":
        network = ReluTwice(classes)
    else:
        network = nn.Sequential(nn.Conv2d(3, 4, 3), nn.Tanh(), nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(16, classes))
    for number, parameter in enumerate(network.parameters()):
        # Nothing like what is drawn anew: no number near zero, and less spread.
        spread = 1.2 * np.sqrt(2 / parameter[0].numel()) if parameter.dim() > 1 else 0.2
        parameter.data = (weights(seed_of(recipe, number), *parameter.shape) * spread).float()
    return frozen(network)


def seed_of(recipe: dict, number: int) -> int:
    """The seed of one of a network's parameters."""
    return recipe["seed"] * 100 + number
