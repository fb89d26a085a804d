"""random_baseline_integrated_gradients: an average over fresh random baselines, judged from the baselines that were used."""

import numpy as np
import pytest

from autograder.judging.answers import Answer, Answers
from autograder.judging.tolerance import Tolerance
from autograder.rubric.quadrature import normalised
from autograder.rubric.recipes import dim
from lab import cases
from lab.cases import noise, polynomial
from lab.probes import (
    NOISE_LIMITS,
    UNLIKE,
    average_factor,
    distinct_directions,
    likeliest_starts,
    noise_fault,
    noise_measures,
    whole_factor,
)
from lab.tasks.random_baseline import most_points, too_many_images
from reference_solutions.pre_processing import MEAN, STD

HELD_OUT: list[dict] = [
    {"network": polynomial(190, 1, 9, 7), "image": noise(70191, 9, 7), "target": 1, "steps": 8, "trials": 5},
    {"network": polynomial(192, 1, 8, 8), "image": dim(70193, 8, 8), "target": 0, "steps": 4, "trials": 3},
]

REQUIREMENTS = {  # words of the prompt -> the check and the case by which this is tested
    "with `num_random_trials`": ("fresh_baselines", 101),
    "an array `(H, W, 3)`": ("average", 0),
    "the average over `num_random_trials` integrated gradients": ("average", 100),
    "*fresh*": ("fresh_baselines", 0),
    "uniformly from 0..255": ("uniform_over_all_colours", 0),
}

UNEXPLAINED = Tolerance(1e-3, of="the norm, left unexplained by the average")
FACTOR = Tolerance(1e-3, of="the factor: how far it lies beyond what a right quadrature makes of 1")
BEYOND = Tolerance(NOISE_LIMITS["beyond"], of="one grey level, outside 0..255")
MISSING = Tolerance(NOISE_LIMITS["missing"], of="one grey level, between the noise and an end of the range")
UNEVEN = Tolerance(NOISE_LIMITS["uneven"], of="1: the largest distance from the uniform distribution")
LIKE_THE_IMAGE = Tolerance(NOISE_LIMITS["like_the_image"], of="1: the correlation of the baselines with the image")
OF_ONE_COLOUR = Tolerance(NOISE_LIMITS["of_one_colour"], of="uniform noise's deviation over the baselines'")
GREY = Tolerance(NOISE_LIMITS["grey"], of="half the range over the channels' distance from their mean")
NOISE = {
    "beyond": BEYOND,
    "missing": MISSING,
    "uneven": UNEVEN,
    "like_the_image": LIKE_THE_IMAGE,
    "of_one_colour": OF_ONE_COLOUR,
    "grey": GREY,
}


NOISE_IN_WORDS = {  # what an exceeded limit means, without the numbers
    "beyond": "the baselines reach beyond 0 .. 255, and should lie within it",
    "missing": "the baselines should fill 0 .. 255, and leave one of its ends out",
    "uneven": "the baselines' values are not spread evenly over 0 .. 255",
    "like_the_image": "the baselines resemble the image; they should know nothing of it",
    "of_one_colour": "a baseline is nearly of one colour; uniform noise has its own number for every pixel",
    "grey": "the three channels of a baseline are the same: that is grey noise",
}


def is_full(answer: Answer) -> bool:
    """Whether the record of what the network was shown ends at its limit: what came after that is not in it."""
    return len(answer.array("points", same_shape=False)) >= most_points(answer.recipe)


def rows(answer: Answer) -> list[np.ndarray]:
    """Where the paths start, a row for each distinct baseline, normalised pixels (3 * H * W,).

    Only of a function that gives an attribution back: who draws baselines and returns nothing has not answered.
    """
    answer.array("attribution")
    image = normalised(cases.image(answer.recipe["image"])).transpose(2, 0, 1).ravel()
    points = answer.array("points", same_shape=False)
    fits = points.ndim == 2 and points.shape[1:] == image.shape and len(points) <= most_points(answer.recipe)
    return distinct_directions(points, image) if fits else []


def starts(answer: Answer) -> np.ndarray:
    """The same rows as one array (trials, 3 * H * W), where there are some."""
    found = rows(answer)
    if not found:
        raise answer.untold("the network was never shown an image on a path to the image")
    return np.stack(found)


def pixels(answer: Answer, rows: np.ndarray) -> np.ndarray:
    """Normalised rows as pixels (trials, H, W, 3) in 0..255."""
    height, width, _ = cases.image(answer.recipe["image"]).shape
    channels_last = rows.reshape(-1, 3, height, width).transpose(0, 2, 3, 1)
    return (channels_last * STD + MEAN) * 255


@pytest.mark.points(1)
def test_fresh_baselines(answers: Answers):
    """Every trial draws a baseline of its own, and there are as many trials as were asked for."""
    for answer in answers:
        trials, found = answer.recipe["trials"], len(rows(answer))
        if found == trials:
            continue
        if is_full(answer):  # how many came after that, nobody knows
            raise answer.untold(too_many_images(answer.recipe))
        said = answer.words.count(found, trials)
        raise answer.wrong(f"{trials} trials should use {trials} different baselines; yours used {said}")


@pytest.mark.points(1)
def test_uniform_over_all_colours(answers: Answers):
    """The baselines are uniform noise in 0..255: every pixel and every channel on its own."""
    for answer in answers:
        image = cases.image(answer.recipe["image"])
        seen = pixels(answer, starts(answer))
        noise = likeliest_starts(seen, image, answer.recipe["steps"])
        exceeded = [name for name, measured in noise_measures(noise, image).items() if NOISE[name].exceeded_by(measured)]
        if exceeded:
            name, said = noise_fault(seen, image, answer.recipe["steps"])
            raise answer.wrong(NOISE_IN_WORDS.get(name, UNLIKE) if answer.words.reserved else said)


@pytest.mark.points(1)
def test_average(answers: Answers):
    """The result is an array (H, W, 3), the average of the integrated gradients from these baselines."""
    for answer in answers:
        image = normalised(cases.image(answer.recipe["image"]))  # (H, W, 3)
        gradient = constant_gradient(answer)
        given = answer.form("attribution", kinds=("array",))
        observed = starts(answer).reshape(-1, 3, *image.shape[:2]).transpose(0, 2, 3, 1)  # (trials, H, W, 3)
        factor, residual = average_factor(given, gradient, image, observed)
        beyond = max(1 - factor, factor - 1 / (1 - 1 / answer.recipe["steps"]))
        said = "the result is no average of integrated gradients from the baselines that were used"
        if UNEXPLAINED.exceeded_by(residual):
            raise answer.untold(too_many_images(answer.recipe)) if is_full(answer) else answer.wrong(said)
        if FACTOR.exceeded_by(beyond):
            times = whole_factor(factor, answer.recipe["steps"], answer.recipe["trials"])
            raise answer.wrong(f"the result is {times} times the average" if times else said)


def constant_gradient(answer: Answer) -> np.ndarray:
    """d probability / d image, (H, W, 3): these networks have the same one at every image."""
    network = cases.network(answer.recipe["network"])
    weight = network.weight.detach().numpy()  # type: ignore[operator,union-attr] # (3, H, W), of class 1
    return np.asarray(weight).transpose(1, 2, 0) * (1 if answer.recipe["target"] == 1 else -1)
