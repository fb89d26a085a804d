"""max_distance_baseline: at each value the farther of 0 and 255."""

import numpy as np
import pytest

from autograder.judging.answers import Answer, Answers
from autograder.judging.tolerance import Tolerance
from autograder.rubric.recipes import held_out_crop
from lab import cases
from lab.cases import noise

HELD_OUT: list[dict] = [
    {"image": held_out_crop("rocket", 90, 40, 20, 30)},
    {"image": {"whole_levels": noise(211, 30, 8)}},
    {"image": {"pixels": [[[0, 127, 128], [255, 126, 129]], [[127, 0, 255], [128, 200, 50]]]}},
]

REQUIREMENTS = {  # words of the prompt -> the check and the case by which this is tested
    "`(H, W, 3)`, RGB in 0..255": ("black_or_full", 0),
    "an array `(H, W, 3)`": ("black_or_full", 0),
    "each colour of each pixel on its own": ("each_channel_on_its_own", 102),
    "the farther of 0 and 255": ("farther_end", 0),
    "`img` is not changed": ("black_or_full", 0),
}

TOLERANCE = Tolerance(1e-9, of="the norm: nothing is computed that could round")


@pytest.mark.points(1)
def test_black_or_full(answers: Answers):
    """The result has the image's shape and holds the values 0 and 255 and no others; the image is not changed."""
    for answer in answers:
        found, wanted = np.unique(answer.form("baseline", kinds=("array",))), np.unique(answer.wanted("baseline"))
        if set(found) <= {0, 255} and set(found) != set(wanted):
            raise answer.untold("the values are 0 or 255, but not the ones that belong there")
        if set(found) != set(wanted):
            values = " and ".join(f"{value:g}" for value in found) if len(found) < 4 else f"{len(found)} different ones"
            values = "others" if answer.words.reserved else values
            raise answer.wrong(f"expected {' and '.join(f'{value:g}' for value in wanted)} and no other values, got {values}")
        answer.kept("img_kept", "img")


@pytest.mark.points(1)
def test_farther_end(answers: Answers):
    """Dark values get 255 and bright values get 0."""
    for answer in answers:
        clear = abs(image_of(answer) - 127.5) > 20
        given, expected = answer.array("baseline"), answer.wanted("baseline")
        if (given != expected)[clear].any():
            share = (given != expected)[clear].mean()
            most = "half of them or more" if share >= 0.5 else "less than half of them"
            said = most if answer.words.reserved else f"{share:.0%} of them"
            raise answer.wrong(f"clearly dark values should get 255 and clearly bright ones 0, and {said} did not")


@pytest.mark.points(1)
def test_each_channel_on_its_own(answers: Answers):
    """Each channel decides for itself, up to the middle of the range: 127 gets 255, 128 gets 0."""
    for answer in answers:
        answer.close("baseline", TOLERANCE)


def image_of(answer: Answer) -> np.ndarray:

    return cases.image(answer.recipe["image"])
