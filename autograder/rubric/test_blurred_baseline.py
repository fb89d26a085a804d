"""blurred_baseline: the image under a Gaussian."""

import numpy as np
import pytest

from autograder.rubric.answers import Answer, Answers

TOLERANCE = 5e-3  # of the norm, away from the edges
GREY_LEVELS = 1.5  # of 0..255: rounding to whole levels and a kernel cut at 3 sigma are no mistakes


def inside(answer: Answer) -> tuple[np.ndarray, np.ndarray]:
    """(given, expected) without their edges: there the libraries differ, and all are right."""
    margin = int(answer.recipe["sigma"] * 3) + 1
    given, expected = answer.array("baseline"), answer.wanted("baseline")
    return given[margin:-margin, margin:-margin], expected[margin:-margin, margin:-margin]


def blurred(answer: Answer) -> None:
    given, expected = inside(answer)
    worst = abs(given - expected).max()
    if worst > GREY_LEVELS:
        raise answer.wrong(f"away from the edges it differs from a Gaussian blur by up to {worst:.1f} grey levels")


@pytest.mark.points(1)
def test_an_image_like_the_first(answers: Answers):
    """The result has the image's shape (H, W, 3) and its mean colour in 0..255, and is smoother than the image."""
    for answer in answers:
        given, expected = inside(answer)
        if abs(given.mean((0, 1)) - expected.mean((0, 1))).max() > 3:
            raise answer.wrong("the mean colour has changed; is the result still RGB in 0..255?")
        if given.std() > expected.std() * 1.5 + 3:
            raise answer.wrong("the result is hardly smoother than the image")


@pytest.mark.points(1)
def test_soft_blur(answers: Answers):
    """With a small sigma it is the image under a Gaussian of that many pixels, each channel on its own."""
    for answer in answers:
        if answer.recipe["sigma"] < 2.5:
            blurred(answer)


@pytest.mark.points(1)
def test_wide_blur(answers: Answers):
    """With a large sigma too: the width of the blur follows sigma."""
    for answer in answers:
        if answer.recipe["sigma"] >= 2.5:
            blurred(answer)
