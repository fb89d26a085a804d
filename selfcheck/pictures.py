"""Arrays as small pictures: a map in colours that colour-blind people can read, an image as it is."""

import base64
from functools import cache

import cv2
import numpy as np
from matplotlib import colormaps

from lab.images import IMAGENET_MEAN, IMAGENET_STD

HEIGHT = 144  # pixels of a picture, at least: single values of a small map are to be seen
WIDEST = 4_000  # pixels to which a picture is enlarged: a map of two long rows would take gigabytes
NO_NUMBER = 128  # grey: neither map has it
SEQUENTIAL, DIVERGING = "viridis", "PuOr"


@cache
def colours(name: str) -> np.ndarray:
    """(256, 3) uint8 of one of matplotlib's colour maps."""
    return (colormaps[name](np.arange(256))[:, :3] * 255).round().astype(np.uint8)


def as_map(values: np.ndarray, low: float, high: float, colour_map: str = SEQUENTIAL) -> np.ndarray:
    """(H, W) numbers between `low` and `high` as (H, W, 3) uint8 colours; grey where there is no number."""
    share = (np.nan_to_num(values.astype(np.float64)) - low) / ((high - low) or 1.0)
    pixels = colours(colour_map)[(share.clip(0, 1) * 255).round().astype(int)]
    pixels[~np.isfinite(values)] = NO_NUMBER
    return pixels


def as_image(values: np.ndarray) -> np.ndarray:
    """(H, W, 3) pixels in 0..255 as uint8; what lies beyond is clipped."""
    return np.nan_to_num(values).clip(0, 255).round().astype(np.uint8)


def flat(name: str, values: np.ndarray) -> np.ndarray | None:
    """(H, W) of an answer that is a map, or makes one: what is large in it. None where it is no picture."""
    while values.ndim > 2 and values.shape[0] == 1:
        values = values[0]
    if values.ndim == 4:  # several images' gradients: the first
        values = values[0]
    if values.ndim == 3 and 3 in (values.shape[0], values.shape[2]):
        values = np.abs(values).max(axis=2 if values.shape[2] == 3 else 0)
    elif values.ndim == 3 and name.endswith(MAPS_OF_CHANNELS):
        values = values.mean(axis=0)
    return values if values.ndim == 2 and min(values.shape) > 1 and name not in NO_PICTURES else None


MAPS_OF_CHANNELS = ("activations", "gradient")  # seen as their mean over the channels
NO_PICTURES = ("output", "pooled", "points", "first_logits", "second_logits")


def coloured(name: str, values: np.ndarray) -> np.ndarray | None:
    """(H, W, 3) pixels in 0..255 of an answer that is an image: a baseline, or a tensor as a network takes it."""
    if name == "baseline" and values.ndim == 3 and values.shape[2] == 3:
        return values
    if name == "tensor" and values.ndim == 4 and values.shape[:2] == (1, 3):
        return (values[0].transpose(1, 2, 0) * IMAGENET_STD + IMAGENET_MEAN) * 255
    return None


def picture_of(name: str, values: np.ndarray) -> np.ndarray | None:
    """(H, W, 3) uint8 of one value of an answer, or None where it is none that can be seen."""
    pixels = coloured(name, values)
    if pixels is not None:
        return as_image(pixels)
    plain = flat(name, values)
    return None if plain is None else as_map(plain, *span(plain))


def span(values: np.ndarray) -> tuple[float, float]:
    """The lowest and the highest number of an array in which there may be none."""
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)


def as_address(pixels: np.ndarray, height: int = HEIGHT) -> str:
    """A picture (H, W, 3) uint8 as the address of a PNG file within the page, each value a square that can be seen."""
    times = max(1, min(-(-height // pixels.shape[0]), WIDEST // pixels.shape[1]))
    large = np.repeat(np.repeat(pixels, times, axis=0), times, axis=1)
    _, encoded = cv2.imencode(".png", large[:, :, ::-1])
    return "data:image/png;base64," + base64.b64encode(encoded.tobytes()).decode()
