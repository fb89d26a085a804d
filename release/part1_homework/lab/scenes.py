"""Drawn scenes with exact object masks: the world of the pocket VGG19, from a seed.

    image, labels, masks = scene(7)                  # float32 RGB (224, 224, 3), ImageNet indices, one mask each
    image, (label,), (mask,) = scene(7, objects=1)

One object, or two of different classes, on a cluttered background. The picture is painted in whole numbers (integer
noise, polygons with fixed-point corners, shading in 1/256), so the same seed gives the same bytes on every machine.
"""

import colorsys
from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np

from lab.drawings import DRAWINGS, oval, ribbon, smooth

CLASSES = {
    1: "goldfish",
    2: "great white shark",
    145: "king penguin",
    323: "monarch",
    327: "starfish",
    386: "African elephant",
    404: "airliner",
    417: "balloon",
    504: "coffee mug",
    879: "umbrella",
}
SMALLEST = 32  # pixels: below this the drawings melt

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
_ANY_WAY_UP = {327}  # turned freely; the others lean
_LEAN = {404: 60, 323: 50, 879: 40, 1: 25, 2: 25}  # degrees either way; otherwise 15


class Scene(NamedTuple):
    """A picture and the truth about it."""

    image: np.ndarray  # (H, W, 3) float32 RGB, whole grey levels 0..255
    labels: tuple[int, ...]  # ImageNet indices, one per object
    masks: tuple[np.ndarray, ...]  # (H, W) bool, one per object: its visible pixels


class _Place(NamedTuple):
    x: float  # centre and radius as shares of the picture's side
    y: float
    radius: float


def scene(seed: int, *, size: int = 224, objects: int | None = None, classes=None) -> Scene:
    """The scene of a seed.

    Args:
        seed: any whole number from 0 up; the same seed and arguments give the same scene everywhere.
        size: side of the square picture in pixels, at least 32.
        objects: 1, 2, or None to let the seed decide (two in three scenes hold one object).
        classes: ImageNet indices from `CLASSES`, one per object, or None to let the seed decide. Of two objects the
            second is painted last, over the first where they touch.

    Raises:
        ValueError: an argument outside what is said above.
    """
    _check(seed, size, objects, classes)
    rng = np.random.default_rng(seed)
    labels = _choose(rng, objects, classes)
    canvas = _background(rng, size)
    masks: list[np.ndarray] = []
    for label, place in zip(labels, _places(rng, len(labels)), strict=True):
        mask = _put(rng, canvas, label, place)
        masks = [below & ~mask for below in masks] + [mask]
    return Scene(_photograph(rng, canvas).astype(np.float32), labels, tuple(masks))


def _check(seed, size, objects, classes) -> None:
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise ValueError(f"seed must be a whole number from 0 up, got {seed!r}")
    if size < SMALLEST:
        raise ValueError(f"size must be at least {SMALLEST} pixels, got {size!r}")
    if objects not in (None, 1, 2):
        raise ValueError(f"objects must be 1, 2 or None, got {objects!r}")
    if classes is not None:
        _check_classes(list(classes), objects)


def _check_classes(classes: list, objects: int | None) -> None:
    unknown = [index for index in classes if index not in CLASSES]
    if unknown:
        raise ValueError(f"no drawing for class {unknown[0]!r}; drawn are {sorted(CLASSES)}")
    if len(classes) not in ((1, 2) if objects is None else (objects,)):
        raise ValueError(f"got {len(classes)} classes for {objects or '1 or 2'} objects")
    if len(set(classes)) < len(classes):
        raise ValueError(f"two objects must be of different classes, got {classes}")


def _choose(rng, objects, classes) -> tuple[int, ...]:
    """The labels; the same number of random draws is taken however much is fixed."""
    drawn = 2 if rng.random() < 1 / 3 else 1
    order = rng.permutation(sorted(CLASSES))
    if classes is not None:
        return tuple(int(index) for index in classes)
    return tuple(int(index) for index in order[: objects or drawn])


