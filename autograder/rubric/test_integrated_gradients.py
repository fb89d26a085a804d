"""integrated_gradients: the gradient's average along the path from the baseline, times the way to the image."""

import numpy as np
import pytest

from autograder.judging.answers import Answer, Answers, CheckFailed
from autograder.judging.measures import distance, scale
from autograder.judging.tolerance import Tolerance
from autograder.rubric.invariants import change_of_score
from autograder.rubric.quadrature import moments
from autograder.rubric.recipes import dim, drifting, held_out_crop
from lab.cases import POCKET as POCKET_NETWORK
from lab.cases import noise, polynomial

HELD_OUT: list[dict] = [
    {
        "network": polynomial(170, 1, 7, 5),
        "image": noise(171, 7, 5),
        "target": 1,
        "baseline": noise(172, 7, 5),
        "steps": 13,
    },
    {
        "network": polynomial(170, 1, 7, 5),
        "image": noise(171, 7, 5),
        "target": 0,
        "baseline": None,
        "steps": 10,
    },
    {
        "network": polynomial(173, 2, 7, 5),
        "image": noise(174, 7, 5),
        "target": 1,
        "baseline": noise(175, 7, 5),
        "steps": 20,
    },
    {
        "network": polynomial(176, 3, 7, 5),
        "image": noise(177, 7, 5),
        "target": 1,
        "baseline": noise(178, 7, 5),
        "steps": 20,
    },
    {"network": drifting(179, 8, 8), "image": dim(180, 8, 8), "target": None, "baseline": None, "steps": 100},
    {
        "network": drifting(179, 8, 8),
        "image": dim(180, 8, 8),
        "target": 2,
        "baseline": noise(181, 8, 8),
        "steps": 100,
    },
    {
        "network": POCKET_NETWORK,
        "image": held_out_crop("rocket", 60, 60, 32, 40),
        "target": 386,
        "baseline": noise(182, 32, 40),
        "steps": 40,
    },
]

REQUIREMENTS = {  # words of the prompt -> the check and the case by which this is tested
    "an image `(H, W, 3)` in 0..255": ("average_times_difference", 0),
    "a class or `None`": ("one_class_along_the_path", 104),
    "`None` for the black image": ("black_baseline", 1),
    "an array `(H, W, 3)`": ("average_times_difference", 0),
    "The score is the softmax probability": ("average_times_difference", 0),
    "the class is chosen **once**": ("one_class_along_the_path", 104),
    "the weights of the gradients add up to 1": ("path", 102),
    "Neither `inputs` nor `baseline` may be changed": ("average_times_difference", 0),
    "A black *image* is not a tensor of zeros": ("black_baseline", 1),
}

AVERAGED = ("average_times_difference",)  # the check without which nothing can be said of the path
NEARLY = 1e-3  # of the norm

EXACT = Tolerance(1e-4, of="the norm, where every quadrature gives the same")
SUMS_TO_ONE = Tolerance(1e-4, of="the sum of a quadrature's weights")
MIDDLE = Tolerance(1e-4, of="the path's length: how far the steps' middle lies beyond a left or a right sum's")
EVENNESS = Tolerance(2e-3, of="the path: how far the steps' mean square lies beyond a left or a right sum's")
NOT_ON_A_PATH = Tolerance(1e-4, of="the norm, left unexplained by the best quadrature")
SMOOTH = Tolerance(0.025, of="the norm, on a network without kinks: right quadratures of 100 steps differ")
KINKED = Tolerance(0.1, of="the norm, on a network with kinks: right quadratures of 50 steps differ")
POCKET = Tolerance(0.25, of="the norm, on nineteen layers: right quadratures of 40 steps differ")


def tolerance(recipe: dict) -> Tolerance:
    """The distance that two right quadratures may have on a case, as a fraction of the norm."""
    return {"polynomial": EXACT, "drifting": SMOOTH, "small": KINKED, "pocket": POCKET}[recipe["network"]["network"]]


