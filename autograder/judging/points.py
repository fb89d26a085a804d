"""How many points a task is worth: read from its checks, the only place where they stand."""

import importlib
from collections.abc import Callable
from functools import cache

from autograder.rubric.by_hand import BY_HAND
from lab.tasks import TASKS


def checks_of(task: str) -> list[Callable]:
    """The checks of an autograded task, in the order of the file."""
    module = importlib.import_module(f"autograder.rubric.test_{task}")
    return [check for name, check in vars(module).items() if name.startswith("test_")]


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
        return sum(points_of(check) for check in checks_of(task))
    return float(BY_HAND[task])
