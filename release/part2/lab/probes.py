"""Small networks with known answers: a function is asked about these before it is asked about VGG19.

All take (N, 3, H, W) and give logits (N, K) of the same dtype. Inside they compute in float64, so that rounding cannot
blur a right answer into a wrong one. Their weights come from a seed.
"""

import numpy as np
import torch
from torch import nn

from lab.models import frozen, vgg19_layout

SPAN = 2.7  # no normalised pixel lies farther from zero: (1 - 0.406) / 0.225 = 2.64


def weights(seed: int, *shape: int) -> torch.Tensor:
    """Weights between -1 and 1, none close to zero, float64, the same on every machine."""
    rng = np.random.default_rng(seed)
    values = rng.uniform(0.25, 1.0, shape) * rng.choice([-1.0, 1.0], shape)
    return torch.from_numpy(np.asarray(values))


class Linear(nn.Module):
    """Logits that are linear in the image: their gradient is the weight, everywhere."""

    def __init__(self, seed: int, classes: int, size: tuple[int, int]):
        super().__init__()
        scale = 3 / np.sqrt(3 * size[0] * size[1])  # logits stay within a few units: no softmax saturates
        self.weight = nn.Parameter(weights(seed, classes, 3, *size) * scale)  # (K, 3, H, W)

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        return torch.einsum("nchw,kchw->nk", batch.double(), self.weight).to(batch.dtype)


class Small(nn.Module):
    """Two convolutions, a pool and a linear layer, for images of any size."""

    def __init__(self, seed: int, classes: int):
        super().__init__()
        self.first = nn.Parameter(weights(seed, 6, 3, 3, 3) / 4)
        self.second = nn.Parameter(weights(seed + 1, 8, 6, 3, 3) / 5)
        self.last = nn.Parameter(weights(seed + 2, classes, 8) / 2)

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        maps = torch.relu(nn.functional.conv2d(batch.double(), self.first, padding=1))  # (N, 6, H, W)
        maps = nn.functional.max_pool2d(maps, 2)
        maps = torch.relu(nn.functional.conv2d(maps, self.second, padding=1))  # (N, 8, H/2, W/2)
        return (maps.mean((2, 3)) @ self.last.T).to(batch.dtype)


class Polynomial(nn.Module):
    """Two classes; the probability of class 1 is 1/2 plus a weighted sum of the degree-th powers of the pixels.

    Integrated gradients of it can be written down for any quadrature: with weights w_k at alphas a_k, the attribution
    is delta * v * degree * sum_k w_k (baseline + a_k delta)^(degree - 1). So an answer tells its quadrature's moments.
    """

    def __init__(self, seed: int, degree: int, size: tuple[int, int]):
        super().__init__()
        self.degree = degree
        weight = weights(seed, 3, *size)
        self.weight = nn.Parameter(0.45 * weight / (weight.abs().sum() * SPAN**degree))  # (3, H, W)

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        probability = 0.5 + (self.weight * batch.double() ** self.degree).sum((1, 2, 3))  # (N,), in 0.05..0.95
        return torch.stack([torch.log1p(-probability), torch.log(probability)], 1).to(batch.dtype)


class Drifting(nn.Module):
    """Dark images belong to class 0, bright ones to class 2, those between to class 1, each by its own pixels.

    Along the path from the black image the winner changes: a target that is chosen anew at each step is found out.
    """

    def __init__(self, seed: int, size: tuple[int, int]):
        super().__init__()
        self.weight = nn.Parameter(weights(seed, 3, 3, *size) * 0.3 / np.sqrt(3 * size[0] * size[1]))  # (K, 3, H, W)

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        dtype, batch = batch.dtype, batch.double()
        brightness = batch.mean((1, 2, 3))  # about -2 (black) .. 2.4 (white)
        slopes = torch.tensor([-1.5, 0.0, 1.5], dtype=torch.float64, device=batch.device)
        offsets = torch.tensor([0.0, 1.8, 0.0], dtype=torch.float64, device=batch.device)
        logits = torch.einsum("nchw,kchw->nk", batch, self.weight) + brightness[:, None] * slopes + offsets
        return logits.to(dtype)


