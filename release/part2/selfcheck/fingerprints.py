"""Fingerprints of right answers: enough to tell a right answer from a wrong one, too little to be one.

Of each array a fingerprint keeps its shape, its range and sixteen sums of its values with fixed random signs. (Of an
array of sixteen numbers or fewer that is as much as the array; held-out cases are not among them.) The
distance between two arrays shows in these sums (Johnson & Lindenstrauss 1984), the arrays themselves do not.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

SUMS = 16
NUMBERS = ("low", "high", "sums", "tolerance")  # what of a fingerprint tells numbers; the rest tells an array's form


def sketch(values: np.ndarray, margin: int = 0) -> np.ndarray:
    """(16,) sums of an array's values with random signs, without its border of `margin` rows and columns."""
    inside = values[margin:-margin, margin:-margin] if margin else values
    return sketches([inside])[0]


def sketches(arrays: Sequence[np.ndarray]) -> np.ndarray:
    """(n, 16) sums of arrays of one size."""
    size = arrays[0].size
    signs = np.random.default_rng(size).integers(0, 2, (SUMS, size)) * 2.0 - 1.0
    return np.stack([signs @ values.astype(np.float64).ravel() for values in arrays]) / np.sqrt(SUMS)


def fingerprint(values: np.ndarray, tolerance: float, margin: int = 0) -> dict[str, Any]:
    """The fingerprint of an expected array, in plain JSON."""
    return {
        "shape": list(values.shape),
        "low": float(values.min()),
        "high": float(values.max()),
        "sums": [float(f"{value:.9g}") for value in sketch(values, margin)],
        "tolerance": tolerance,
        "margin": margin,
    }


def distance(sums: np.ndarray, expected: np.ndarray) -> float:
    """How far an array lies from the expected one, as a fraction of the expected norm, from the sums of both."""
    return float(np.linalg.norm(sums - expected) / (np.linalg.norm(expected) or 1.0))


def factor(sums: np.ndarray, expected: np.ndarray) -> float | None:
    """The number by which all of the expected array was multiplied, if that is all that is wrong; else None."""
    k = float(sums @ expected / ((expected @ expected) or 1.0))
    return k if abs(k) > 1e-6 and distance(sums, k * expected) < 1e-3 * abs(k) else None
