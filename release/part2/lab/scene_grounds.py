"""What a scene is painted with: noise in whole numbers, colours, and the ground with its litter.

All of it is computed in whole numbers, or in floats that hold them exactly, so that a seed gives the same pixels anywhere.
"""

import colorsys
from functools import lru_cache

import cv2
import numpy as np

from lab.pens import oval, ribbon, smooth

# Typical colours as (hue in degrees, saturation, value); the drawing varies around them.
_COLOURS = {
    1: (24, 0.85, 0.92),
    2: (212, 0.25, 0.52),
    145: (222, 0.20, 0.16),
    323: (26, 0.88, 0.92),
    327: (14, 0.68, 0.82),
    386: (225, 0.10, 0.50),
    404: (205, 0.07, 0.90),
    417: (0, 0.80, 0.82),
    504: (350, 0.55, 0.75),
    879: (300, 0.65, 0.72),
}


@lru_cache(maxsize=32)
def _stretch(size: int, cells: int) -> np.ndarray:
    """Weights (size, cells + 1) in 1/256 that stretch a lattice smoothly over `size` pixels."""
    position = np.arange(size) * cells * 256 // size
    cell, t = position // 256, position % 256
    t = (3 * 256 * t**2 - 2 * t**3) >> 16
    weights = np.zeros((size, cells + 1))
    weights[np.arange(size), cell], weights[np.arange(size), cell + 1] = 256 - t, t
    return weights


def _cloud(rng, size: int) -> np.ndarray:
    """Smooth noise of five scales, (size, size) uint8."""
    shares = rng.integers(1, 60, 5) // (1 + np.arange(5) * rng.integers(0, 3)) + 1
    shares = shares * 256 // shares.sum()  # add up to at most 256
    weights: list[np.ndarray] = []
    lattice, corner = np.zeros((67, 67)), 0
    for cells, share in zip((2, 4, 8, 16, 32), shares.tolist(), strict=True):
        block = slice(corner, corner + cells + 1)
        lattice[block, block] = rng.integers(0, 256, (cells + 1, cells + 1)) * share
        weights.append(_stretch(size, cells))
        corner = block.stop
    stretch = np.concatenate(weights, axis=1)  # (size, 67)
    # Row by row, too little to wake up BLAS's threads; sums of whole numbers below 2**53 are exact in any order.
    field = (stretch[:, None] @ lattice @ stretch.T)[:, 0]  # (size, size)
    return (field / 2**24).astype(np.uint8)


