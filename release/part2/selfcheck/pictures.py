"""Arrays as small pictures: a map in colours that colour-blind people can read, an image as it is.

How a value is seen is the task's to say (`Task.drawn`); how it becomes a PNG file stands here. matplotlib's colour maps and
Pillow are loaded when the first picture is made: a check that shows none needs neither.
"""

import base64
import io
from functools import cache

import numpy as np

from selfcheck.tasks import declaration

HEIGHT = 144  # pixels of a picture, at least: single values of a small map are to be seen
WIDEST = 4_000  # pixels to which a picture is enlarged: a map of two long rows would take gigabytes
NO_NUMBER = 128  # grey: neither map has it
SEQUENTIAL, DIVERGING = "viridis", "PuOr"


@cache
def colours(name: str) -> np.ndarray:
    """(256, 3) uint8 of one of matplotlib's colour maps."""
    from matplotlib import colormaps

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


def drawn(task: str, name: str, values: np.ndarray) -> np.ndarray | None:
    """A value as its task sees it: (H, W) numbers of a map, (H, W, 3) pixels in 0..255, or None for nothing."""
    return declaration(task).drawn(name, values)


def picture_of(task: str, name: str, values: np.ndarray) -> np.ndarray | None:
    """(H, W, 3) uint8 of one value of an answer, or None where it is none that can be seen."""
    seen = drawn(task, name, values)
    if seen is None:
        return None
    return as_image(seen) if seen.ndim == 3 else as_map(seen, *span(seen))


def span(values: np.ndarray) -> tuple[float, float]:
    """The lowest and the highest number of an array in which there may be none."""
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)


def as_address(pixels: np.ndarray, height: int = HEIGHT) -> str:
    """A picture (H, W, 3) uint8 as the address of a PNG file within the page, each value a square that can be seen."""
    from PIL import Image

    times = max(1, min(-(-height // pixels.shape[0]), WIDEST // pixels.shape[1]))
    large = np.repeat(np.repeat(pixels, times, axis=0), times, axis=1)
    file = io.BytesIO()
    Image.fromarray(large).save(file, format="PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