def on_polynomials(answers: Answers, degree: int) -> list[Answer]:
    return [answer for answer in answers.on("polynomial") if answer.recipe["network"]["degree"] == degree]


def off(answer: Answer, given: np.ndarray, expected: np.ndarray) -> CheckFailed:
    """What to raise of wrong attributions without a baseline: one factor for all tells nothing of where the path starts."""
    said, factor = answer.words.compared(given, expected), scale(given, expected)
    if distance(given, factor * expected) > NEARLY:
        return answer.wrong(said, rests_on=AVERAGED)
    if answer.recipe["target"] == 0 and abs(factor + 1) < NEARLY:  # of two probabilities one falls where the other rises
        return answer.wrong("class 0 was asked for, and these are the attributions of another class", rests_on=AVERAGED)
    return answer.untold(said)


@pytest.mark.points(1.5)
def test_average_times_difference(answers: Answers):
    """With one and the same gradient everywhere: an array (H, W, 3), this gradient times the pre-processed image minus baseline.

    Neither argument is changed.
    """
    for answer in on_polynomials(answers, degree=1):
        if answer.recipe["baseline"] is not None:
            answer.form("attribution", kinds=("array",))
            answer.close("attribution", EXACT)
            answer.kept("arguments_kept", "the image or the baseline")


@pytest.mark.points(1.5)
def test_path(answers: Answers):
    """The gradients are averaged evenly along the straight path from the baseline to the image, on any network."""
    for answer in on_polynomials(answers, degree=2) + on_polynomials(answers, degree=3):
        found, steps = moments(answer), answer.recipe["steps"]
        if NOT_ON_A_PATH.exceeded_by(found.residual):
            raise answer.wrong("no sum of gradients along the path from the baseline to the image gives these values", AVERAGED)
        if SUMS_TO_ONE.exceeded_by(abs(found.zeroth - 1)):
            weights = answer.words.number(found.zeroth, 1.0)
            raise answer.wrong(f"the weights of the steps add up to {weights}, expected 1", AVERAGED)
        if MIDDLE.exceeded_by(abs(found.first - 0.5) - 0.5 / steps):
            middle = answer.words.number(found.first, 0.5)
            raise answer.wrong(f"the mean of the steps is {middle}, expected 0.5 of the path", AVERAGED)
        if found.second is not None and EVENNESS.exceeded_by(abs(found.second - 1 / 3) - 0.5 / steps):
            square = answer.words.number(found.second, 1 / 3)
            raise answer.wrong(f"the steps are spread unevenly: their mean square is {square}, expected 0.333", AVERAGED)
    for answer in answers.on("small", "pocket"):
        answer.close("attribution", tolerance(answer.recipe), kinds=("array",), rests_on=AVERAGED)


@pytest.mark.points(1.5)
def test_black_baseline(answers: Answers):
    """Without a baseline the black image is taken: pixels of 0, which normalising moves. Class 0 is a class like any other."""
    for answer in answers.where(baseline=None):
        if answer.recipe["network"]["network"] == "polynomial":
            given, expected = answer.array("attribution"), answer.wanted("attribution")
            if EXACT.exceeded_by(distance(given, expected)):
                raise off(answer, given, expected)


@pytest.mark.points(1.5)
def test_one_class_along_the_path(answers: Answers):
    """One class is explained along the whole path, and the attributions add up to the change of that class's score."""
    for answer in answers.on("drifting"):
        total, change = answer.array("attribution").sum(), change_of_score(answer)
        if SMOOTH.exceeded_by(abs(total - change) / abs(change)):
            raise answer.wrong(
                f"the attributions add up to {answer.words.number(total, change)}, "
                f"the score changes by {change:.4g} from baseline to image"
            )
        answer.close("attribution", SMOOTH, kinds=("array",), rests_on=("average_times_difference", "path"))
