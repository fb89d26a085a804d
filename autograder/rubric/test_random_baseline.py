"""random_baseline_integrated_gradients: an average over fresh random baselines, judged from the baselines that were used."""

import numpy as np
import pytest

from autograder.rubric.answers import Answer, Answers
from autograder.rubric.quadrature import normalised
from lab import cases
from lab.probes import average_factor, distinct_directions, noise_fault
from reference_solutions.pre_processing import MEAN, STD

UNEXPLAINED = 1e-3  # of the norm, in the average


def starts(answer: Answer) -> np.ndarray:
    """Where the paths start, one row per distinct baseline, normalised pixels (trials, 3 * H * W).

    Only of a function that gives an attribution back: who draws baselines and returns nothing has not answered.
    """
    answer.array("attribution", kinds=("array",))
    image = normalised(cases.image(answer.recipe["image"])).transpose(2, 0, 1).ravel()
    points = answer.array("points", same_shape=False)
    found = distinct_directions(points, image) if points.ndim == 2 and points.shape[1:] == image.shape else []
    if not found:
        raise answer.wrong("the network was never shown an image on a path to the image")
    return np.stack(found)


def pixels(answer: Answer, rows: np.ndarray) -> np.ndarray:
    """Normalised rows as pixels (trials, H, W, 3) in 0..255."""
    height, width, _ = cases.image(answer.recipe["image"]).shape
    channels_last = rows.reshape(-1, 3, height, width).transpose(0, 2, 3, 1)
    return (channels_last * STD + MEAN) * 255


@pytest.mark.points(1)
def test_fresh_baselines(answers: Answers):
    """Every trial draws a baseline of its own."""
    for answer in answers:
        trials, found = answer.recipe["trials"], len(starts(answer))
        if found != trials:
            raise answer.wrong(f"{trials} trials should use {trials} baselines, found {found} different ones")


@pytest.mark.points(1)
def test_uniform_over_all_colours(answers: Answers):
    """The baselines are uniform noise in 0..255: every pixel and every channel on its own."""
    for answer in answers:
        fault = noise_fault(pixels(answer, starts(answer)), answer.recipe["steps"])
        if fault:
            raise answer.wrong(fault)


@pytest.mark.points(1)
def test_average(answers: Answers):
    """The result is the average of the integrated gradients from these baselines."""
    for answer in answers:
        image = normalised(cases.image(answer.recipe["image"]))  # (H, W, 3)
        gradient = constant_gradient(answer)
        given = answer.array("attribution", kinds=("array",))
        observed = starts(answer).reshape(-1, 3, *image.shape[:2]).transpose(0, 2, 3, 1)  # (trials, H, W, 3)
        factor, residual = average_factor(given, gradient, image, observed)
        if residual > UNEXPLAINED or not 1 - 1e-3 <= factor <= 1 / (1 - 1 / answer.recipe["steps"]) + 1e-3:
            raise answer.wrong(
                f"the result is no average of integrated gradients from the {len(observed)} baselines that were used"
                + (f" (it is {factor:.3g} times as large)" if residual < UNEXPLAINED else "")
            )


def constant_gradient(answer: Answer) -> np.ndarray:
    """d probability / d image, (H, W, 3): these networks have the same one at every image."""
    network = cases.network(answer.recipe["network"])
    weight = network.weight.detach().numpy()  # type: ignore[operator,union-attr] # (3, H, W), of class 1
    return np.asarray(weight).transpose(1, 2, 0) * (1 if answer.recipe["target"] == 1 else -1)
