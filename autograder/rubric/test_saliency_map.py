"""saliency_map: one number per pixel, the largest absolute gradient over the colours."""

import pytest

from autograder.judging.answers import Answers
from autograder.judging.tolerance import Tolerance
from autograder.rubric.recipes import tensor

HELD_OUT: list[dict] = [
    tensor(130, 11, 7, 3) | {"positive": True},
    tensor(131, 11, 7, 3),
    tensor(132, 5, 40, 3),
]

REQUIREMENTS = {  # words of the prompt -> the check and the case by which this is tested
    "an array `(H, W, 3)`": ("largest_over_channels", 100),
    "an array `(H, W)`": ("largest_over_channels", 0),
    "none of it negative": ("absolute_value", 1),
    "not scaled to 0..1": ("absolute_value", 101),
    "`gradients` itself must not be changed": ("absolute_value", 1),
}

TOLERANCE = Tolerance(1e-6, of="the norm: next to nothing is computed that could round")


@pytest.mark.points(1)
def test_largest_over_channels(answers: Answers):
    """The map has the shape (H, W), and each pixel holds the largest of its three channels (here no gradient is negative)."""
    for answer in answers.where(positive=True):
        answer.form("map", kinds=("array",))
        answer.close("map", TOLERANCE)


@pytest.mark.points(1)
def test_absolute_value(answers: Answers):
    """A strongly negative gradient counts as much as a positive one; the gradients that were passed are not changed."""
    for answer in answers:
        if not answer.recipe.get("positive"):
            answer.kept("gradients_kept", "gradients")
            answer.close("map", TOLERANCE, rests_on=("largest_over_channels",))
