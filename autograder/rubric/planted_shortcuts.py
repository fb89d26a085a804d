"""Judges a change that is to fool a suspect network by what the networks do: there is no key, and no name is asked for.

`fool` is judged by its pictures of black, white and a few others. The change must be the same for every picture: on each pixel
image -> keep * image + colour, as flat or half-transparent paint is (`lab.painted_change`, which students have, too). So the
judge puts that change into scenes of its own and asks the suspect, loaded afresh, and the honest network.
A change that was optimised for one picture, or that is a whole pattern of colours, is none.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from torch import nn

from lab.painted_change import (
    MOST_PAINTS,
    MOST_PIXELS,
    ROUNDING,
    SAME_PAINT,
    Change,
    Effect,
    answers,
    change_of,
    difference,
    effect,
    form_faults,
    paints,
)
from lab.tasks.fool import FULL, HALF, MOST_MOVED

__all__ = [
    "FULL",
    "HALF",
    "MOST_MOVED",
    "MOST_PAINTS",
    "MOST_PIXELS",
    "ROUNDING",
    "SAME_PAINT",
    "Change",
    "Effect",
    "answers",
    "change_of",
    "difference",
    "effect",
    "form_faults",
    "paints",
]


class Verdict(NamedTuple):
    """What is wrong with a change, in words, and how much of the effect's marks it earns: 0, 0.5 or 1."""

    faults: dict[str, str]  # "same", "pixels", "paints", "honest", "effect" -> what was found and what is wanted
    earned: float


Fool = Callable[[np.ndarray], np.ndarray]


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
