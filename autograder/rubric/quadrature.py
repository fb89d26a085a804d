"""Reads off a student's quadrature from integrated gradients of polynomials: the moments sum w_k, sum w_k a_k, sum w_k a_k^2.

With F = 1/2 + sum v_i x_i^p the attribution is exactly delta_i v_i p sum_k w_k (b_i + a_k delta_i)^(p - 1), whatever the
rule: left, right, midpoint, trapezoid and Gauss sums differ in the moments alone, and each within known bounds.
"""

from typing import NamedTuple

import numpy as np

from autograder.judging.answers import Answer
from lab import cases
from reference_solutions.pre_processing import MEAN, STD


class Moments(NamedTuple):
    """What polynomial probabilities tell of a student's quadrature: the moments of its weights along the path from 0 to 1."""

    zeroth: float
    first: float
    second: float | None  # a cubic probability alone shows it
    residual: float  # what no quadrature along the path explains, relative


def normalised(image: np.ndarray) -> np.ndarray:
    """(H, W, 3) in 0..255 as the network sees it, float64."""
    return (image.astype(np.float64) / 255 - MEAN) / STD


def moments(answer: Answer) -> Moments:
    """The moments of the quadrature behind an attribution of a quadratic or cubic probability."""
    recipe = answer.recipe
    network = cases.network(recipe["network"])
    weight = network.weight.detach().numpy().transpose(1, 2, 0)  # type: ignore[operator,union-attr] # (H, W, 3)
    start = normalised(cases.image(recipe["baseline"]))
    delta = normalised(cases.image(recipe["image"])) - start
    given = answer.array("attribution")
    square, cube = [2 * start, 2 * delta], [3 * start**2, 6 * start * delta, 3 * delta**2]
    terms = square if network.degree == 2 else cube
    columns = np.stack([(delta * weight * term).ravel() for term in terms], axis=1)
    solution, *_ = np.linalg.lstsq(columns, given.ravel(), rcond=None)
    residual = np.linalg.norm(columns @ solution - given.ravel()) / (np.linalg.norm(given) or 1.0)
    second = float(solution[2]) if len(terms) == 3 else None
    return Moments(float(solution[0]), float(solution[1]), second, float(residual))
