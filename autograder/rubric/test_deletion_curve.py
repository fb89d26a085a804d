"""deletion_curve: the probability after the strongest pixels of a map have been replaced."""

import pytest

from autograder.judging.answers import Answers
from autograder.judging.tolerance import Tolerance
from lab.cases import linear, noise
from lab.layered import layered
from lab.map_recipes import map_noise

HELD_OUT: list[dict] = [
    {
        "about": "ends",
        "network": linear(4160, 4, 6, 10),
        "image": noise(4161, 6, 10),
        "map": map_noise(4162, 6, 10),
        "target": 3,
        "shares": [0, 1],
        "fill": "mean",
    },
    {
        "about": "order",
        "network": layered(4163, 3),
        "image": noise(4164, 9, 7),
        "map": map_noise(4165, 9, 7),
        "target": 0,
        "shares": [0.1, 0.4, 0.45, 0.8, 1],
        "fill": "mean",
    },
    {
        "about": "ties",
        "network": linear(4166, 4, 5, 11),
        "image": noise(4167, 5, 11),
        "map": map_noise(4168, 5, 11, levels=1, dtype="int64"),
        "target": 1,
        "shares": [0, 0.2, 0.4, 0.7],
        "fill": "turned",
    },
]

REQUIREMENTS = {  # words of the prompt -> the check and the case by which this is tested
    "`image`, `(H, W, 3)` in 0..255, which is not changed": ("untouched_and_replaced", 0),
    "the strongest pixels are its highest": ("strongest_first", 1),
    "an array `(len(shares),)`": ("untouched_and_replaced", 0),
    "the target's probability after the strongest `round(share * H * W)` pixels were replaced": ("strongest_first", 101),
    "At share 0 that is the untouched image's": ("untouched_and_replaced", 100),
    "Of pixels that are equal in the map the first goes first, row by row": ("equal_pixels", 2),
}

TOLERANCE = Tolerance(1e-4, of="the norm")


@pytest.mark.points(1)
def test_untouched_and_replaced(answers: Answers):
    """Each share has its probability: at 0 the untouched image's, at 1 that of fill(image); the image is not changed."""
    ends = answers.where(about="ends")
    for answer in ends:
        if not answer.unfinished and (why := answer.why_no_array("curve", kinds=("array",))):
            raise answer.wrong(why)
    for answer in answers:
        answer.kept("image_kept", "the image")
    for answer in ends:
        answer.close("curve", TOLERANCE)


@pytest.mark.points(1)
def test_strongest_first(answers: Answers):
    """In between, the map's highest pixels are replaced first, by those of fill(image), as many as the share says."""
    for answer in answers.where(about="order"):
        answer.close("curve", TOLERANCE, rests_on=("untouched_and_replaced",))


@pytest.mark.points(1)
def test_equal_pixels(answers: Answers):
    """Of pixels that are equal in the map the first is replaced first, row by row."""
    for answer in answers.where(about="ties"):
        answer.close("curve", TOLERANCE, rests_on=("untouched_and_replaced", "strongest_first"))
