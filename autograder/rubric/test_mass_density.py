"""mass_density: how much denser a map is on an object than in the whole picture."""

import pytest

from autograder.judging.answers import Answers
from autograder.judging.measures import distance
from autograder.judging.tolerance import Tolerance
from autograder.rubric.one_number import is_zero, number, why_no_number
from lab.map_recipes import map_noise

HELD_OUT: list[dict] = [
    {"map": map_noise(4140, 7, 11), "disc": [2, 8, 2]},
    {"map": map_noise(4141, 12, 6, levels=2, dtype="int64"), "disc": [6, 2, 2]},
    {"map": {"constant": -0.5, "shape": [9, 8]}, "disc": [4, 4, 3]},
    {"map": {"constant": 0.0, "shape": [7, 5]}, "disc": [2, 2, 1]},
]

REQUIREMENTS = {  # words of the prompt -> the check and the case by which this is tested
    "an array `(H, W)` of positive and negative numbers": ("density", 0),
    "the mask's share of the sum of all absolute values of the map, divided by the mask's share": ("density", 1),
    "It is 0.0 for a map of zeros": ("nothing_to_divide_by", 2),
    "raise a `ValueError`": ("nothing_to_divide_by", 0),
}

TOLERANCE = Tolerance(1e-5, of="the density")


def has_values(recipe: dict) -> bool:
    return bool(recipe["map"].get("constant", 1.0))


@pytest.mark.points(1)
def test_density(answers: Answers):
    """The result is one number: the mask's share of the map's absolute total, over its share of the picture."""
    for answer in answers:
        if not has_values(answer.recipe):
            continue
        if why := why_no_number(answer, "density"):
            raise answer.wrong(why)
        given, expected = number(answer, "density"), answer.wanted("density")
        if TOLERANCE.exceeded_by(distance(given, expected)):
            raise answer.wrong(answer.words.compared(given, expected))


@pytest.mark.points(1)
def test_nothing_to_divide_by(answers: Answers):
    """A map of zeros has the density 0.0, and a mask without any pixel raises a ValueError."""
    for answer in answers:
        if not has_values(answer.recipe):
            is_zero(answer, "density")
        if answer["empty_mask_refused"] is not True:
            raise answer.wrong("a mask without any pixel should raise a ValueError")
