"""What the moments of a student's quadrature say of a mistake along the path of integrated gradients."""

from typing import Any

from autograder.judging.answers import Answer, CheckFailed
from autograder.judging.misconception import Misconception
from autograder.judging.similarity import TOLERANCE, numbers
from autograder.rubric.quadrature import Moments, moments
from autograder.rubric.test_integrated_gradients import tolerance
from selfcheck.encoding import Array


def along_the_path(task: str, given: list[Answer]) -> Misconception | None:
    """What the moments of the quadrature say, where the answers are sums of gradients on the right path at all."""
    curved = [a for a in given if a.recipe["network"].get("degree", 1) > 1]
    right_shape = all(same_shape(a.given.get("attribution"), a.expected["attribution"]) for a in curved)
    if not curved or not right_shape:
        return None
    try:
        found = [moments(a) for a in curved]
    except CheckFailed:  # NaN, or no real numbers: there is nothing to read off
        return None
    if any(m.residual > TOLERANCE for m in found):
        return None
    if any(abs(m.zeroth - 1) > TOLERANCE for m in found):
        if not one_divisor(found, curved) or any(abs(m.first / m.zeroth - 0.5) > 0.08 for m in found):
            return None
        return Misconception(
            "weights_do_not_add_up", task, "A sum of gradients on the right path, whose weights do not add up to 1.",
            "It is as if the weights of your gradients did not add up to one. Count them: what do you multiply and divide by?",
        )  # fmt: skip
    steps = [a.recipe["steps"] for a in curved]
    if all(m.first > 0.5 + 0.5 / n + TOLERANCE for m, n in zip(found, steps, strict=True)):
        return Misconception(
            "too_close_to_the_image", task, "An average along the path, nearer to the image than to the baseline.",
            "Taken together your gradients lie nearer to the image than to the baseline. Print their positions on the path.",
        )  # fmt: skip
    if all(m.first < 0.5 - 0.5 / n - TOLERANCE for m, n in zip(found, steps, strict=True)):
        return Misconception(
            "too_close_to_the_baseline", task, "An average along the path, nearer to the baseline than to the image.",
            "Taken together your gradients lie nearer to the baseline than to the image. Print their positions on the path.",
        )  # fmt: skip
    return None


def one_divisor(found: list[Moments], curved: list[Answer]) -> bool:
    """Whether the weights' sum is positive and the same wherever the number of steps is: a matter of counting them."""
    sums: dict[int, float] = {}
    same = [
        abs(sums.setdefault(a.recipe["steps"], m.zeroth) / m.zeroth - 1) < TOLERANCE for a, m in zip(curved, found, strict=True)
    ]
    return all(same) and min(sums.values()) > 0


def same_shape(given: Any, right: Array) -> bool:
    return isinstance(given, Array) and given.shape == right.shape and numbers(given) is not None


def closeness(answer: Answer) -> float | None:
    """How far right quadratures lie apart on a case; None where all give the same."""
    network = answer.recipe["network"]
    if network.get("degree") == 1:
        return None
    return tolerance(answer.recipe) if "degree" not in network else 1.5 / answer.recipe["steps"]
