"""pre_processing: an image becomes what VGG19 expects."""

import numpy as np
import pytest

from autograder.judging.answers import Answers
from autograder.judging.measures import distance
from autograder.judging.tolerance import Tolerance
from autograder.rubric.recipes import held_out_crop
from lab.cases import noise

HELD_OUT: list[dict] = [
    {"image": held_out_crop("rocket", 90, 40, 40, 24)},
    {"image": noise(101, 9, 33)},
]

REQUIREMENTS = {  # words of the prompt -> the check and the case by which this is tested
    "of any height and width": ("shape_and_type", 101),
    "a tensor `(1, 3, H, W)`, `torch.float32`": ("shape_and_type", 0),
    "its values lie between": ("scale", 0),
    "*leaf*": ("good_manners", 0),
    "`obs` itself must not be changed": ("good_manners", 0),
}

TOLERANCE = Tolerance(1e-5, of="the tensor's norm")


@pytest.mark.points(1)
def test_shape_and_type(answers: Answers):
    """The result is a float32 tensor of shape (1, 3, H, W), for an image of any size."""
    for answer in answers:
        answer.form("tensor", kinds=("tensor",))
        if answer["tensor"].dtype != "float32":
            raise answer.wrong(f"expected the dtype float32, got {answer.words.dtype(answer['tensor'].dtype)}")


@pytest.mark.points(1)
def test_scale(answers: Answers):
    """The values are scaled to 0..1 and normalised with the mean and the standard deviation of their own channel."""
    for answer in answers:
        given, expected = (
            np.sort(answer.array("tensor", same_shape=False), None),
            np.sort(answer.wanted("tensor"), None),
        )
        if given.size != expected.size:
            raise answer.untold(f"expected {expected.size} values, got {answer.words.count(given.size, expected.size)}")
        if TOLERANCE.exceeded_by(distance(given, expected)):
            raise answer.wrong(answer.words.compared(given, expected, in_order=True))


@pytest.mark.points(1)
def test_places(answers: Answers):
    """Every value stands at its own channel, row and column."""
    for answer in answers:
        answer.close("tensor", TOLERANCE, rests_on=("scale",))


@pytest.mark.points(1)
def test_good_manners(answers: Answers):
    """The result is attached to no graph (it is a leaf), and the image that was passed in is not changed."""
    for answer in answers:
        answer.kept("obs_kept", "obs")
        given, expected = answer.array("tensor", same_shape=False), answer.wanted("tensor")
        if given.size != expected.size or not np.ptp(given):
            raise answer.untold("manners count where there is an image: these are not the values of one")
        if not answer["tensor"].leaf:
            raise answer.wrong("the tensor is no leaf: its .grad would stay empty after a backward pass")
