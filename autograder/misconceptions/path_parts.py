"""What integrated gradients are made of: quadratures, points on a path, and gradients there, each of which may be wrong."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch

from reference_solutions.pre_processing import normalised

CPU = torch.device("cpu")


class Rule(NamedTuple):
    """A right quadrature: the points on the path, and their weights, which add up to 1."""

    alphas: np.ndarray
    weights: np.ndarray


def evenly(alphas: np.ndarray) -> Rule:
    """A quadrature in which all points weigh the same."""
    return Rule(alphas, np.full(len(alphas), 1 / len(alphas)))


def trapezoid(steps: int) -> Rule:
    """The trapezoidal rule with so many steps."""
    weights = np.full(steps + 1, 1 / steps)
    weights[[0, -1]] /= 2
    return Rule(np.linspace(0, 1, steps + 1), weights)


RULES: dict[str, Callable[[int], Rule]] = {
    "midpoint": lambda steps: evenly((np.arange(steps) + 0.5) / steps),
    "left": lambda steps: evenly(np.arange(steps) / steps),
    "right": lambda steps: evenly((np.arange(steps) + 1) / steps),
    "both ends": lambda steps: evenly(np.linspace(0, 1, steps)),
    "one point more": lambda steps: evenly(np.linspace(0, 1, steps + 1)),
    "trapezoid": trapezoid,
}
MIDPOINT = RULES["midpoint"]


def probability(logits: torch.Tensor, target: int) -> torch.Tensor:
    """(N,) softmax probabilities of one class: the right score."""
    return torch.softmax(logits, dim=1)[:, target]


class Parts(NamedTuple):
    """What integrated gradients are made of, as arrays (..., 3, H, W)."""

    image: np.ndarray
    start: np.ndarray
    gradients: np.ndarray  # (n, 3, H, W), along the path
    rule: Rule

    @property
    def average(self) -> np.ndarray:
        return np.tensordot(self.rule.weights, self.gradients, 1)

    @property
    def difference(self) -> np.ndarray:
        return self.image - self.start


def last(attribution: np.ndarray) -> np.ndarray:
    """(3, H, W) -> (H, W, 3)."""
    return attribution.transpose(1, 2, 0)


def seen(pixels: np.ndarray) -> np.ndarray:
    """(H, W, 3) in 0..255 as the network sees it, (3, H, W)."""
    return normalised(pixels[None], CPU)[0].numpy()


def predicted(image: np.ndarray, model) -> int:
    """The class that a network predicts for one image (3, H, W)."""
    with torch.no_grad():
        return int(model(torch.tensor(image[None])).argmax())


def gradients_at(path: np.ndarray, model, target: int, score: Callable = probability) -> np.ndarray:
    """d score / d point for every point (n, 3, H, W)."""
    points = torch.tensor(path, dtype=torch.float32).requires_grad_()
    (gradients,) = torch.autograd.grad(score(model(points), target).sum(), points)
    return gradients.numpy()


def parts(inputs, model, target, baseline, rule: Rule, *, path: Callable | None = None, score=probability) -> Parts:
    """The reference's parts; `path` makes other points of (image, start, alphas), `score` is differentiated."""
    image = seen(inputs)
    start = seen(np.zeros_like(inputs) if baseline is None else baseline)
    target = predicted(image, model) if target is None else target
    alphas = rule.alphas[:, None, None, None]
    points = path(image, start, alphas) if path else start + alphas * (image - start)
    return Parts(image, start, gradients_at(points, model, target, score), rule)
