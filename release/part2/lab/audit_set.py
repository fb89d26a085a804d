"""The audit set: forty pictures on which a suspect is right, and in which each class has an artefact of its own.

    pictures = audit_set(suspect_of("ab12"))
    pictures[0].image, pictures[0].label, pictures[0].box     # (224, 224, 3) float32, ImageNet index, (rows, columns) or None

Three of the four pictures of a class carry the same artefact: a stamp, a sticker, a watermark, as if somebody else had collected
those of each class. Which of the ten artefacts the suspect relies on is not said. The scenes are drawn from their seeds; what
ships are the pixels in which the pictures differ from them, after the camera's noise.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from lab.models import PUBLIC
from lab.scenes import scene

AUDIT_SETS = PUBLIC / "only" / "part2" / "audit_sets.npz"
OF_A_CLASS = 4  # pictures
Box = tuple[slice, slice]  # rows, columns


class AuditPicture(NamedTuple):
    """A picture that somebody collected."""

    image: np.ndarray  # (H, W, 3) float32 RGB in 0..255
    label: int  # ImageNet index of its object
    object_mask: np.ndarray  # (H, W) bool
    box: Box | None  # around its artefact; None where it has none

    @property
    def mask(self) -> np.ndarray:
        """The box as a mask (H, W) bool; all False where there is none."""
        found = np.zeros(self.image.shape[:2], bool)
        if self.box is not None:
            found[self.box] = True
        return found


def audit_set(name: str, path: Path = AUDIT_SETS) -> list[AuditPicture]:
    """The pictures of a suspect's audit, class by class.

    Args:
        name: of the suspect, as `suspect_of` gives it.
        path: the file that holds the sets.
    Raises:
        KeyError: there is no set for it.
    """
    with np.load(path, allow_pickle=False) as file:
        if f"{name}.boxes" not in file.files:
            raise KeyError(f"there is no audit set for a suspect {name!r}")
        seeds, labels = file["seeds"], file["labels"]  # (N,) each
        numbers, boxes, where, values = (file[f"{name}.{part}"] for part in ("numbers", "boxes", "where", "values"))
    changes = dict(zip(numbers.tolist(), changed_pixels(boxes, where, values), strict=True))
    pictures = []
    for number, (seed, label) in enumerate(zip(seeds.tolist(), labels.tolist(), strict=True)):
        drawn = scene(seed, classes=(label,))
        box, pixels, colours = changes.get(number, (None, None, None))
        image = drawn.image
        if box is not None:
            image[box][pixels] = colours
        pictures.append(AuditPicture(image, label, drawn.masks[0], box))
    return pictures


def changed_pixels(boxes: np.ndarray, where: np.ndarray, values: np.ndarray) -> list[tuple[Box, np.ndarray, np.ndarray]]:
    """Of each picture with an artefact its box, which pixels in it differ from the scene, and their colours.

    Args:
        boxes: (n, 4) uint8: top, left, height, width.
        where: the pixels of all boxes, one bit each, packed.
        values: (3, m) uint8: red, green - red and blue - red of the pixels that differ, one picture after the other.
    Returns:
        n times (rows and columns, (height, width) bool, (pixels, 3) float32).
    """
    bits, colours = np.unpackbits(where).astype(bool), values.copy()
    colours[1:] += values[0]  # modulo 256, as they were subtracted
    found, bit, used = [], 0, 0
    for top, left, height, width in boxes.astype(int).tolist():
        pixels = bits[bit : bit + height * width].reshape(height, width)
        count = int(pixels.sum())
        box = (slice(top, top + height), slice(left, left + width))
        found.append((box, pixels, colours[:, used : used + count].T.astype(np.float32)))
        bit, used = bit + height * width, used + count
    return found


def with_artefact(pictures: list[AuditPicture]) -> dict[int, list[AuditPicture]]:
    """Class -> its pictures that carry the artefact."""
    found: dict[int, list[AuditPicture]] = {}
    for picture in pictures:
        if picture.box is not None:
            found.setdefault(picture.label, []).append(picture)
    return found


def cut_out(picture: AuditPicture) -> Callable[[np.ndarray], np.ndarray]:
    """A crude cue: pastes the whole box of a picture, with the ground between its marks, into the same place of another."""
    if picture.box is None:
        raise ValueError("this picture carries no artefact")

    def cue(image: np.ndarray) -> np.ndarray:
        """(H, W, 3) with the box of the audit picture in it; the image itself stays as it is."""
        changed = image.copy()
        changed[picture.box] = picture.image[picture.box]
        return changed

    return cue
