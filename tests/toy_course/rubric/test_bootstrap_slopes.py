"""bootstrap_slopes: the slopes of lines through points drawn with replacement."""

import pytest
from lab.tasks.bootstrap_slopes import evaluate

from autograder.judging.answers import Answers
from autograder.judging.tolerance import Tolerance
from lab.cases import points

HELD_OUT = [points(110, 50, -2.0, 1.0) | {"repeats": 300}, points(111, 35, 0.8, noise=1.5) | {"repeats": 250}]
REQUIREMENTS = {
    "draws n of the n points with replacement": ("spread", 0),
    "an array of shape (repeats,)": ("one_slope_for_each_drawing", 0),
}
TOLERANCE = Tolerance(0.2, of="the standard deviation: chance")


def hold(answers: Answers, check: str) -> None:
    """Raises CheckFailed where the student's own check would complain, on any case."""
    for answer in answers:
        answer["slopes"]
        if complaint := evaluate(check, answer.case, answer.given):
            raise answer.wrong(complaint)


@pytest.mark.points(1)
def test_one_slope_for_each_drawing(answers: Answers):
    """There is one finite slope for each drawing."""
    hold(answers, "one_slope_for_each_drawing")


@pytest.mark.points(1)
def test_around_the_slope(answers: Answers):
    """The slopes lie around the slope of all points together."""
    hold(answers, "around_the_slope")


@pytest.mark.points(2)
def test_spread(answers: Answers):
    """The slopes spread as drawing n of n points with replacement makes them."""
    hold(answers, "spread")