def _stripes(rng, size: int) -> np.ndarray:
    """Wavering stripes, (size, size) uint8."""
    waver = _cloud(rng, size).astype(np.int32) * int(rng.integers(0, 12))
    across, down = (rng.integers(-45, 46, 2) * 7168 // size).tolist()  # steps per pixel, in sixteenths
    steps = np.arange(size, dtype=np.int32)
    wave = (steps * across // 16)[None] + (steps * down // 16)[:, None] + waver
    return np.minimum(np.abs((wave & 511) - 256), 255).astype(np.uint8)


def texture(rng, size: int) -> np.ndarray:
    """A cloud, a cloud with more contrast, or stripes: (size, size) uint8."""
    kind = rng.integers(0, 4)
    if kind == 3:
        return _stripes(rng, size)
    field = _cloud(rng, size)
    return field if kind == 0 else cv2.LUT(field, _CONTRAST)


_CONTRAST = ((np.arange(256) - 128) * 2 + 128).clip(0, 255).astype(np.uint8)


def _rgb(hue: float, saturation: float, value: float) -> np.ndarray:
    """HSV (hue in degrees) -> RGB (3,) int32 in 0..255."""
    parts = colorsys.hsv_to_rgb(hue / 360 % 1, min(max(saturation, 0), 1), min(max(value, 0), 1))
    return np.array([round(255 * part) for part in parts], np.int32)


def _any_colour(rng) -> np.ndarray:
    return _rgb(rng.uniform(0, 360), rng.uniform(0, 0.9), rng.uniform(0.15, 0.95))


def _own_colour(rng, label: int) -> np.ndarray:
    """Two times in three the class's typical colour, otherwise any."""
    if rng.random() < 1 / 3:
        return _any_colour(rng)
    hue, saturation, value = _COLOURS[label]
    return _rgb(hue + rng.uniform(-18, 18), saturation + rng.uniform(-0.2, 0.2), value + rng.uniform(-0.2, 0.2))


def paints(rng, label: int, behind: np.ndarray) -> dict[str, tuple[int, ...]]:
    """Paint for every role; the main colour is redrawn while it would melt into what stands behind it, (3,)."""
    for _ in range(6):
        main = _own_colour(rng, label)
        if np.abs(main - behind).sum() > 110:
            break
    shade = main * int(rng.integers(120, 215)) >> 8
    paint = {
        "main": main,
        "second": shade if rng.random() < 0.6 else _any_colour(rng),
        "dark": rng.integers(0, 50, 3),
        "light": rng.integers(195, 256, 3),
        "accent": _rgb(rng.uniform(18, 50), 0.8, rng.uniform(0.7, 1)),
    }
    return {role: tuple(int(part) for part in colour) for role, colour in paint.items()}


def _ground(rng, size: int) -> np.ndarray:
    """Two colours mixed by a texture, (size, size, 3) uint8."""
    one, other = _any_colour(rng), _any_colour(rng)
    if rng.random() < 0.6:  # often a quiet ground: two near colours
        other = (one + rng.integers(-60, 61, 3)).clip(0, 255)
    mixtures = (one + ((other - one) * np.arange(256)[:, None] >> 8)).astype(np.uint8)  # (256, 3)
    return cv2.LUT(cv2.merge([texture(rng, size)] * 3), mixtures[None])


def background(rng, size: int) -> np.ndarray:
    """Ground, often a horizon, and clutter: (size, size, 3) uint8."""
    canvas = _ground(rng, size)
    if rng.random() < 0.5:
        horizon = int(size * rng.uniform(0.25, 0.85))
        canvas[horizon:] = _ground(rng, size)[horizon:]
    for _ in range(rng.integers(3, 14)):
        _litter(rng, canvas)
    return canvas


def _litter(rng, canvas: np.ndarray) -> None:
    """Paint one thing that is no object: a blob, splinter, disc, ring, scribble, or a row of dots or bars."""
    colour, size = tuple(int(part) for part in _any_colour(rng)), canvas.shape[0]
    shapes = _LITTER[rng.integers(0, len(_LITTER))](rng)
    turn, scale = turned(rng.uniform(0, 360)) * rng.uniform(0.05, 0.22), rng.random(2)
    corners = [fixed((shape @ turn.T + scale) * size) for shape in shapes]
    cv2.fillPoly(canvas, corners, colour, cv2.LINE_AA, shift=4)


def _blob(rng):
    return [smooth(oval(0, 0, 1, 1, points=7) * rng.uniform(0.4, 1.3, (7, 1)), 4)]


def _splinter(rng):
    return [rng.uniform(-1.3, 1.3, (rng.integers(3, 6), 2))]


def _disc(rng):
    return [oval(0, 0, 1, rng.uniform(0.3, 1))]


def _ring(rng):
    return [oval(0, 0, 1, 1), oval(0, 0, 0.82, 0.82)]


def _scribble(rng):
    return [ribbon(np.cumsum(rng.uniform(-0.9, 0.9, (6, 2)), axis=0), rng.uniform(0.03, 0.15))]


def _dots(rng):
    return [oval(x, y, 0.09, 0.09, points=8) for x in np.linspace(-1, 1, 6) for y in (-0.2, 0.2)]


def _bars(rng):
    return [np.array([(x, -0.7), (x + 0.14, -0.7), (x + 0.14, 0.7), (x, 0.7)]) for x in np.linspace(-1, 1, 6)]


_LITTER = (_blob, _blob, _splinter, _splinter, _disc, _ring, _scribble, _dots, _bars)


def turned(degrees: float) -> np.ndarray:
    """A rotation by so many degrees, (2, 2)."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, -s], [s, c]])


def fixed(points: np.ndarray) -> np.ndarray:
    """Pixels -> the sixteenths of a pixel that OpenCV draws with `shift=4`."""
    return np.round(points * 16).astype(np.int32)
