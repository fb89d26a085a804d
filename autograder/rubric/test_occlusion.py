"""occlusion: how far a class's probability falls where a square of the image is hidden."""

import pytest

from autograder.judging.answers import Answers
from autograder.judging.tolerance import Tolerance
from lab.cases import linear, noise
from lab.layered import layered

HELD_OUT: list[dict] = [
    {
        "about": "drops",
        "network": layered(4150, 4),
        "image": noise(4151, 7, 11),
        "target": 3,
        "window": 3,
        "step": 2,
        "fill": 60,
    },
    {
        "about": "edges",
        "network": linear(4152, 3, 11, 8),
        "image": noise(4153, 11, 8),
        "target": 0,
        "window": 3,
        "step": 3,
        "fill": 127.5,
    },
    {
        "about": "edges",
        "network": linear(4154, 4, 5, 12),
        "image": noise(4155, 5, 12),
        "target": 1,
        "window": 5,
        "step": 4,
        "fill": 255,
    },
    {
        "about": "colours",
        "network": linear(4156, 3, 6, 9),
        "image": noise(4157, 6, 9),
        "target": 2,
        "window": 3,
        "step": 3,
        "fill": [230, 20, 120],
    },
]

REQUIREMENTS = {  # words of the prompt -> the check and the case by which this is tested
    "`image`, `(H, W, 3)` in 0..255, which is not changed": ("fill_for_each_colour", 0),
    "a grey level in 0..255 or an array `(3,)`, one level for each colour": ("fill_for_each_colour", 2),
    "an array `(H, W)`": ("mean_drop", 0),
    "the mean drop of the target's probability (before minus after, with its sign) over all the squares": ("mean_drop", 100),
    "Where the last one does not reach the edge, one more is put directly at the edge": ("edges", 1),
}

TOLERANCE = Tolerance(1e-3, of="the norm: a drop is a small difference of two probabilities")


@pytest.mark.points(2)
def test_mean_drop(answers: Answers):
    """Each pixel of the map (H, W) holds the mean drop of the probability, with its sign, over the squares that cover it."""
    for answer in answers.where(about="drops"):
        answer.form("map", kinds=("array",))
        answer.close("map", TOLERANCE)


@pytest.mark.points(1)
def test_edges(answers: Answers):
    """Where the steps do not end at the edge of the image, one more square is put there, and every pixel is covered."""
    for answer in answers.where(about="edges"):
        answer.close("map", TOLERANCE, rests_on=("mean_drop",))


@pytest.mark.points(1)
def test_fill_for_each_colour(answers: Answers):
    """A fill may have a level for each colour, in 0..255; the image that was passed in is not changed."""
    for answer in answers:
        answer.kept("image_kept", "the image")
    for answer in answers.where(about="colours"):
        answer.close("map", TOLERANCE, rests_on=("mean_drop",))
