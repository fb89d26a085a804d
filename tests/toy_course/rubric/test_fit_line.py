"""fit_line: slope and intercept of the least-squares line."""

import pytest

from autograder.judging.answers import Answers
from autograder.judging.tolerance import Tolerance
from lab.cases import points

HELD_OUT = [points(101, 25, 0.3, -2.0), points(102, 9, -5.0, 0.5), points(103, 60, 1.0, 10.0, noise=2.0)]
REQUIREMENTS = {
    "returns `(slope, intercept)`": ("intercept", 0),
    "minimises the sum of the squared vertical distances": ("slope", 102),
    "leaves them as they are": ("arguments", 0),
}
TOLERANCE = Tolerance(1e-6, of="the value: rounding alone")


@pytest.mark.points(1)
def test_slope(answers: Answers):
    """The slope is that of the line with the least sum of squared vertical distances."""
    for answer in answers:
        answer.close_number("slope", TOLERANCE)


@pytest.mark.points(1)
def test_intercept(answers: Answers):
    """The line passes through the mean of the points."""
    for answer in answers:
        answer.close_number("intercept", TOLERANCE)


@pytest.mark.points(0.5)
def test_arguments(answers: Answers):
    """The points that were passed are left as they are."""
    for answer in answers:
        answer.kept("arguments_kept", "its arguments")
