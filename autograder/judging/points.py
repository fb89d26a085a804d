"""How many points a task is worth: read from its checks, the only place where they stand."""

from collections.abc import Callable
from functools import cache

from autograder.assignments import checks
from autograder.rubric.by_hand import BY_HAND
from lab.tasks import TASKS


def points_of(check: Callable) -> float:
    """The points on a check's marker."""
    (mark,) = [mark for mark in check.pytestmark if mark.name == "points"]  # type: ignore[attr-defined]
    return float(mark.args[0])


@cache
def max_points(task: str) -> float:
    """What a task is worth, autograded or graded by hand.

    Raises:
        KeyError: there is no such task.
    """
    if task in TASKS:
        return sum(points_of(check) for check in checks(task))
    return float(BY_HAND[task])
