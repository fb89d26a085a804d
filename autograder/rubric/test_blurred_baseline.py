"""blurred_baseline: the image under a Gaussian."""

import numpy as np
import pytest

from autograder.judging.answers import Answer, Answers
from autograder.judging.measures import distance, scale
from autograder.judging.tolerance import Tolerance
from autograder.rubric.recipes import held_out_crop, striped, tinted
from lab import cases
from lab.cases import noise

HELD_OUT: list[dict] = [
    {"image": held_out_crop("rocket", 20, 20, 48, 36), "sigma": 2.0},
    {"image": noise(201, 40, 56), "sigma": 4.0, "rough": True},
    {"image": striped(30, 32, period=8), "sigma": 2.0},
    {"image": striped(38, 40, period=12), "sigma": 2.0},
    {"image": striped(58, 60, period=16), "sigma": 4.0},
    {"image": tinted(203, 40, 44), "sigma": 3.0, "tinted": True},
]

REQUIREMENTS = {  # words of the prompt -> the check and the case by which this is tested
    "`(H, W, 3)`, RGB in 0..255": ("an_image_like_the_first", 0),
    "`sigma`, a positive number in pixels": ("wide_blur", 101),
    "an array `(H, W, 3)` in 0..255": ("an_image_like_the_first", 0),
    "each colour channel blurred on its own": ("soft_blur", 102),
    "`img` is not changed": ("an_image_like_the_first", 0),
    "Any usual treatment of the borders is right": ("wide_blur", 0),
}

TOLERANCE = Tolerance(
    0.03, of="the norm, away from the edges: whole grey levels and box filters that make a bell are no mistakes"
)
MEAN_COLOUR = Tolerance(6, of="one grey level, of an image whose colours are the same everywhere but for noise")
SHARPNESS = Tolerance(0.3, of="the image's differences between neighbours: a wide blur leaves hardly any")


def inside(answer: Answer) -> tuple[np.ndarray, np.ndarray]:
    """(given, expected) without their edges: there the libraries differ, and all are right."""
    margin = int(answer.recipe["sigma"] * 3) + 1
    given, expected = answer.array("baseline"), answer.wanted("baseline")
    return given[margin:-margin, margin:-margin], expected[margin:-margin, margin:-margin]


def blurred(answer: Answer) -> None:
    given, expected = inside(answer)
    if TOLERANCE.exceeded_by(distance(given, expected)):
        if distance(given, scale(given, expected) * expected) < TOLERANCE and scale(given, expected) > 0:
            raise answer.untold(answer.words.compared(given, expected))
        worst = "" if answer.words.reserved else f" by up to {abs(given - expected).max():.1f} grey levels"
        raise answer.wrong(f"away from the edges it differs from a Gaussian blur{worst}")


def sharpness(image: np.ndarray) -> float:
    """How far neighbours lie apart, down and across, in the mean of squares."""
    return float(np.sqrt(np.mean(np.diff(image, axis=0) ** 2) + np.mean(np.diff(image, axis=1) ** 2)))


def image_of(answer: Answer) -> np.ndarray:
    return cases.image(answer.recipe["image"])


@pytest.mark.points(1)
def test_an_image_like_the_first(answers: Answers):
    """The result has the image's shape (H, W, 3) and mean colour in 0..255 and is smoother; the image is not changed."""
    for answer in answers:
        answer.form("baseline", kinds=("array",))
        answer.kept("img_kept", "img")
    for answer in answers.where(rough=True):
        if SHARPNESS.exceeded_by(sharpness(answer.array("baseline")) / sharpness(image_of(answer))):
            raise answer.wrong("the result is hardly smoother than the image")
    for answer in answers.where(tinted=True):
        given, expected = inside(answer)
        if MEAN_COLOUR.exceeded_by(float(abs(given.mean((0, 1)) - expected.mean((0, 1))).max())):
            raise answer.wrong("the mean colour has changed; is the result still RGB in 0..255?")


@pytest.mark.points(1)
def test_soft_blur(answers: Answers):
    """With a small sigma it is the image under a Gaussian of that many pixels, each channel on its own."""
    for answer in answers:
        if answer.recipe["sigma"] < 2.5:
            blurred(answer)


@pytest.mark.points(1)
def test_wide_blur(answers: Answers):
    """With a large sigma, too, it is the image under a Gaussian of that many pixels: the blur's width follows sigma."""
    for answer in answers:
        if answer.recipe["sigma"] >= 2.5:
            blurred(answer)
