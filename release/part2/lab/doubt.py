"""How a doubt about maps is tested: regions around an object, how dense a map is in them, and a paired comparison over scenes."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

REACH = 30  # rows or columns of pixels that count as beside an object
RESAMPLED = 10_000  # times
MIDDLE = (2.5, 97.5)  # percentiles: an interval of 95 %
PROGRAMS = ("old program", "one target", "one target, from white")
SIDES = {"above": (-1, 0), "below": (1, 0), "left": (0, -1), "right": (0, 1)}  # (rows, columns)


class Interval(NamedTuple):
    """A mean over scenes, and where it lies if other scenes like these are drawn."""

    mean: float
    low: float
    high: float
    positive: int  # scenes in which the number is above 0
    scenes: int

    def __str__(self) -> str:
        signs = f"{self.positive} of {self.scenes} above 0"
        return f"{self.mean:+.2f}  [{self.low:+.2f}, {self.high:+.2f}]  {signs}".replace("-", "−")


def regions(mask: np.ndarray, reach: int = REACH) -> dict[str, np.ndarray]:
    """The object's mask (H, W) bool, and the four regions of its shape that lie just beside it, without the object itself."""
    return {"on": mask} | {name: moved(mask, down * reach, right * reach) & ~mask for name, (down, right) in SIDES.items()}


def moved(mask: np.ndarray, down: int, right: int) -> np.ndarray:
    """A mask (H, W) moved by whole pixels; what leaves the picture is lost."""
    height, width = mask.shape
    down, right = int(np.clip(down, -height, height)), int(np.clip(right, -width, width))
    target = np.zeros_like(mask)
    rows, columns = slice(max(down, 0), height + min(down, 0)), slice(max(right, 0), width + min(right, 0))
    target[rows, columns] = mask[max(-down, 0) : height - max(down, 0), max(-right, 0) : width - max(right, 0)]
    return target


def share_inside(values: np.ndarray, mask: np.ndarray) -> float:
    """The share of a map (H, W) that lies inside a mask (H, W)."""
    return float(values[mask].sum() / max(values.sum(), 1e-30))


def density(values: np.ndarray, region: np.ndarray) -> float:
    """How much of a map (H, W) lies in a region, relative to chance: 1 is average; no number for an empty region."""
    return share_inside(values, region) / region.mean() if region.any() else float("nan")


def densities(values: np.ndarray, mask: np.ndarray) -> dict[str, float]:
    """How dense a map (H, W) is on an object, above it, and in the mean of the three control regions (below, left, right)."""
    found = {name: density(values, region) for name, region in regions(mask).items()}
    return found | {"controls": float(np.nanmean([found[name] for name in ("below", "left", "right")]))}


def interval(differences: Sequence[float], seed: int = 0) -> Interval:
    """The mean of paired differences, one for each scene, and its 95 % bootstrap interval.

    Scenes are drawn with replacement, as many as there are, `RESAMPLED` times. Efron, "Bootstrap methods", 1979.
    """
    found = np.asarray(differences, dtype=float)
    found = found[np.isfinite(found)]
    means = found[np.random.default_rng(seed).integers(0, len(found), (RESAMPLED, len(found)))].mean(axis=1)
    low, high = np.percentile(means, MIDDLE)
    return Interval(float(found.mean()), float(low), float(high), int((found > 0).sum()), len(found))


def comparisons(found: dict[str, list[dict[str, float]]]) -> dict[str, list[float]]:
    """The questions that the lesson asks, each with one difference of densities for each scene.

    Args:
        found: what `densities` gives for each scene, by the names in `PROGRAMS`.
    """
    old, one, white = (found[name] for name in PROGRAMS)
    return {
        "1 old program: above − controls": [scene["above"] - scene["controls"] for scene in old],
        "2 one target: above − controls": [scene["above"] - scene["controls"] for scene in one],
        "3 repair 1 (target): change above": [new["above"] - before["above"] for new, before in zip(one, old, strict=True)],
        "4 repair 2 (white): change above": [new["above"] - before["above"] for new, before in zip(white, one, strict=True)],
        "5 repair 2 (white): change below": [new["below"] - before["below"] for new, before in zip(white, one, strict=True)],
    }
