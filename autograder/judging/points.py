"""How many points a task is worth: read from its checks, the only place where they stand."""

import importlib
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from autograder.judging.written_points import points_in
from autograder.rubric.by_hand import BY_HAND
from lab.tasks import TASKS


def checks_of(task: str) -> list[Callable]:
    """The checks of an autograded task, in the order of the file."""
    module = importlib.import_module(f"autograder.rubric.test_{task}")
    return [check for name, check in vars(module).items() if name.startswith("test_")]


def points_of(check: Callable) -> float:
    """The points on a check's marker.

    Raises:
        ValueError: the check has no such marker, or two.
    """
    marks = [mark for mark in getattr(check, "pytestmark", []) if mark.name == "points" and mark.args]
    if len(marks) != 1:
        raise ValueError(f"{check.__module__}.{check.__name__} needs one line @pytest.mark.points(N), it has {len(marks)}")
    return float(marks[0].args[0])


@cache
def max_points(task: str) -> float:
    """What a task is worth, autograded or graded by hand.

    Raises:
        KeyError: there is no such task.
    """
    if task not in TASKS:
        return float(BY_HAND[task])
    spec = find_spec(f"autograder.rubric.test_{task}")
    if spec is None or spec.origin is None:
        raise KeyError(task)
    written = points_in(Path(spec.origin).read_text(encoding="utf-8"))
    return sum(points_of(check) for check in checks_of(task)) if written is None else written
