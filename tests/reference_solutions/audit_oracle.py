"""The functions of the audit a second time: loops, definitions instead of formulas, scipy where it has the same.

Nothing here imports the references. `CASES` are calls on small networks, for these, for the references and for wrong variants.
"""

import itertools
import math
from typing import NamedTuple

import numpy as np
import torch
from scipy import stats
from torch import nn

MEAN, STD = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
CLASSES = 4


def small_network(seed: int = 1, inplace: bool = False, bias: bool = True) -> nn.Module:
    """Three weighted layers and two ReLUs, for images of any size, in float32 as students get it."""
    generator = torch.Generator().manual_seed(seed)
    network = nn.Sequential(
        nn.Conv2d(3, 5, 3, padding=1, bias=bias),
        nn.ReLU(inplace),
        nn.MaxPool2d(2),
        nn.Conv2d(5, 6, 3, padding=1, bias=bias),
        nn.ReLU(inplace),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(6, CLASSES, bias=bias),
    )
    for parameter in network.parameters():
        parameter.data = torch.randn(parameter.shape, generator=generator) * 0.4
    return network.eval().requires_grad_(False)


class OneReLUTwice(nn.Module):
    """The same module is used in two places."""

    def __init__(self, seed: int = 2):
        super().__init__()
        self.first, self.second, self.last = (small_network(seed)[k] for k in (0, 3, 7))
        self.relu = nn.ReLU()

    def forward(self, batch):
        return self.last(self.relu(self.second(self.relu(self.first(batch)))).mean((2, 3)))


def noise(seed: int, height: int = 14, width: int = 18) -> np.ndarray:
    """An image (H, W, 3) float32 in 0..255."""
    return np.random.default_rng(seed).uniform(0, 255, (height, width, 3)).astype(np.float32)


def batch_of(images) -> torch.Tensor:
    """Normalised (N, 3, H, W)."""
    stack = (np.stack([np.asarray(image, np.float64) for image in images]) / 255 - MEAN) / STD
    return torch.tensor(stack.transpose(0, 3, 1, 2), dtype=torch.float32)


def probability(image, model, target) -> float:
    """exp(z_c) / sum_k exp(z_k)."""
    logits = model(batch_of([image]))[0].double().tolist()
    return math.exp(logits[target]) / sum(map(math.exp, logits))


def rank_correlation(a, b) -> float:
    """scipy's, and 0 where it has nothing to say."""
    first, second = np.ravel(a), np.ravel(b)
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return 0.0
    return float(stats.spearmanr(first, second).statistic)


def mass_density(map, mask) -> float:
    """Pixel by pixel."""
    inside = total = covered = 0.0
    for place in itertools.product(*map_range(map.shape)):
        total += abs(float(map[place]))
        inside += abs(float(map[place])) * bool(mask[place])
        covered += bool(mask[place])
    return (inside / total) / (covered / map.size) if total else 0.0


def map_range(shape):
    return [range(length) for length in shape]


def occlusion(image, model, target, window, step, fill) -> np.ndarray:
    """For every pixel the windows that cover it."""
    height, width, _ = image.shape
    starts = [[*range(0, length - window + 1, step)] for length in (height, width)]
    for one, length in zip(starts, (height, width), strict=True):
        if one[-1] + window < length:
            one.append(length - window)
    whole, drops = probability(image, model, target), {}
    for top, left in itertools.product(*starts):
        hidden = image.copy()
        hidden[top : top + window, left : left + window] = fill
        drops[top, left] = whole - probability(hidden, model, target)
    found = np.zeros((height, width))
    for y, x in itertools.product(range(height), range(width)):
        over = [drop for (top, left), drop in drops.items() if top <= y < top + window and left <= x < left + window]
        found[y, x] = sum(over) / len(over)
    return found


def deletion_curve(image, map, model, target, shares, fill) -> np.ndarray:
    """One picture after the other; Python's sort is stable."""
    places = sorted(itertools.product(*map_range(map.shape)), key=lambda place: -float(map[place]))
    other, curve = fill(image.copy()), []
    for share in shares:
        left = image.copy()
        for place in places[: round(share * len(places))]:
            left[place] = other[place]
        curve.append(probability(left, model, target))
    return np.array(curve)


def cue_effect(model, scenes, cue, target) -> np.ndarray:
    found = []
    for image, labels, _ in scenes:
        if target not in labels:
            found.append(probability(cue(image.copy()), model, target) - probability(image, model, target))
    return np.array(found)


