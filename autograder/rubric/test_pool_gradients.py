"""pool_gradients: one weight per channel."""

import numpy as np
import pytest

from autograder.judging.answers import Answer, Answers
from autograder.judging.measures import cosine, distance
from autograder.judging.tolerance import Tolerance
from autograder.rubric.recipes import tensor

HELD_OUT: list[dict] = [
    tensor(150, 1, 10, 3, 7),
    tensor(151, 1, 5, 8, 5),
    tensor(161, 1, 1, 4, 6) | {"thin": True},
    tensor(153, 1, 9, 1, 5) | {"thin": True},
    tensor(154, 1, 6, 4, 1) | {"thin": True},
]

REQUIREMENTS = {  # words of the prompt -> the check and the case by which this is tested
    "may be anything": ("one_weight_per_channel", 102),
    "a tensor `(C,)`": ("one_weight_per_channel", 0),
    "the mean over the batch axis and the two axes of space": ("mean", 0),
    "may be negative": ("proportions", 0),
}

TOLERANCE = Tolerance(1e-5, of="the norm")


def wide(answers: Answers) -> list[Answer]:
    """The cases in which no axis but the batch's has length one: that an answer fits the others, too, is the first check's."""
    return [answer for answer in answers if not answer.recipe.get("thin")]


def weights(answer: Answer) -> tuple[np.ndarray, np.ndarray]:
    """(given, expected), flattened: a forgotten axis of length 1 is the first check's business alone."""
    given, expected = answer.array("pooled", same_shape=False).ravel(), answer.wanted("pooled").ravel()
    if given.size != expected.size:
        raise answer.untold(
            f"expected {expected.size} weights, one per channel, got {answer.words.count(given.size, expected.size)}"
        )
    return given, expected


@pytest.mark.points(1)
def test_one_weight_per_channel(answers: Answers):
    """The result is a tensor of shape (C,), not all zeros, for any number of channels and any height and width, even one."""
    for answer in answers:
        if not answer.form("pooled", kinds=("tensor",)).any():
            raise answer.wrong("all the weights are zero")


@pytest.mark.points(1)
def test_proportions(answers: Answers):
    """The weights stand in the right proportions to each other, each with its own sign."""
    for answer in wide(answers):
        given, expected = weights(answer)
        if TOLERANCE.exceeded_by(1 - cosine(given, expected)):
            raise answer.wrong(answer.words.compared(given, expected))


@pytest.mark.points(1)
def test_mean(answers: Answers):
    """Each weight is the mean over batch and space."""
    for answer in wide(answers):
        given, expected = weights(answer)
        if TOLERANCE.exceeded_by(distance(given, expected)):
            raise answer.wrong(answer.words.compared(given, expected))
