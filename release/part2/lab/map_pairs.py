"""How alike two maps are, as one number."""

import numpy as np


def cosine(one: np.ndarray, other: np.ndarray) -> float:
    """The cosine between two arrays of one shape, with their signs: 1 same direction, 0 unrelated, −1 opposite."""
    first, second = np.ravel(one).astype(float), np.ravel(other).astype(float)
    return float(first @ second / (np.linalg.norm(first) * np.linalg.norm(second) + 1e-30))


def ranks(values: np.ndarray) -> np.ndarray:
    """The rank of each value of an array, from 0, flat; equal values share the mean of their ranks."""
    _, places, counts = np.unique(np.ravel(values), return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts + 1) / 2)[np.ravel(places)]


def rank_correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Spearman's rank correlation of two arrays of one shape: 1 where they order the pixels alike; 0 where one is constant."""
    first, second = ranks(one), ranks(other)
    return cosine(first - first.mean(), second - second.mean())
