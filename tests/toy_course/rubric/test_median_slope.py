"""median_slope: the median of the slopes of all pairs of a student's own points."""

import pytest

from autograder.judging.answers import Answers
from autograder.judging.tolerance import Tolerance
from lab.cases import with_outliers

HELD_OUT = [with_outliers(101, 31, -3.0), with_outliers(102, 18, 4.0)]
REQUIREMENTS = {
    "the median of the slopes of all pairs": ("median", 100),
    "hardly moved by points that lie far off": ("outliers", 101),
}
TOLERANCE = Tolerance(1e-6, of="the value: rounding alone")
LINE = Tolerance(0.25, of="the slope without noise: by how much noise and three outliers move a median")


@pytest.mark.points(2)
def test_median(answers: Answers):
    """The slope is the median of the slopes of all pairs of points."""
    for answer in answers:
        answer.close_number("slope", TOLERANCE)


@pytest.mark.points(1)
def test_outliers(answers: Answers):
    """The slope is that of most of the points, wherever a few of them lie."""
    for answer in answers:
        answer.close_number("slope", LINE)
