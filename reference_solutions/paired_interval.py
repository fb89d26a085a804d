"""The middle part of 2,000 means of scenes that were drawn again, with replacement: how sure is a mean?

Efron, "Bootstrap methods: another look at the jackknife", 1979; percentile interval.
"""

from collections.abc import Sequence

import numpy as np

DRAWS = 2000


def paired_interval(differences: Sequence[float], confidence: float, seed: int) -> tuple[float, float]:
    """(low, high) of the mean of (n,) differences, for a confidence in 0..1; the same seed, the same interval."""
    values = np.asarray(differences, np.float64)
    drawn = np.random.default_rng(seed).integers(0, len(values), (DRAWS, len(values)))
    low, high = np.quantile(values[drawn].mean(1), [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)
