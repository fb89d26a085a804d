"""What the lesson lets students do by themselves without points: one line says whether it is right, or where to look."""

from typing import Any

import numpy as np

CLOSE = 2.0  # grey levels on average: resizing programs differ by less


def looks_read(mine: Any, image: np.ndarray) -> str:
    """Whether a picture was read as the lesson needs it, in one line.

    Args:
        mine: what a student read; None where nothing was written yet.
        image: (H, W, 3) float32 RGB in 0..255, what it should be.
    """
    if mine is None:
        return "Not read yet: write the cell above, or go on; `img` is loaded in the next cell."
    if not isinstance(mine, np.ndarray):
        return f"An array is needed, and this is of type {type(mine).__name__}. Does the path lead to a picture?"
    if mine.shape != image.shape:
        return f"The shape is {mine.shape}, and {image.shape} is needed: height, width, colours. Did you resize?"
    values = mine.astype(float)
    if values.max() <= 1:
        return "The values lie between 0 and 1; 0 to 255 is needed. Dividing by 255 belongs to pre-processing."
    if np.abs(values - image).mean() > CLOSE >= np.abs(values[..., ::-1] - image).mean():
        return "Red and blue are exchanged: OpenCV reads blue, green, red. Turn the last axis round."
    if np.abs(values - image).mean() > CLOSE:
        return "The shape is right, and the picture is another one. Draw it: plt.imshow(mine / 255)."
    if mine.dtype != np.float32:
        return f"The picture is right; its number type is {mine.dtype}, and float32 is needed: .astype(np.float32)."
    return "✓ Your picture is the one that the course reads."