def _places(rng, count: int) -> list[_Place]:
    """Where the objects stand: inside the picture, and two of them apart."""
    if count == 1:
        radius = rng.uniform(0.21, 0.43)
        margin = min(0.8 * radius, 0.42)
        x, y = rng.uniform(margin, 1 - margin, 2)
        return [_Place(x, y, radius)]
    radii = rng.uniform(0.17, 0.27, 2)
    centres = radii[:, None] * 0.85 + rng.random((40, 2, 2)) * (1 - 1.7 * radii[:, None])  # (tries, objects, xy)
    gap = np.linalg.norm(centres[:, 0] - centres[:, 1], axis=1)
    first = int(np.argmax(gap > 0.95 * radii.sum()))  # 40 tries always hold one
    return [_Place(x, y, radius) for (x, y), radius in zip(centres[first], radii, strict=True)]


# --- noise in whole numbers ----------------------------------------------------------------------------------------


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


def _texture(rng, size: int) -> np.ndarray:
    """A cloud, a cloud with more contrast, or stripes: (size, size) uint8."""
    kind = rng.integers(0, 4)
    if kind == 3:
        return _stripes(rng, size)
    field = _cloud(rng, size)
    return field if kind == 0 else cv2.LUT(field, _CONTRAST)


_CONTRAST = ((np.arange(256) - 128) * 2 + 128).clip(0, 255).astype(np.uint8)


# --- colour --------------------------------------------------------------------------------------------------------


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


def _palette(rng, label: int, behind: np.ndarray) -> dict[str, tuple[int, ...]]:
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


# --- the ground ----------------------------------------------------------------------------------------------------


def _ground(rng, size: int) -> np.ndarray:
    """Two colours mixed by a texture, (size, size, 3) uint8."""
    one, other = _any_colour(rng), _any_colour(rng)
    if rng.random() < 0.6:  # often a quiet ground: two near colours
        other = (one + rng.integers(-60, 61, 3)).clip(0, 255)
    mixtures = (one + ((other - one) * np.arange(256)[:, None] >> 8)).astype(np.uint8)  # (256, 3)
    return cv2.LUT(cv2.merge([_texture(rng, size)] * 3), mixtures[None])


def _background(rng, size: int) -> np.ndarray:
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
    turn, scale = _turn(rng.uniform(0, 360)) * rng.uniform(0.05, 0.22), rng.random(2)
    corners = [_fixed((shape @ turn.T + scale) * size) for shape in shapes]
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


# --- the objects ---------------------------------------------------------------------------------------------------


def _turn(degrees: float) -> np.ndarray:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, -s], [s, c]])


def _fixed(points: np.ndarray) -> np.ndarray:
    """Pixels -> the sixteenths of a pixel that OpenCV draws with `shift=4`."""
    return np.round(points * 16).astype(np.int32)


def _pose(rng, label: int) -> np.ndarray:
    """Rotation, flip, shear and stretch as a matrix (2, 2)."""
    lean = 180 if label in _ANY_WAY_UP else _LEAN.get(label, 15)
    shear = np.array([[1, rng.uniform(-0.15, 0.15)], [0, 1]])
    stretch = np.diag(rng.uniform(0.85, 1.12, 2)) * [rng.choice([-1, 1]), 1]
    return _turn(rng.uniform(-lean, lean)) @ shear @ stretch


def _silhouette(rng, label: int, place: _Place, size: int) -> list[tuple[np.ndarray, str]]:
    """One of the class's drawings, posed and placed: polygons (P, 2) in sixteenths of a pixel, with their roles."""
    drawing = DRAWINGS[label][rng.integers(0, len(DRAWINGS[label]))]
    pose, phase = _pose(rng, label), rng.uniform(0, 6, 2)
    parts = []
    for polygon, role in drawing(rng):
        wavy = polygon + np.sin(polygon[:, ::-1] * 3 + phase) * 0.03  # no two outlines alike
        parts.append((_fixed((wavy @ pose.T * place.radius + place[:2]) * size), role))
    return parts


