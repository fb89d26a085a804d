"""grad_cam_heatmap: channels weighted, averaged, rectified, scaled."""

import pytest

from autograder.judging.answers import Answers
from autograder.judging.measures import cosine, distance
from autograder.judging.tolerance import Tolerance
from autograder.rubric.recipes import tensor

HELD_OUT: list[dict] = [
    tensor(160, 1, 6, 5, 8) | {"sign": 1},
    tensor(161, 1, 7, 6, 4) | {"sign": None},
    tensor(162, 1, 9, 7, 7) | {"sign": None},
    tensor(163, 1, 3, 4, 5) | {"sign": -1},
]

REQUIREMENTS = {  # words of the prompt -> the check and the case by which this is tested
    "a tensor `(1, C, h, w)`": ("weighted_channels", 100),
    "a tensor `(h, w)`": ("range", 0),
    "whose largest value is 1": ("range", 0),
    "all zeros (never NaN)": ("nothing_positive", 1),
    "The arguments must not be changed": ("nothing_positive", 0),
}

TOLERANCE = Tolerance(1e-4, of="the norm: a small constant added to the divisor is no mistake")
HIGHEST = Tolerance(1e-3, of="the highest value")


@pytest.mark.points(1)
def test_range(answers: Answers):
    """The heatmap has the shape (h, w) and lies in 0..1, with 1 at its highest place."""
    for answer in [*answers.where(sign=None), *answers.where(sign=1)]:
        if answer.has_no_numbers("heatmap"):
            raise answer.wrong("there are NaN or infinite values in the heatmap")
        heatmap = answer.form("heatmap", kinds=("tensor",))
        if TOLERANCE.exceeded_by(-float(heatmap.min())) or HIGHEST.exceeded_by(abs(float(heatmap.max()) - 1)):
            raise answer.wrong(answer.words.not_within(heatmap, 0.0, 1.0))


@pytest.mark.points(1)
def test_weighted_channels(answers: Answers):
    """Each channel counts with its own weight: the map is in proportion to the weighted sum (here no weight is negative)."""
    for answer in answers.where(sign=1):
        given, expected = answer.array("heatmap"), answer.wanted("heatmap")
        if TOLERANCE.exceeded_by(distance(given, expected)):
            if cosine(given, expected) > 1 - TOLERANCE:
                raise answer.untold("the map is in proportion to the weighted sum, but it is scaled otherwise")
            raise answer.wrong(answer.words.compared(given, expected))


@pytest.mark.points(1)
def test_only_positive_evidence(answers: Answers):
    """Negative weights count against the class: channels are added up first, and what is then negative becomes zero."""
    for answer in answers.where(sign=None):
        given, expected = answer.array("heatmap"), answer.wanted("heatmap")
        if TOLERANCE.exceeded_by(distance(given, expected)):
            if ((given > 0) == (expected > 0)).all() and given.min() >= 0:
                raise answer.untold("what is negative is zero and nothing else is, but the other values are not right")
            raise answer.wrong(answer.words.compared(given, expected), rests_on=("weighted_channels",))


@pytest.mark.points(1)
def test_nothing_positive(answers: Answers):
    """Where nothing is positive, and only there, the heatmap is all zeros, never NaN; the arguments are not changed."""
    for answer in answers.where(sign=-1):
        if answer.has_no_numbers("heatmap"):
            raise answer.wrong("no evidence is positive here, and there are NaN or infinite values in the heatmap")
        if answer.array("heatmap").any():
            raise answer.wrong("no evidence is positive here, and the heatmap is not zero")
    for answer in answers.where(sign=1):
        if not answer.array("heatmap").any():
            raise answer.wrong("all the evidence is positive here, and the heatmap is zero")
    for answer in answers:
        answer.kept("arguments_kept", "the activations or the weights")
