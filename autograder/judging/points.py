"""How many points a task is worth: read from its checks, or from its marking guide, the only places where they stand."""

import re
from collections.abc import Callable
from functools import cache

from autograder.assignments import checks, rubric_folder
from autograder.judging.written_points import points_in
from autograder.layout import course_root

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
    rubric = rubric_folder() / f"test_{task}.py"
    if not rubric.is_file():
        return points_by_hand(task)
    written = points_in(rubric.read_text(encoding="utf-8"))
    return sum(points_of(check) for check in checks(task)) if written is None else written


def points_by_hand(name: str) -> float:
    """What an answer in words or a figure is worth: the first line of its marking guide, or of its solved cell."""
    references = course_root() / "reference_solutions"
    guides = {references / "written" / f"{name}.md": "<!-- points: N -->", references / "cells" / f"{name}.py": "# points: N"}
    for guide, line in guides.items():
        if guide.is_file():
            points = points_in_guide(guide.read_text(encoding="utf-8"))
            if points is None:
                raise ValueError(
                    f"{guide.relative_to(course_root())} does not say what it is worth: its first line is to be {line}"
                )
            return points
    raise KeyError(name)


def points_in_guide(text: str) -> float | None:
    """The points on the first line of a marking guide or a solved cell; None where it says none."""
    found = BY_HAND.match(text)
    return float(found[1]) if found else None


def points_of_guides() -> dict[str, float]:
    """What each answer in words and each figure is worth that a person grades."""
    references = course_root() / "reference_solutions"
    guides = sorted([*(references / "written").glob("*.md"), *(references / "cells").glob("*.py")], key=lambda path: path.stem)
    found = {path.stem: points_in_guide(path.read_text(encoding="utf-8")) for path in guides}
    return {name: points for name, points in found.items() if points is not None}