def recording(network: nn.Module) -> tuple[nn.Module, list[torch.Tensor]]:
    """A network that does what another does, and a list of every image that it is shown, one (3, H, W) after the other.

    The list is no attribute of the network: whoever is handed the network does not write into it by accident, or lightly.
    """
    seen: list[torch.Tensor] = []

    class Recording(nn.Module):
        def __init__(self):
            super().__init__()
            self.network = network

        def forward(self, batch: torch.Tensor) -> torch.Tensor:
            seen.extend(batch.detach().to("cpu", torch.float64, copy=True))
            return self.network(batch)

    return Recording(), seen


def scaled_vgg(seed: int, channels: tuple[int, ...], hidden: int, classes: int) -> nn.Module:
    """VGG19's layout with few channels and random weights that keep signals alive through all nineteen layers."""
    network = vgg19_layout(channels, hidden, classes)
    for number, parameter in enumerate(network.parameters()):
        fan_in = parameter[0].numel() if parameter.dim() > 1 else 0
        scale = np.sqrt(4.0 / fan_in) if fan_in else 0.05  # a ReLU halves the variance; ours is a little more
        parameter.data = (weights(seed + number, *parameter.shape) * scale).float()
    return frozen(network)


MOST_DIRECTIONS = 100


def distinct_directions(points: np.ndarray, image: np.ndarray, most: int = MOST_DIRECTIONS) -> list[np.ndarray]:
    """The straight paths that end in an image, from all the points on them, in any order.

    Args:
        points: (n, d) images that a network was shown; image: (d,) where all the paths end.
        most: how many paths are told apart; where there are more, they are too many for anybody. It takes time n * most.
    Returns:
        one (d,) point for each path, the one farthest from the image: the path's start, or the first step after it.
    """
    offsets = points - image
    lengths = np.linalg.norm(offsets, axis=1)
    rest = np.argsort(-lengths, kind="stable")  # the farthest first
    rest = rest[lengths[rest] > 1e-3]
    farthest: list[np.ndarray] = []
    while len(rest) and len(farthest) < most:
        start = offsets[rest[0]]
        farthest.append(image + start)
        beside = ~(offsets[rest] @ start > (1 - 1e-7) * lengths[rest] * lengths[rest[0]])
        beside[0] = False
        rest = rest[beside]
    return farthest


def average_factor(attribution: np.ndarray, gradient: np.ndarray, image: np.ndarray, starts: np.ndarray) -> tuple[float, float]:
    """How an attribution relates to the mean path from observed starts, where the gradient is the same everywhere.

    The average of integrated gradients is then gradient * (image - mean baseline). A path's first observed point may lie
    one unknown fraction of a step after its baseline, so the factor may be up to 1 / (1 - 1 / steps); nothing else may differ.

    Args:
        attribution, gradient, image: (H, W, 3), image normalised; starts: (trials, H, W, 3), normalised.
    Returns:
        the best factor, and the part of the attribution's norm that it leaves unexplained.
    """
    towards = gradient * (image - starts.mean(0))
    factor = float((attribution * towards).sum() / ((towards * towards).sum() or 1.0))
    residual = np.linalg.norm(attribution - factor * towards) / (np.linalg.norm(attribution) or 1.0)
    return factor, float(residual)


def whole_factor(factor: float, steps: int, trials: int) -> str:
    """How many times an average of integrated gradients was taken: "1", "4" of a sum of four, "1/4"; nothing for other factors.

    Args:
        factor: as `average_factor` finds it, up to 1 / (1 - 1 / steps) too large in every right quadrature.
    """
    for times, word in [
        (1.0, "1"),
        (-1.0, "-1"),
        *((n, f"{n:g}") for n in (trials, steps)),
        *((1 / n, f"1/{n}") for n in (trials, steps)),
    ]:
        if 0.999 <= factor / times <= 1.001 / (1 - 1 / steps):
            return word
    return ""


