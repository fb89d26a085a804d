"""What a task is worth stands in the rubric, in the release and in the gradebook: nothing is judged where they disagree.

nbgrader caps a task at what the gradebook has for it and refuses a score above that; so points that were changed in one place
alone take marks away in silence, or leave the best answers without any.
"""

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from autograder.judging.points import max_points
from autograder.notebooks.cells import TEST


class Cell(NamedTuple):
    """A graded cell of an assignment."""

    notebook: str
    name: str

    @property
    def task(self) -> str:
        return self.name.removeprefix(TEST)


class Disagreement(NamedTuple):
    """A task that is not worth the same everywhere: place -> its points there, None where that place does not know it."""

    task: str
    points: dict[str, float | None]

    def __str__(self) -> str:
        numbers = ", ".join(f"{place} {'none' if points is None else f'{points:g}'}" for place, points in self.points.items())
        return f"{self.task} ({numbers})"


class PointsDisagree(ValueError):
    """Rubric, release and gradebook do not agree on what a task is worth."""


def refuse_other_points(assignment: str, release: Mapping[str, str]) -> None:
    """Compares rubric and release, where there is no gradebook.

    Args:
        release: the name of each notebook of the release -> its JSON text.
    Raises:
        PointsDisagree: a task is not worth the same in both; the message says which and what to type.
    """
    if found := disagreements(release):
        raise PointsDisagree(refusal(assignment, found, commands(assignment)))


def disagreements(release: Mapping[str, str], gradebook: Mapping[Cell, float] | None = None) -> list[Disagreement]:
    """The tasks that are not worth the same everywhere, in the order of the release.

    Args:
        gradebook: the points of each graded cell that the gradebook holds; None where it does not know the assignment.
    """
    released = dict(points_in_release(release))
    found = []
    for cell in dict.fromkeys([*released, *(gradebook or {})]):
        points = {"rubric": points_in_rubric(cell.task), "release": released.get(cell)}
        if gradebook is not None:
            points["gradebook"] = gradebook.get(cell)
        if not agree(*points.values()):
            found.append(Disagreement(cell.task, points))
    return found


def points_in_release(release: Mapping[str, str]) -> Iterator[tuple[Cell, float]]:
    """Each graded cell of a release with its points."""
    for notebook, text in release.items():
        for cell in json.loads(text)["cells"]:
            marks: dict[str, Any] = cell["metadata"].get("nbgrader", {})
            if marks.get("grade") or marks.get("task"):
                yield Cell(notebook, marks["grade_id"]), float(marks["points"])


def points_in_rubric(task: str) -> float | None:
    """What the rubric gives for a task; None where it knows no such task."""
    try:
        return max_points(task)
    except KeyError:
        return None


def agree(*points: float | None) -> bool:
    """Whether all are known and the same number."""
    first, *others = points
    return first is not None and all(other is not None and math.isclose(first, other, abs_tol=1e-9) for other in others)


def commands(assignment: str) -> list[str]:
    """What makes the release anew from the rubric, and tells the gradebook."""
    return ["autograder build", f"nbgrader generate_assignment {assignment} --force"]


def refusal(assignment: str, found: list[Disagreement], typed: list[str]) -> str:
    """One line: which tasks, which numbers, and what to type.

    What is to be done about a task that the rubric does not know its author must say; the line after that says what comes next.
    """
    told = f"{assignment} was not judged, since points disagree: {', '.join(map(str, found))}. To fix it: "
    unknown = [one.task for one in found if one.points["rubric"] is None and one.points["release"] is not None]
    if unknown:
        do = f"write the rubric of {' and '.join(unknown)}, or take it out of the lesson; then "
        return told + do + in_turn(["autograder build", f"autograder grade {assignment}"])
    return told + in_turn(typed)


def in_turn(typed: list[str]) -> str:
    """Commands as a sentence names them."""
    return " and then ".join(f"`{command}`" for command in typed)
