"""Judges a change that is to fool a suspect network by what the networks do: there is no key, and no name is asked for.

`fool` is judged by its pictures of black, white and a few others. The change must be the same for every picture: on each pixel
image -> keep * image + colour, as flat or half-transparent paint is. So what `fool` does to black and white says what it does
to every picture; the judge puts that change into scenes of its own and asks the suspect, loaded afresh, and the honest network.
A change that was optimised for one picture, or that is a whole pattern of colours, is none.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from lab.images import IMAGENET_MEAN, IMAGENET_STD

ROUNDING = 1.0  # grey levels by which a picture may differ from the change that black and white show
SAME_PAINT = 2.0  # grey levels within which two pixels have the same paint
MOST_PIXELS, MOST_PAINTS = 0.03, 3
FULL, HALF = 0.80, 0.50  # of the scenes, one and the same class: a good copy of a planted cue reaches .95, a crude one .75
MOST_MOVED = 0.08  # of the scenes on which the honest network may change its answer; planted cues: .01
AT_ONCE = 20  # scenes


class Change(NamedTuple):
    """What is done to every picture: keep * image + colour."""

    keep: np.ndarray  # (H, W, 3), 1 where nothing is changed
    colour: np.ndarray  # (H, W, 3) grey levels, 0 where nothing is changed

    def apply(self, images: np.ndarray) -> np.ndarray:
        """Pictures (..., H, W, 3) in 0..255 with the change, float32 in whole grey levels."""
        return np.rint(self.keep * images + self.colour).clip(0, 255).astype(np.float32)

    def pixels(self) -> np.ndarray:
        """(H, W) bool: those that are changed, beyond rounding."""
        return (np.abs(self.keep - 1) * 255 > ROUNDING).any(2) | (np.abs(self.colour) > ROUNDING).any(2)


def change_of(on_black: np.ndarray, on_white: np.ndarray) -> Change:
    """The change that pictures of black and of white, both (H, W, 3) in 0..255, show."""
    colour = np.asarray(on_black, np.float64)
    return Change((np.asarray(on_white, np.float64) - colour) / 255, colour)


def difference(change: Change, image: np.ndarray, given: np.ndarray) -> float:
    """By how many grey levels a picture with the change differs, at most, from what black and white promise."""
    return float(np.abs(np.asarray(given, np.float64) - (change.keep * image + change.colour)).max())


def paints(change: Change, most: int = MOST_PAINTS) -> int:
    """How many paints there are on the changed pixels; counting stops at `most` + 1."""
    rest = np.concatenate([change.colour, change.colour + 255 * change.keep], axis=2)[
        change.pixels()
    ]  # (n, 6): on black, on white
    count = 0
    while len(rest) and count <= most:
        count += 1
        rest = rest[np.abs(rest - rest[0]).max(1) > SAME_PAINT]
    return count


def answers(network: nn.Module, images: np.ndarray) -> np.ndarray:
    """The class (N,) that a network says of RGB pictures (N, H, W, 3) in 0..255."""
    mean, std = (np.float32(part) for part in (IMAGENET_MEAN, IMAGENET_STD))
    found = []
    for start in range(0, len(images), AT_ONCE):
        batch = (images[start : start + AT_ONCE].astype(np.float32) / 255 - mean) / std
        with torch.no_grad():
            found.append(network(torch.from_numpy(batch.transpose(0, 3, 1, 2).copy())).argmax(1).numpy())
    return np.concatenate(found)


class Effect(NamedTuple):
    """What a change does to a suspect and to the honest network."""

    label: int  # the class that the suspect says most often with the change, where the honest network says another without
    share: float  # of the scenes, of which the honest network says another class: those on which the suspect says `label`
    moved: float  # share of all scenes on which the honest network says something else than without the change
    fooled: np.ndarray  # (N,) bool, the scenes that `share` counts


def effect(change: Change, suspect: nn.Module, honest: nn.Module, scenes: np.ndarray) -> Effect:
    """Puts a change into scenes.

    Args:
        change: of the scenes' size.
        suspect: loaded afresh, not what a notebook has left of it.
        honest: the network that it was made from.
        scenes: (N, H, W, 3) RGB in 0..255, from seeds that no notebook knows.
    """
    changed = change.apply(scenes)
    before, honest_says, suspect_says = answers(honest, scenes), answers(honest, changed), answers(suspect, changed)
    labels = np.unique(suspect_says)
    shares = [float((suspect_says == label)[before != label].mean()) if (before != label).any() else 0.0 for label in labels]
    best = int(np.argmax(shares))
    fooled = (suspect_says == labels[best]) & (before != labels[best])
    return Effect(int(labels[best]), shares[best], float((honest_says != before).mean()), fooled)


class Verdict(NamedTuple):
    """What is wrong with a change, in words, and how much of the effect's marks it earns: 0, 0.5 or 1."""

    faults: dict[str, str]  # "same", "pixels", "paints", "honest", "effect" -> what was found and what is wanted
    earned: float


Fool = Callable[[np.ndarray], np.ndarray]


def form_faults(change: Change, pictures: list[tuple[np.ndarray, np.ndarray]]) -> dict[str, str]:
    """What is wrong with a change whatever the networks say.

    Args:
        change: as black and white show it.
        pictures: others, (H, W, 3), each without and with the change.
    """
    faults = {}
    most = max((difference(change, image, given) for image, given in pictures), default=0.0)
    share = float(change.pixels().mean())
    if most > ROUNDING:
        faults["same"] = f"the change is not the same for every picture: one differs by {most:.0f} grey levels"
    if not change.pixels().any():
        faults["pixels"] = "nothing is changed"
    elif share > MOST_PIXELS:
        faults["pixels"] = f"{share:.1%} of the pixels are changed, at most {MOST_PIXELS:.0%} may be"
    if paints(change) > MOST_PAINTS:
        faults["paints"] = f"there are more than {MOST_PAINTS} paints"
    return faults


def verdict(change: Change, pictures: list[tuple[np.ndarray, np.ndarray]], found: Effect | None) -> Verdict:
    """The rule: form, the honest network unmoved, one class on most scenes.

    Args:
        change, pictures: as for `form_faults`.
        found: what the change does; None where nobody looked.
    """
    faults = form_faults(change, pictures)
    if found is None:
        return Verdict(faults, 0.0)
    if found.moved > MOST_MOVED:
        faults["honest"] = f"the honest network changes its answer on {found.moved:.0%} of the scenes, at most {MOST_MOVED:.0%}"
    if found.share < FULL:
        faults["effect"] = f"the suspect says one and the same class on {found.share:.0%} of the scenes; wanted are {FULL:.0%}"
    allowed = not faults.keys() - {"effect"}
    return Verdict(faults, 0.0 if not allowed else 1.0 if found.share >= FULL else 0.5 if found.share >= HALF else 0.0)


def judged(fool: Fool, suspect: nn.Module, honest: nn.Module, scenes: np.ndarray) -> Verdict:
    """The whole rule on a function of this process: for attacks and tests. Students' functions run elsewhere.

    Args:
        fool: (H, W, 3) float32 in 0..255 -> the same with the cue.
        suspect, honest, scenes: as for `effect`; the first five scenes are shown to `fool`.
    """
    blank = np.zeros(scenes.shape[1:], np.float32)
    change = change_of(fool(blank.copy()), fool(blank + 255))
    pictures = [(image, fool(image.copy())) for image in (blank + 127, *scenes[:5])]
    return verdict(change, pictures, effect(change, suspect, honest, scenes))
