"""How far apart two arrays of one shape are, in the numbers that the checks go by."""

import numpy as np


def distance(given: np.ndarray, expected: np.ndarray) -> float:
    """The norm of the difference, in units of the expected norm; of nothing expected, the norm itself."""
    return float(np.linalg.norm(given - expected) / (np.linalg.norm(expected) or 1.0))


def scale(given: np.ndarray, expected: np.ndarray) -> float:
    """The factor k for which k * expected comes closest to what was given."""
    return float((given * expected).sum() / ((expected * expected).sum() or 1.0))


def cosine(given: np.ndarray, expected: np.ndarray) -> float:
    """1 where two arrays agree but for a positive factor."""
    norms = np.linalg.norm(given) * np.linalg.norm(expected)
    return float((given * expected).sum() / norms) if norms else 0.0
