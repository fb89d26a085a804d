"""Which Gaussian is it? A blurred image beside blurs by other windows and of other widths: true of unlisted mistakes, too."""

from collections.abc import Iterator

import cv2
import numpy as np

from autograder.assignments import declaration
from autograder.judging.answers import Answer
from autograder.judging.misconception import Misconception
from autograder.judging.similarity import numbers
from lab import cases

BORDERS = (cv2.BORDER_REFLECT, cv2.BORDER_REFLECT_101, cv2.BORDER_REPLICATE, cv2.BORDER_CONSTANT)
WIDTHS = np.geomspace(0.4, 40, 140)  # pixels: neighbours are 3.4 % apart
HALF_A_LEVEL = 0.6  # grey levels: rounding to whole ones is no difference
BETWEEN_WIDTHS = 0.02  # of the blurred image's range: what the grid of widths leaves open


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


def is_blur(answer: Answer, sigma: float, window: int = 0, allowed: float = HALF_A_LEVEL) -> bool:
    """Whether a given baseline is its image under this Gaussian."""
    given = given_in(answer)
    return given is not None and any(np.abs(given - blur).max() <= allowed for blur in blurs(answer, sigma, window))


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
    found = [fitting_widths(answer) for answer in given]
    if not all(len(widths) for widths in found) or all(map(is_right, given)):
        return None
    if max(widths.min() for widths in found) <= min(widths.max() for widths in found):
        return Misconception(
            "always_the_same_width", task, "A Gaussian blur of one width, whatever sigma is.",
            "Call it with two different sigmas and compare the results. Does the second look softer than the first?",
        )  # fmt: skip
    return Misconception(
        "another_width", task, "A Gaussian blur, but not of the width that was asked for.",
        "Your result is a Gaussian blur of another width than was asked for. What happens to sigma on its way to the filter?",
    )  # fmt: skip


def fitting_widths(answer: Answer) -> np.ndarray:
    """The widths of a grid with which a Gaussian gives this answer, as nearly as the grid allows."""
    given = given_in(answer)
    if given is None:
        return np.empty(0)
    allowed = HALF_A_LEVEL + BETWEEN_WIDTHS * float(np.ptp(given))
    return np.array([sigma for sigma in WIDTHS if is_blur(answer, sigma, allowed=allowed)])
