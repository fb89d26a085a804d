"""Curves that drawings are made of: smooth outlines, ovals, ribbons, bent lines and their mirror images, as polygons (P, 2)."""

from functools import lru_cache

import numpy as np

Part = tuple[np.ndarray, str]  # polygon, role of its paint


def smooth(points, between: int = 5) -> np.ndarray:
    """Closed Catmull-Rom curve through the points (P, 2) -> (P * between, 2)."""
    here = np.asarray(points, float)[:, None]  # (P, 1, 2)
    before, after, later = (np.roll(here, shift, axis=0) for shift in (1, -1, -2))
    t = (np.arange(between) / between)[None, :, None]
    curve = 2 * here + (after - before) * t + (2 * before - 5 * here + 4 * after - later) * t**2
    return (0.5 * (curve + (3 * here - before - 3 * after + later) * t**3)).reshape(-1, 2)


def oval(x, y, rx, ry, *, tilt=0.0, start=0.0, stop=360.0, points=20) -> np.ndarray:
    """Points of an ellipse, or of its arc from `start` to `stop` degrees."""
    arc = _arc(start, stop, points) * [rx, ry]
    if tilt:
        c, s = np.cos(np.radians(tilt)), np.sin(np.radians(tilt))
        arc = arc @ np.array([[c, s], [-s, c]])
    return arc + np.array([x, y])


@lru_cache(maxsize=64)
def _arc(start: float, stop: float, points: int) -> np.ndarray:
    """Points (P, 2) of the unit circle; a full turn does not repeat its first point."""
    angle = np.radians(np.linspace(start, stop, points, endpoint=stop - start < 360))
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


def ribbon(points, wide: float, narrow: float | None = None) -> np.ndarray:
    """A pen stroke along the points, its half width going from `wide` to `narrow`."""
    path = np.asarray(points, float)
    along = np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True) + 1e-9
    across = along[:, ::-1] * [-1, 1] * np.linspace(wide, wide if narrow is None else narrow, len(path))[:, None]
    return np.concatenate([path + across, (path - across)[::-1]])


def bend(points, steps: int = 12) -> np.ndarray:
    """Open curve that starts at the first point, ends at the last and is drawn to those between (Bezier)."""
    rungs = np.asarray(points, float)[None] * np.ones((steps, 1, 1))
    t = np.linspace(0, 1, steps)[:, None, None]
    while rungs.shape[1] > 1:
        rungs = rungs[:, :-1] * (1 - t) + rungs[:, 1:] * t
    return rungs[:, 0]


def both_sides(parts: list[Part]) -> list[Part]:
    """The parts and their mirror images in the vertical axis."""
    return [(np.asarray(polygon, float) * side, role) for side in ([1, 1], [-1, 1]) for polygon, role in parts]
