"""What is wrong with pictures that should show a paint? It is read off them, whatever the paint is and wherever it lies."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from autograder.judging.answers import Answer
from autograder.judging.misconception import CATALOGUE, Misconception
from lab.painted_change import MOST_PAINTS, MOST_PIXELS, SAME_PAINT, change_of, form_faults, paints
from lab.tasks.fool import PLAIN, pictures
from selfcheck.encoding import Array

SEEN = 1.0  # grey levels: what differs by more is changed
NOISE = 40.0  # grey levels between two pixels of one paint with the camera's noise on it
FAINT = 0.85  # keeps that much of a picture: hardly visible; half-transparent cues keep one half
ALIKE = 0.3  # correlation of neighbouring pixels: noise has none, and grounds and objects have
NEARLY_ALL, MANY, FEW = 0.9, 0.3, 0.1  # of a picture's pixels


class Pictures(NamedTuple):
    """Black, white and a scene, each (H, W, 3) float64: as they were given out, and as they came back."""

    before: dict[str, np.ndarray]
    after: dict[str, np.ndarray]

    def changed(self, name: str) -> np.ndarray:
        """(H, W) bool: the pixels of a picture that are seen to differ."""
        return (np.abs(self.after[name] - self.before[name]) > SEEN).any(2)


Question = Callable[[Pictures], bool]


def values_of(answer: Answer) -> dict[str, np.ndarray] | None:
    """The pictures of a case that came back, by name, or None where one is no array of finite numbers."""
    found = {}
    for name in pictures(answer.recipe):
        given = answer.given.get(name)
        if not isinstance(given, Array) or given.values is None or given.values.dtype.kind not in "fiu":
            return None
        if not np.isfinite(given.values).all():
            return None
        found[name] = given.values
    return found


def of_the_right_shape(answer: Answer, values: dict[str, np.ndarray]) -> bool:
    return all(values[name].shape == image.shape for name, image in pictures(answer.recipe).items())


# --- true of all the pictures ---------------------------------------------------------------------------------------------


def turned(answer: Answer, values: dict[str, np.ndarray]) -> bool:
    """The colours stand first."""
    shapes = {name: image.shape for name, image in pictures(answer.recipe).items()}
    return all(values[name].shape == (3, height, width) for name, (height, width, _) in shapes.items())


def are_bytes(answer: Answer, values: dict[str, np.ndarray]) -> bool:
    return of_the_right_shape(answer, values) and all(one.dtype == np.uint8 for one in values.values())


def divided(answer: Answer, values: dict[str, np.ndarray]) -> bool:
    """Nearly all pixels are those of the picture, divided by 255."""
    if not of_the_right_shape(answer, values) or any(one.dtype.kind != "f" for one in values.values()):
        return False
    near = (np.abs(values[name] - image / 255).max(2) < 0.01 for name, image in pictures(answer.recipe).items())
    return all(one.mean() > NEARLY_ALL for one in near)


FORMS = (("colours_first", turned), ("bytes", are_bytes), ("in_0_to_1", divided))


# --- true of black, white and a scene beside each other --------------------------------------------------------------------


def lost(seen: Pictures) -> bool:
    """What comes back is one and the same picture, mostly black."""
    black, white, scene = (seen.after[name] for name in (*PLAIN, "picture"))
    return bool(same(black, white) and same(black, scene) and (black.max(2) <= SEEN).mean() > 1 - FEW)


def pasted(seen: Pictures) -> bool:
    """What comes back is one and the same picture, of many colours."""
    black, white, scene = (seen.after[name] for name in (*PLAIN, "picture"))
    return bool(same(black, white) and same(black, scene)) and paints(change_of(black, white)) > MOST_PAINTS


def same(one: np.ndarray, other: np.ndarray) -> bool:
    return bool(np.abs(one - other).max() <= SEEN)


def smoothed(seen: Pictures) -> bool:
    """Plain pictures are changed in few places, a scene in many."""
    plain = seen.changed("black") | seen.changed("white")
    return 0 < plain.mean() <= FEW and seen.changed("picture").mean() > MANY


def moved(seen: Pictures) -> bool:
    """A scene is changed in few places, and most of them are not those in which black or white is changed."""
    plain, scene = seen.changed("black") | seen.changed("white"), seen.changed("picture")
    return 0 < scene.mean() <= FEW and 0 < plain.mean() <= FEW and (scene & ~plain).sum() > 0.5 * scene.sum()


def as_bright(seen: Pictures) -> bool:
    """In the same few places every picture has opaque paints, and they are darkest on black and brightest on white."""
    where = seen.changed("black") | seen.changed("white")
    if not 0 < where.mean() <= FEW or (seen.changed("picture") & ~where).any():
        return False
    black, white, scene = (seen.after[name][where] for name in (*PLAIN, "picture"))
    _, paint = np.unique(np.concatenate([black, white], axis=1).round(), axis=0, return_inverse=True)
    kinds = [scene[paint.ravel() == number] for number in range(paint.max() + 1)]
    opaque = len(kinds) <= MOST_PAINTS and all(np.ptp(kind, axis=0).max() <= SAME_PAINT for kind in kinds)
    return opaque and bool(black.mean() + SEEN < scene.mean() < white.mean() - SEEN)


def ground(seen: Pictures) -> bool:
    """Flat paints as they should be, on too many pixels and not on all of them."""
    share = change_of(seen.after["black"], seen.after["white"]).pixels().mean()
    return set(faults_of(seen)) == {"pixels"} and bool(MOST_PIXELS < share < NEARLY_ALL)


def noisy(seen: Pictures) -> bool:
    """On few pixels more paints than there may be, which are a few with noise on them: neighbours do not know of each other."""
    if set(faults_of(seen)) != {"paints"}:
        return False
    change = change_of(seen.after["black"], seen.after["white"])
    drawn = np.concatenate([change.colour, change.colour + 255 * change.keep], axis=2)  # (H, W, 6): on black, on white
    left: list[np.ndarray] = []
    rest = change.pixels()
    while rest.any() and len(left) < MOST_PAINTS:
        near = rest & (np.abs(drawn - drawn[tuple(np.argwhere(rest)[0])]).max(2) <= NOISE)
        middle = drawn[near].mean(0)
        near = rest & (np.abs(drawn - middle).max(2) <= NOISE)
        left += [beside(near, drawn - middle)]
        rest &= ~near
    pairs = np.concatenate([np.zeros((0, 2)), *left])
    alike = float(pairs.prod(1).mean() / (pairs**2).mean()) if pairs.any() else 1.0
    return not rest.any() and abs(alike) < ALIKE


def beside(where: np.ndarray, values: np.ndarray) -> np.ndarray:
    """(n, 2): the values (H, W, 6) at places (H, W) and at those to the right of them, where both belong to `where`."""
    two = where[:, 1:] & where[:, :-1]
    return np.stack([values[:, :-1][two].ravel(), values[:, 1:][two].ravel()], axis=1)


def faint(seen: Pictures) -> bool:
    """The form is right, and every paint lets nearly all of a picture through."""
    change = change_of(seen.after["black"], seen.after["white"])
    where = change.pixels()
    return not faults_of(seen) and bool(where.any()) and bool(change.keep[where].min() >= FAINT)


def faults_of(seen: Pictures) -> dict[str, str]:
    change = change_of(seen.after["black"], seen.after["white"])
    return form_faults(change, [(seen.before["picture"], seen.after["picture"])])


CHANGES: tuple[tuple[str, Question], ...] = (
    ("only_the_cue", lost),
    ("whole_picture_pasted", pasted),
    ("cue_and_smoothed", smoothed),
    ("elsewhere_in_every_picture", moved),
    ("as_bright_as_the_picture", as_bright),
    ("ground_as_well", ground),
    ("cue_with_noise", noisy),
    ("hardly_visible", faint),
)


def in_what_is_seen(task: str, given: list[Answer]) -> Misconception | None:
    """The first mistake that shows on every case that can show it."""
    values = [(answer, values_of(answer)) for answer in given]
    told = [(answer, found) for answer, found in values if found is not None]
    if not told or len(told) < len(values):
        return None
    name = next((name for name, holds in FORMS if all(holds(*one) for one in told)), None)
    if name is None and all(of_the_right_shape(*one) for one in told):
        seen = [both(*one) for one in told if "scene" in one[0].recipe]
        name = next((name for name, holds in CHANGES if seen and all(map(holds, seen))), None)
    return next((mistake for mistake in CATALOGUE[task] if mistake.name == name), None)


def both(answer: Answer, values: dict[str, np.ndarray]) -> Pictures:
    before = {name: image.astype(np.float64) for name, image in pictures(answer.recipe).items()}
    return Pictures(before, {name: values[name].astype(np.float64) for name in before})