NOISE_LIMITS = {  # what uniform noise in 0..255 stays well below, and other noise does not
    "beyond": 1.0,  # grey levels outside the range
    "missing": 8.0,  # grey levels at an end of the range that no value comes near
    "uneven": 0.14,  # largest distance of the values' distribution from the uniform one (Kolmogorov & Smirnov)
    "like_the_image": 0.25,  # correlation with the image
    "of_one_colour": 1.7,  # how many times less than uniform noise a baseline's colour varies
    "grey": 2.0,  # half the range, in units of the largest distance of a channel from its pixel's mean
}


def noise_measures(starts: np.ndarray, image: np.ndarray) -> dict[str, float]:
    """What baselines (trials, H, W, 3) of an image (H, W, 3) measure where uniform noise is limited; all in 0..255."""
    low, high = starts.min(), starts.max()
    ranks = (np.arange(starts.size) + 0.5) / starts.size
    correlation = np.corrcoef(starts.ravel(), np.broadcast_to(image, starts.shape).ravel())[0, 1] if low < high else 0.0
    varied, coloured = starts.std(axis=(1, 2)).min(), np.abs(starts - starts.mean(axis=3, keepdims=True)).max()
    return {
        "beyond": max(-low, high - 255, 0.0),
        "missing": max(low, 255 - high, 0.0),
        "uneven": float(np.abs(np.sort(starts, axis=None) / 255 - ranks).max()),
        "like_the_image": max(float(correlation), 0.0),
        "of_one_colour": 255 / np.sqrt(12) / max(varied, 1e-9),
        "grey": 127.5 / max(coloured, 1e-9),
    }


def possible_starts(points: np.ndarray, image: np.ndarray, steps: int) -> list[np.ndarray]:
    """The first observed points of paths, moved back to where the paths may have started.

    A right sum's first point lies a whole step after the baseline, a midpoint sum's half a step, a left sum's none.

    Args:
        points: (trials, H, W, 3) in 0..255; image: (H, W, 3) in 0..255, where the paths end; steps: how many they have.
    """
    return [(points - part * image) / (1 - part) for part in np.linspace(0, 1 / steps, 17)]


def likeliest_starts(points: np.ndarray, image: np.ndarray, steps: int) -> np.ndarray:
    """Of all the places where paths may have started those for which the baselines look the most like noise."""
    moved = possible_starts(points, image, steps)
    return min(moved, key=lambda starts: max(m / NOISE_LIMITS[name] for name, m in noise_measures(starts, image).items()))


UNLIKE = "the baselines are no uniform noise in 0 .. 255"


def noise_fault(points: np.ndarray, image: np.ndarray, steps: int) -> tuple[str, str]:
    """What is wrong with baselines wherever their paths may have started: the limit that they exceed, and a sentence.

    Args:
        points, image, steps: as for `possible_starts`.
    """
    moved = possible_starts(points, image, steps)
    measured = [noise_measures(starts, image) for starts in moved]
    narrowest = min(moved, key=np.ptp)
    none = 0.02 * np.ptp(narrowest)
    if min(starts.std(axis=(1, 2)).max() for starts in moved) <= none:
        return "of_one_colour", "a baseline is of one colour; uniform noise has its own number for every pixel"
    if min(np.ptp(starts, axis=3).max() for starts in moved) <= none:
        return "grey", "the three channels of a baseline are the same: that is grey noise"
    low, high = round(float(narrowest.min())), round(float(narrowest.max()))
    said = {
        "like_the_image": "the baselines resemble the image; they should know nothing of it",
        "beyond": f"the baselines lie in about {low} .. {high}, and should lie in 0 .. 255",
        "missing": f"the baselines lie in about {low} .. {high}, and should fill 0 .. 255",
        "uneven": f"the baselines' values (mean {narrowest.mean():.0f}) are not spread evenly over 0 .. 255",
    }
    certain = (name for name in said if all(one[name] > NOISE_LIMITS[name] for one in measured))
    return next(((name, said[name]) for name in certain), ("", UNLIKE))
