"""calculate_outputs_and_gradients: the gradient of the target's probability with respect to the image."""

import numpy as np
import pytest

from autograder.judging.answers import Answer, Answers
from autograder.judging.measures import cosine, distance
from autograder.judging.tolerance import Tolerance
from autograder.rubric.invariants import slope
from autograder.rubric.quadrature import normalised
from autograder.rubric.recipes import bright, dim, drifting, held_out_crop
from lab import cases
from lab.cases import POCKET, linear, noise, small

HELD_OUT: list[dict] = [
    {"network": linear(120, 3, 10, 14), "images": [noise(121, 10, 14)], "target": 1},
    {"network": small(122, 6), "images": [noise(123, 20, 12)], "target": 0},
    {"network": small(122, 6), "images": [noise(n, 14, 18) for n in (124, 125, 126)], "target": 4},
    {"network": drifting(127, 12, 10), "images": [dim(128, 12, 10), bright(129, 12, 10)], "target": None},
    {"network": POCKET, "images": [held_out_crop("rocket", 60, 60, 64, 48)], "target": 386},
]

REQUIREMENTS = {  # words of the prompt -> the check and the case by which this is tested
    "a list of images `(H, W, 3)`": ("one_array_for_all_images", 102),
    "a class or `None`": ("class_without_a_target", 1),
    "a NumPy array `(n, 3, H, W)`": ("one_array_for_all_images", 102),
    "softmax *probability*": ("direction", 0),
    "*pre-processed* image": ("size", 0),
    "class that was used, an `int`": ("class_without_a_target", 1),
    "**first** image": ("class_without_a_target", 103),
    "no absolute value, no scaling": ("size", 0),
}

TOLERANCE = Tolerance(1e-3, of="the gradient's norm")
POCKET_TOLERANCE = Tolerance(1e-2, of="the gradient's norm, where in nineteen layers rounding may flip a ReLU")


def tolerance(recipe: dict) -> Tolerance:
    """The distance that rounding alone may make, as a fraction of the norm."""
    return POCKET_TOLERANCE if recipe["network"]["network"] == "pocket" else TOLERANCE


def gradients(answer: Answer):
    """(given, expected), both (n, 3, H, W)."""
    return answer.array("gradients"), answer.wanted("gradients")


@pytest.mark.points(1)
def test_one_array_for_all_images(answers: Answers):
    """The gradients are a NumPy array (n, 3, H, W), not all zero, one gradient for each image."""
    for answer in answers:
        given = answer.form("gradients", kinds=("array",))
        if not all(gradient.any() for gradient in given):
            raise answer.wrong("a gradient is zero everywhere")


@pytest.mark.points(1)
def test_direction(answers: Answers):
    """The gradient points where the probability of the class that was asked for grows fastest."""
    for answer in answers:
        if answer.recipe["target"] is None:
            continue
        for given, expected in zip(*gradients(answer), strict=True):
            if tolerance(answer.recipe).exceeded_by(1 - cosine(given, expected)):
                raise answer.wrong(answer.words.compared(given, expected))


@pytest.mark.points(1)
def test_size(answers: Answers):
    """Each gradient has its own full size, as a small step confirms: nothing is averaged, rescaled or added up."""
    for answer in answers.on("linear"):
        image = normalised(cases.image(answer.recipe["images"][0]))
        direction = np.random.default_rng(answer.case.number).standard_normal(image.shape)
        given = float((gradients(answer)[0][0].transpose(1, 2, 0) * direction).sum())
        found = slope(answer, image, direction, answer.recipe["target"])
        if TOLERANCE.exceeded_by(abs(given - found) / abs(found)):
            raise answer.wrong(
                f"a small step changes the probability by {found:.4g} times its length, "
                f"the gradient says {answer.words.number(given, found)}",
                rests_on=("direction",),
            )
    for answer in answers:
        if answer.recipe["target"] is None:
            continue
        for given, expected in zip(*gradients(answer), strict=True):
            if tolerance(answer.recipe).exceeded_by(distance(given, expected)):
                raise answer.wrong(answer.words.compared(given, expected), rests_on=("direction",))


@pytest.mark.points(1)
def test_class_without_a_target(answers: Answers):
    """Without a target, and only then, the first image's predicted class is used for all images; it is returned as an int."""
    for answer in answers.where(target=None):
        label = answer["label"]
        if isinstance(label, bool) or not isinstance(label, int):
            raise answer.wrong(f"the class that was used should be returned as an int, got {answer.words.told(label)}")
        if label != answer.expected["label"]:
            raise answer.wrong(f"{answer.words.label(label)} was returned, expected {answer.expected['label']}")
        for given, expected in zip(*gradients(answer), strict=True):
            if tolerance(answer.recipe).exceeded_by(1 - cosine(given, expected)):
                label = answer.expected["label"]
                raise answer.wrong(
                    f"the gradient is not that of the probability of class {label}, the first image's", rests_on=("direction",)
                )
    for answer in answers.where(target=0):
        if answer["label"] != 0:
            raise answer.wrong("class 0 was asked for, and another came back")
