"""rho = the correlation of the ranks, ties with their mean rank: are two maps in the same order?

Spearman, "The proof and measurement of association between two things", 1904. One map may be any monotone function of the other.
"""

import numpy as np


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 0 on of (n,) values; equal ones share the mean of their ranks."""
    _, which, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts + 1) / 2)[which]


def rank_correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Spearman's correlation of two maps of one shape, in -1..1; 0.0 where one is constant."""
    first, second = (ranks(np.asarray(one).ravel()) for one in (a, b))
    first, second = first - first.mean(), second - second.mean()
    length = np.sqrt((first @ first) * (second @ second))
    return float(np.clip(first @ second / length, -1, 1)) if length > 0 else 0.0
