"""Which Gaussian is it? A blurred image beside blurs by other windows and of other widths: true of unlisted mistakes, too."""

from collections.abc import Iterator

import cv2
import numpy as np
from scipy.optimize import minimize_scalar

from autograder.assignments import declaration
from autograder.judging.answers import Answer
from autograder.judging.misconception import Misconception
from autograder.judging.similarity import numbers
from lab import cases

BORDERS = (cv2.BORDER_REFLECT, cv2.BORDER_REFLECT_101, cv2.BORDER_REPLICATE, cv2.BORDER_CONSTANT)
WIDTHS = np.geomspace(0.4, 40, 20)  # pixels: between these the best one is looked for
HALF_A_LEVEL = 0.6  # grey levels: rounding to whole ones is no difference


def inside(values: np.ndarray, answer: Answer) -> np.ndarray:
    """A blurred image without its edge, where the libraries differ."""
    margin = declaration(answer.case.task).margin(answer.recipe)
    return values[margin:-margin, margin:-margin]


def blurs(answer: Answer, sigma: float, window: int = 0) -> Iterator[np.ndarray]:
    """A case's image under a Gaussian, for each thing that may lie beyond its edge; window 0 is wide enough."""
    image = np.asarray(cases.image(answer.recipe["image"]), np.float32)
    for border in BORDERS:
        yield inside(cv2.GaussianBlur(image, (window, window), sigma, sigmaY=sigma, borderType=border), answer)


def given_in(answer: Answer) -> np.ndarray | None:
    """The given baseline without its edge, or None where it is no image of the right shape."""
    given = numbers(answer.given.get("baseline"))
    if given is None or given.shape != answer.expected["baseline"].shape or not np.isfinite(given).all():
        return None
    return inside(given, answer)


def apart(answer: Answer, sigma: float, window: int = 0) -> float:
    """How many grey levels a given baseline lies from its image under this Gaussian, at most; infinite where it is no image."""
    given = given_in(answer)
    return np.inf if given is None else min(float(np.abs(given - blur).max()) for blur in blurs(answer, sigma, window))


def is_blur(answer: Answer, sigma: float, window: int = 0) -> bool:
    """Whether a given baseline is its image under this Gaussian."""
    return apart(answer, sigma, window) <= HALF_A_LEVEL


def is_right(answer: Answer) -> bool:
    return is_blur(answer, answer.recipe["sigma"])


def window_too_small(task: str, given: list[Answer]) -> Misconception | None:
    """Right in sigma, wherever it is wrong, but cut off by a window that is too small for it."""
    wrong = [answer for answer in given if not is_right(answer)]
    if not wrong or not all(map(cut_off, wrong)):
        return None
    return Misconception(
        "window_too_small", task, "The right sigma, in a window that cuts the Gaussian off.",
        "Is your window wide enough for a Gaussian of this sigma? How large are the weights at its edge?",
    )  # fmt: skip


def cut_off(answer: Answer) -> bool:
    """Whether some odd window of less than two and a half sigmas to each side gives this answer."""
    sigma = answer.recipe["sigma"]
    return any(is_blur(answer, sigma, window) for window in range(3, 2 * int(np.ceil(2.5 * sigma)), 2))


def another_width(task: str, given: list[Answer]) -> Misconception | None:
    """A Gaussian blur on every case, and of another width than sigma."""
    widths = []
    for answer in given:
        widths.append(nearest_width(answer))
        if not is_blur(answer, widths[-1]):
            return None
    if all(map(is_right, given)):
        return None
    if any(all(is_blur(answer, width) for answer in given) for width in widths):
        return Misconception(
            "always_the_same_width", task, "A Gaussian blur of one width, whatever sigma is.",
            "Call it with two different sigmas. Does the second result look softer than the first?",
        )  # fmt: skip
    return Misconception(
        "another_width", task, "A Gaussian blur, but not of the width that was asked for.",
        "Your result is a Gaussian blur of another width than was asked for. What happens to sigma on its way to the filter?",
    )  # fmt: skip


def nearest_width(answer: Answer) -> float:
    """The width with which a Gaussian comes nearest to an answer."""
    place = int(np.argmin([apart(answer, width) for width in WIDTHS]))
    between = WIDTHS[max(place - 1, 0)], WIDTHS[min(place + 1, len(WIDTHS) - 1)]
    return float(minimize_scalar(lambda width: apart(answer, width), bounds=between, method="bounded").x)
