"""The slopes of least-squares lines through n of n points, drawn with replacement (Efron 1979, pairs bootstrap)."""

import numpy as np

from reference_solutions.fit_line import fit_line


def bootstrap_slopes(x: np.ndarray, y: np.ndarray, repeats: int) -> np.ndarray:
    """(repeats,) slopes."""
    slopes: list[float] = []
    while len(slopes) < repeats:
        drawn = np.random.randint(0, len(x), len(x))
        if np.ptp(x[drawn]) > 0:
            slopes.append(fit_line(x[drawn], y[drawn])[0])
    return np.array(slopes)
