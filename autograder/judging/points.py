"""How many points a task is worth: read from its checks, or from its marking guide, the only places where they stand."""

import re
from collections.abc import Callable
from functools import cache

from autograder.assignments import RUBRIC, checks
from autograder.judging.written_points import points_in
from autograder.layout import ROOT

BY_HAND = re.compile(r"\A(?:<!--|#) points: (\d+(?:\.\d+)?)\b")  # the first line of what a person grades by


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
        ValueError: its points are not to be found where they belong.
    """
    rubric = RUBRIC / f"test_{task}.py"
    if not rubric.is_file():
        return points_by_hand(task)
    written = points_in(rubric.read_text(encoding="utf-8"))
    return sum(points_of(check) for check in checks(task)) if written is None else written


def points_by_hand(name: str) -> float:
    """What an answer in words or a figure is worth: the first line of its marking guide, or of its solved cell."""
    references = ROOT / "reference_solutions"
    for guide, line in (
        (references / "written" / f"{name}.md", "<!-- points: N -->"),
        (references / "cells" / f"{name}.py", "# points: N"),
    ):
        if guide.is_file():
            found = BY_HAND.match(guide.read_text(encoding="utf-8"))
            if found is None:
                raise ValueError(f"{guide.relative_to(ROOT)} does not say what it is worth: its first line is to be {line}")
            return float(found[1])
    raise KeyError(name)
