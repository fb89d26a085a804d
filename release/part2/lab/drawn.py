"""How the values of this course's answers are seen: as a map of what is large in them, or as the image that they are."""

import numpy as np

from lab.images import IMAGENET_MEAN, IMAGENET_STD
from selfcheck.task import flat

COLOURS = 3


def unbatched(values: np.ndarray) -> np.ndarray:
    """The first of a batch; axes of length one before it are dropped."""
    while values.ndim > 2 and values.shape[0] == 1:
        values = values[0]
    return values[0] if values.ndim == 4 else values


def largest_colour(values: np.ndarray) -> np.ndarray | None:
    """(H, W) the largest absolute value over the three colours, whichever axis they are; other arrays as they are."""
    values = unbatched(values)
    if values.ndim == 3 and COLOURS in (values.shape[0], values.shape[2]):
        values = np.abs(values).max(axis=2 if values.shape[2] == COLOURS else 0)
    return flat(values)


def mean_channel(values: np.ndarray) -> np.ndarray | None:
    """(h, w) the mean over the channels (C, h, w) of an activation map or of its gradient."""
    values = unbatched(values)
    if values.ndim == 3 and COLOURS not in (values.shape[0], values.shape[2]):
        values = values.mean(axis=0)
    return largest_colour(values)


def pixels(values: np.ndarray) -> np.ndarray | None:
    """(H, W, 3) an image in 0..255 as it is."""
    return values if values.ndim == 3 and values.shape[2] == COLOURS else largest_colour(values)


def normalised(values: np.ndarray) -> np.ndarray | None:
    """(H, W, 3) pixels in 0..255 of the normalised (1, 3, H, W) that a network takes."""
    if values.ndim == 4 and values.shape[:2] == (1, COLOURS):
        return (values[0].transpose(1, 2, 0) * IMAGENET_STD + IMAGENET_MEAN) * 255
    return largest_colour(values)


def nothing(values: np.ndarray) -> None:
    """Numbers that make no picture."""