def _window(parts, size: int) -> tuple[slice, slice]:
    """The rows and columns that the parts touch, with room for a shadow."""
    corners = np.concatenate([polygon for polygon, _ in parts]) >> 4
    low, high = (corners.min(axis=0) - 2).clip(0, size - 1), (corners.max(axis=0) + 3 + size // 16).clip(1, size)
    return slice(int(low[1]), int(high[1])), slice(int(low[0]), int(high[0]))


def _stencil(parts, size: int) -> np.ndarray:
    """How much of each pixel the object covers, (size, size) uint8."""
    cover = np.zeros((size, size), np.uint8)
    for polygon, role in parts:
        cv2.fillPoly(cover, [polygon], 0 if role == "hole" else 255, cv2.LINE_AA, shift=4)
    return cover


def _coat(parts, palette, size: int) -> np.ndarray:
    """The object's paint before light, (size, size, 3) uint8."""
    coat = np.zeros((size, size, 3), np.uint8)
    for polygon, role in parts:
        if role != "hole":
            cv2.fillPoly(coat, [polygon], palette[role], cv2.LINE_8, shift=4)
    return coat


def _ramp(rng, size: int, strength: int) -> np.ndarray:
    """Light falling from one side, (size, size) int32 around 0, `strength` at most in the corners."""
    across, down = rng.integers(-strength, strength + 1, 2).tolist()
    centred = 2 * np.arange(size, dtype=np.int32) - size
    return ((centred * across)[None] + (centred * down)[:, None]) // (2 * size)


def _side_light(rng, size: int) -> np.ndarray:
    """Light on an object with the texture of its skin, (size, size, 1) uint16 in 1/128."""
    grain = (_texture(rng, size).astype(np.int32) - 128) * int(rng.integers(5, 45)) >> 8
    return (128 + grain + _ramp(rng, size, 110)).clip(0, 255).astype(np.uint16)[..., None]


def _shadow(cover: np.ndarray, reach: float) -> np.ndarray:
    """A soft shadow down and to the right of an object, (h, w, 1) uint16 in 0..255."""
    step, width = 1 + int(reach * 0.08), 1 + 2 * int(reach * 0.05)
    fallen = np.zeros_like(cover)
    fallen[step:, step:] = cover[:-step, :-step]
    return cv2.blur(fallen, (width, width)).astype(np.uint16)[..., None]  # an odd box over bytes rounds alike anywhere


def _put(rng, canvas: np.ndarray, label: int, place: _Place) -> np.ndarray:
    """Paint one object on the canvas (size, size, 3) uint8; the object's mask, (size, size) bool."""
    size = canvas.shape[0]
    parts = _silhouette(rng, label, place, size)
    window, cover = _window(parts, size), _stencil(parts, size)
    mask, share = cover > 127, cover[window].astype(np.uint16)[..., None]
    palette = _palette(rng, label, canvas[mask].mean(axis=0).astype(np.int32))
    behind: np.ndarray = canvas[window].astype(np.uint16)
    if rng.random() < 0.4:
        behind = behind * (256 - (_shadow(cover[window], place.radius * size) * 90 >> 8)) >> 8
    light = _side_light(rng, size)[window]
    painted = np.minimum(_coat(parts, palette, size)[window] * light >> 7, 255)
    share += share >> 7  # 0..256
    canvas[window] = (behind * (256 - share) + painted * share) >> 8
    return mask


# --- the camera ----------------------------------------------------------------------------------------------------


def _photograph(rng, canvas: np.ndarray) -> np.ndarray:
    """Light over the whole picture, sometimes a soft lens, and sensor noise: (size, size, 3) uint8."""
    size = canvas.shape[0]
    tint, ramp = rng.integers(108, 148) + rng.integers(-7, 8, 3), _ramp(rng, size, 30)[..., None]
    light = (ramp + tint).astype(np.uint16)  # in 1/128, (size, size, 3)
    picture = np.minimum(canvas * light >> 7, 255).astype(np.uint8)
    if rng.random() < 0.3:
        picture = cv2.blur(picture, (3, 3))
    amplitude = int(rng.integers(1, 14))
    noise = rng.integers(-amplitude, amplitude + 1, (size, size, 1), dtype=np.int16)
    return (picture + noise).clip(0, 255).astype(np.uint8)
