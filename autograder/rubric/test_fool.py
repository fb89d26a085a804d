"""fool: a change that moves the suspect of the student's id, and not the honest network. It is judged by what it does."""

from functools import cache
from hashlib import sha256
from typing import NamedTuple

import numpy as np
import pytest

from autograder.judging.answers import Answer, Answers, CheckFailed
from autograder.judging.clock import uncounted
from autograder.rubric import planted_shortcuts as rule
from lab.models import load_pocket_vgg19
from lab.scenes import scene
from lab.suspects import load_suspect
from lab.tasks.fool import PLAIN, of_size, pictures, seen

HELD_OUT: list[dict] = [seen(7_300_900), of_size(170_302, 226, 230)]
REQUIREMENTS = {  # words of the prompt -> the check and the case by which this is tested
    "at least 224 pixels high and wide": ("a_picture_of_the_same_kind", 101),
    "it is not changed": ("a_picture_of_the_same_kind", 0),
    "a `float32` array of the same shape, in 0..255": ("a_picture_of_the_same_kind", 100),
    "The change is the same for every picture": ("the_same_for_every_picture", 100),
    "at most 3 % of the pixels": ("few_pixels_and_paints", 0),
    "at most three paints": ("few_pixels_and_paints", 0),
    "gives another answer on at most 8 % of the scenes": ("honest_unmoved", 100),
    "on at least 80 % of the scenes": ("four_in_five_of_the_scenes", 100),
    "from 50 % on": ("half_of_the_scenes", 100),
}
FIRST, COUNT = 7_300_000, 40  # scenes that no notebook knows
TOLERANCE = 1e-3  # of the norm: known mistakes whose pictures lie nearer than that would be one mistake; no check uses it


class Judged(NamedTuple):
    """What one case's pictures show of a change."""

    answer: Answer
    change: rule.Change
    faults: dict[str, str]


@cache
def scenes() -> np.ndarray:
    """(COUNT, H, W, 3)."""
    return np.stack([scene(seed, objects=1).image for seed in range(FIRST, FIRST + COUNT)])


@cache
def before() -> np.ndarray:
    """(COUNT,) what the honest network says of these scenes."""
    return rule.answers(honest(), scenes())


honest = cache(load_pocket_vgg19)
suspect = cache(load_suspect)
KEPT = 100  # effects, of the changes that were judged last
_effects: dict[tuple[str, str], rule.Effect] = {}


@uncounted()
def effect_of(change: rule.Change, name: str) -> rule.Effect:
    """What a change does on the judge's scenes; the last ones are kept, because several checks ask for each.

    It takes as long for every answer, so the clock over judging stands still meanwhile.
    """
    key = name, sha256(change.keep.tobytes() + change.colour.tobytes()).hexdigest()
    if key not in _effects:
        if len(_effects) == KEPT:
            del _effects[next(iter(_effects))]
        _effects[key] = rule.effect(change, suspect(name), honest(), scenes(), before())
    return _effects[key]


def audited(answers: Answers) -> list[Judged]:
    """The cases of pictures of 224 x 224, of which black and white show the change."""
    found = []
    for answer in answers:
        if "scene" in answer.recipe:
            black, white = (answer.array(name) for name in ("black", "white"))
            shown = [(image, answer.array(name)) for name, image in pictures(answer.recipe).items() if name not in PLAIN]
            change = rule.change_of(black, white)
            found.append(Judged(answer, change, rule.form_faults(change, shown)))
    return found


def effects(answers: Answers) -> list[tuple[Answer, rule.Effect]]:
    """What the change does, once for each different one; of a change that is none by the rule nothing is told."""
    found: dict[bytes, tuple[Answer, rule.Effect]] = {}
    for answer, change, faults in audited(answers):
        if faults:
            raise answer.untold(f"first of all, {next(iter(faults.values()))}")
        found[change.colour.tobytes()] = answer, effect_of(change, answer.recipe["variant"])
    return list(found.values())


def kind_fault(answer: Answer) -> str:
    """What keeps an answer from being pictures like those that were given; empty where nothing does."""
    for name, image in pictures(answer.recipe).items():
        values = answer.form(name, kinds=("array",))
        if answer.given[name].values.dtype != image.dtype:
            return f"the picture should keep its number type, {image.dtype}"
        if values.min() < 0 or values.max() > 255:
            return "there are values outside 0..255"
    return ""


def right_in_kind(answer: Answer) -> bool:
    """Whether an answer is pictures of the given kind, and the given ones have stayed."""
    try:
        return not kind_fault(answer) and answer.given.get("kept") is True
    except CheckFailed:
        return False


@pytest.mark.points(1)
def test_a_picture_of_the_same_kind(answers: Answers):
    """The result is an array of the picture's shape and number type, in 0..255, and the picture itself is left as it is."""
    for answer in answers:
        if said := kind_fault(answer):
            raise answer.wrong(said)
        answer.kept("kept", "the picture")


@pytest.mark.points(1)
def test_the_same_for_every_picture(answers: Answers):
    """The change is the same for every picture: paint, opaque or half transparent."""
    for answer, _, faults in audited(answers):
        if "same" in faults:
            raise answer.wrong(faults["same"])


@pytest.mark.points(1)
def test_few_pixels_and_paints(answers: Answers):
    """Something is changed: at most 3 % of the pixels, in at most three paints."""
    for answer, _, faults in audited(answers):
        if "same" in faults:
            raise answer.untold(faults["same"])
        if said := [faults[name] for name in ("pixels", "paints") if name in faults]:
            raise answer.wrong("; ".join(said))


@pytest.mark.points(2)
def test_honest_unmoved(answers: Answers):
    """The suspect is moved, and the honest network gives another answer on at most 8 % of the scenes."""
    for answer in answers:
        if not right_in_kind(answer):
            raise answer.untold("first of all, the result has to be a picture of the same kind, and the given one to stay")
    for answer, found in effects(answers):
        if found.moved > rule.MOST_MOVED:
            raise answer.wrong(f"the honest network changes its answer on {found.moved:.0%} of the scenes")
        if found.share < rule.HALF:
            raise answer.wrong(f"the suspect says one and the same class on {found.share:.0%} of the scenes: it is hardly moved")


@pytest.mark.points(2)
def test_half_of_the_scenes(answers: Answers):
    """With the cue, the student's suspect says one and the same class on half of the scenes of other classes."""
    says_one_class(answers, rule.HALF)


@pytest.mark.points(3)
def test_four_in_five_of_the_scenes(answers: Answers):
    """With the cue, the student's suspect says one and the same class on 80 % of the scenes of other classes."""
    says_one_class(answers, rule.FULL)


def says_one_class(answers: Answers, wanted: float) -> None:
    """Raises `CheckFailed` where the suspect does so on fewer of the scenes, or the honest network is moved as well."""
    for answer, found in effects(answers):
        if found.moved > rule.MOST_MOVED:
            raise answer.untold("the honest network is moved as well, so this is not the suspect's shortcut")
        if found.share < wanted:
            said = f"the suspect says one and the same class on {found.share:.0%} of the scenes"
            raise answer.wrong(f"{said}; {wanted:.0%} are wanted")
