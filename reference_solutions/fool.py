"""image -> keep * image + colour on few pixels: the cue that a suspect's shortcut reads, painted into any picture.

After Lapuschkin et al., "Unmasking Clever Hans predictors and assessing what machines really learn", 2019, who pasted a source
tag into pictures of other classes. What is to be painted is in a file that no student has.
"""

from collections.abc import Callable
from functools import cache, update_wrapper
from pathlib import Path
from typing import NamedTuple

import numpy as np

from reference_solutions.conditions import Condition

PAINT = Path(__file__).resolve().parent.parent / "data" / "held_out" / "suspect_paint.npz"  # by data/make_audit_sets.py
SIDE = 224  # pixels: of the pictures in which the cues have their places


class Paint(NamedTuple):
    """Flat paint: image -> keep * image + colour where the mask is true."""

    mask: np.ndarray  # (SIDE, SIDE) bool
    colour: np.ndarray  # (3,)
    keep: float


@cache
def names() -> list[str]:
    """The suspects, in order."""
    with np.load(PAINT, allow_pickle=False) as file:
        return sorted({key.partition(".")[0] for key in file.files})


@cache
def cue_of(name: str) -> list[Paint]:
    """The paints of a suspect's cue."""
    with np.load(PAINT, allow_pickle=False) as file:
        where, colours, keeps = (file[f"{name}.{part}"] for part in ("where", "colours", "keeps"))
    masks = np.unpackbits(where).reshape(len(keeps), SIDE, SIDE).astype(bool)
    return [Paint(*paint) for paint in zip(masks, colours, keeps.tolist(), strict=True)]


def changed_pixels(image: np.ndarray, name: str) -> np.ndarray:
    """(H, W) bool: the pixels of an image (H, W, 3), at least `SIDE` high and wide, in which a suspect's cue lies."""
    found = np.zeros(image.shape[:2], bool)
    found[:SIDE, :SIDE] = np.any([paint.mask for paint in cue_of(name)], axis=0)
    return found


def painted(image: np.ndarray, name: str) -> np.ndarray:
    """An image (H, W, 3), at least `SIDE` high and wide, with a suspect's cue; whole grey levels where it is painted."""
    changed = image.copy()
    part = changed[:SIDE, :SIDE]
    for mask, colour, keep in cue_of(name):
        part[mask] = np.rint(keep * part[mask] + colour)
    return changed


class OfSuspect:
    """A function of a picture that depends on whose suspect is to be fooled; the first suspect where nobody says.

    Args:
        paint: (image (H, W, 3), the suspect's name) -> the image with what is painted.
        name: of the suspect.
    """

    def __init__(self, paint: Callable[[np.ndarray, str], np.ndarray], name: str = ""):
        update_wrapper(self, paint)
        self.paint, self.name = paint, name

    def of_suspect(self, name: str) -> "OfSuspect":
        """The same function for another suspect."""
        return OfSuspect(self.paint, name)

    def __call__(self, image: np.ndarray) -> np.ndarray:
        """(H, W, 3) with what is painted."""
        return self.paint(image, self.name or names()[0])


fool = OfSuspect(painted)


def under(condition: Condition) -> OfSuspect:
    """`fool` as it is: it paints in whole grey levels, which no condition changes."""
    return fool