def guided_backprop(images, model, target, cuda=False) -> np.ndarray:
    """The small networks by hand: layer by layer back, from their outputs."""
    results = []
    for image in images:
        value, passed = batch_of([image]), []
        for layer in model:
            passed.append(value)
            value = layer(value.clone())
        gradient = torch.zeros_like(value)
        gradient[0, target] = 1
        for layer, before in reversed(list(zip(model, passed, strict=True))):
            if isinstance(layer, nn.ReLU):
                gradient = gradient.clamp(min=0) * (before > 0)
            else:
                leaf = before.clone().requires_grad_()
                gradient = torch.autograd.grad(layer(leaf), leaf, gradient)[0]
        results.append(gradient[0].numpy())
    return np.stack(results)


class Call(NamedTuple):
    """One call of a function: positional arguments, made anew each time."""

    make: object  # () -> arguments

    def arguments(self) -> tuple:
        return self.make()  # type: ignore[operator]


class FixedScene(NamedTuple):
    """As lab.scenes makes them."""

    image: np.ndarray
    labels: tuple[int, ...]
    masks: tuple = ()


def scenes() -> list[FixedScene]:
    return [FixedScene(noise(40 + number), labels) for number, labels in enumerate([(0,), (2,), (1, 3), (3,), (1,), (0, 1)])]


def corner(image: np.ndarray) -> np.ndarray:
    """A cue that adds to what is there, in place as students write it: who hands over the scene itself loses it."""
    image[:4, :4] = np.minimum(image[:4, :4] + 90, 255)
    return image


def grey(image: np.ndarray) -> np.ndarray:
    """A fill that depends on the image: its mean colour everywhere."""
    return np.broadcast_to(image.mean((0, 1)), image.shape).astype(np.float32)


def tied(seed: int, shape=(6, 7)) -> np.ndarray:
    return np.random.default_rng(seed).integers(-3, 4, shape).astype(np.float64)


def mask() -> np.ndarray:
    made = np.zeros((6, 7), bool)
    made[1:4, 2:5] = True
    return made


CASES: dict[str, list[Call]] = {
    "rank_correlation": [
        Call(lambda: (tied(1), tied(2))),
        Call(lambda: (noise(3)[:, :, 0], noise(3)[:, :, 0] ** 3)),
        Call(lambda: (noise(3)[:, :, 0], -noise(3)[:, :, 0])),
        Call(lambda: (tied(1), np.zeros((6, 7)))),
        Call(lambda: (tied(4).astype(int), noise(5, 6, 7)[:, :, 1])),
    ],
    "mass_density": [
        Call(lambda: (tied(6), mask())),
        Call(lambda: (np.ones((6, 7)), mask())),
        Call(lambda: (np.zeros((6, 7)), mask())),
        Call(lambda: (tied(7) * mask(), mask())),
    ],
    "occlusion": [
        Call(lambda: (noise(8), small_network(), 1, 5, 4, 127.5)),
        Call(lambda: (noise(9, 9, 16), small_network(3), 2, 4, 4, np.array([10.0, 200.0, 90.0]))),
    ],
    "deletion_curve": [
        Call(lambda: (noise(10), noise(11)[:, :, 0], small_network(), 1, (0, 0.1, 0.35, 1), grey)),
        Call(lambda: (noise(12, 6, 7), tied(13), small_network(4), 3, (0, 0.2, 0.5, 0.8), grey)),
    ],
    "cue_effect": [
        Call(lambda: (small_network(), scenes(), corner, 1)),
        Call(lambda: (small_network(5), scenes(), corner, 3)),
    ],
    "guided_backprop": [
        Call(lambda: ([noise(14), noise(15)], small_network(), 1)),
        Call(lambda: ([noise(16)], small_network(6, inplace=True), 3)),
    ],
    "paired_interval": [
        Call(lambda: (np.random.default_rng(17).normal(0.3, 0.2, 30), 0.95, 1)),
        Call(lambda: (np.random.default_rng(18).exponential(0.2, 12), 0.8, 2)),
        Call(lambda: (np.full(9, 0.25), 0.95, 3)),
    ],
    "randomised": [
        Call(lambda: (small_network(), 1, 5)),
        Call(lambda: (small_network(), 2, 6)),
        Call(lambda: (small_network(), 0, 7)),
    ],
}
