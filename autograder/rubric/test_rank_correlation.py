"""rank_correlation: Spearman's correlation of two maps."""

import pytest

from autograder.judging.answers import Answers
from autograder.judging.measures import distance
from autograder.judging.tolerance import Tolerance
from autograder.rubric.one_number import is_zero, number, why_no_number
from lab.map_recipes import map_noise

HELD_OUT: list[dict] = [
    {"about": "order", "map": map_noise(4110, 9, 5), "other_map": map_noise(4111, 9, 5)},
    {"about": "order", "map": map_noise(4112, 40), "other_map": map_noise(4112, 40, through="third root")},
    {"about": "order", "map": map_noise(4113, 3, 4, 5), "other_map": map_noise(4114, 3, 4, 5)},
    {"about": "ties", "map": map_noise(4115, 8, 11, levels=2), "other_map": map_noise(4116, 8, 11, levels=1)},
    {"about": "ties", "map": map_noise(4117, 7, 6, levels=1, dtype="int64"), "other_map": map_noise(4118, 7, 6)},
    {"about": "flat", "map": {"constant": 0.0, "shape": [5, 9]}, "other_map": map_noise(4119, 5, 9, levels=2)},
    {"about": "flat", "map": {"constant": 3.0, "shape": [4, 6]}, "other_map": {"constant": 0.5, "shape": [4, 6]}},
]

REQUIREMENTS = {  # words of the prompt -> the check and the case by which this is tested
    "arrays of one shape, whatever it is": ("order", 102),
    "of whole numbers or others, positive and negative": ("equal_values", 3),
    "1 where both maps have the same order, −1 where it is reversed": ("order", 2),
    "Equal values share the mean of their ranks": ("equal_values", 3),
    "It is 0.0 where one of the maps is constant": ("constant_map", 4),
}

TOLERANCE = Tolerance(1e-5, of="the correlation")


@pytest.mark.points(1)
def test_order(answers: Answers):
    """The result is one number, the correlation of the ranks, where no two values of a map are equal."""
    for answer in answers.where(about="order"):
        if why := why_no_number(answer, "correlation"):
            raise answer.wrong(why)
        given, expected = number(answer, "correlation"), answer.wanted("correlation")
        if TOLERANCE.exceeded_by(distance(given, expected)):
            raise answer.wrong(answer.words.compared(given, expected))


@pytest.mark.points(1)
def test_equal_values(answers: Answers):
    """Equal values of a map share the mean of their ranks."""
    for answer in answers.where(about="ties"):
        given, expected = number(answer, "correlation"), answer.wanted("correlation")
        if TOLERANCE.exceeded_by(distance(given, expected)):
            raise answer.wrong(answer.words.compared(given, expected), rests_on=("order",))


@pytest.mark.points(1)
def test_constant_map(answers: Answers):
    """Where a map is constant, the result is 0.0."""
    for answer in answers.where(about="flat"):
        is_zero(answer, "correlation")
