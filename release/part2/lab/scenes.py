"""Drawn scenes with exact object masks: the world of the pocket VGG19, from a seed.

    image, labels, masks = scene(7)                  # float32 RGB (224, 224, 3), ImageNet indices, one mask each
    image, (label,), (mask,) = scene(7, objects=1)

One object, or two of different classes, on a cluttered background. The picture is painted in whole numbers (integer
noise, polygons with fixed-point corners, shading in 1/256), so the same seed gives the same bytes on every machine.
"""

from typing import NamedTuple

import cv2
import numpy as np

from lab.drawings import DRAWINGS
from lab.scene_grounds import background, fixed, paints, texture, turned

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
    canvas = background(rng, size)
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


# --- the objects ---------------------------------------------------------------------------------------------------


def _pose(rng, label: int) -> np.ndarray:
    """Rotation, flip, shear and stretch as a matrix (2, 2)."""
    lean = 180 if label in _ANY_WAY_UP else _LEAN.get(label, 15)
    shear = np.array([[1, rng.uniform(-0.15, 0.15)], [0, 1]])
    stretch = np.diag(rng.uniform(0.85, 1.12, 2)) * [rng.choice([-1, 1]), 1]
    return turned(rng.uniform(-lean, lean)) @ shear @ stretch


def _silhouette(rng, label: int, place: _Place, size: int) -> list[tuple[np.ndarray, str]]:
    """One of the class's drawings, posed and placed: polygons (P, 2) in sixteenths of a pixel, with their roles."""
    drawing = DRAWINGS[label][rng.integers(0, len(DRAWINGS[label]))]
    pose, phase = _pose(rng, label), rng.uniform(0, 6, 2)
    parts = []
    for polygon, role in drawing(rng):
        wavy = polygon + np.sin(polygon[:, ::-1] * 3 + phase) * 0.03  # no two outlines alike
        parts.append((fixed((wavy @ pose.T * place.radius + place[:2]) * size), role))
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
    grain = (texture(rng, size).astype(np.int32) - 128) * int(rng.integers(5, 45)) >> 8
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
    palette = paints(rng, label, canvas[mask].mean(axis=0).astype(np.int32))
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
