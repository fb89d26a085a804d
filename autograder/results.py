"""results.json: what became of every student and task. docs/results.md says what each field means."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat

from autograder.course import Course
from autograder.rebuild import META, grade_id_of
from autograder.rubric.points import max_points
from autograder.verdict import Verdict
from lab.tasks import TASKS


def row(student: str, assignment: str, verdict: Verdict) -> dict[str, Any]:
    """One student's one task."""
    return {
        "student": student,
        "assignment": assignment,
        "task": verdict.task,
        "points": verdict.points,
        "max_points": verdict.max_points,
        "status": verdict.status,
        "misconception": verdict.misconception,
        "message": verdict.message,
        "hint": verdict.hint,
        "checks": [
            {
                "name": check.name,
                "sentence": check.sentence,
                "points": check.points,
                "max_points": check.max_points,
                "passed": check.passed,
                "message": check.message,
            }
            for check in verdict.checks
        ],
    }


def verdicts_in(autograded: Path) -> list[Verdict]:
    """The verdicts that the plugin left in an autograded notebook."""
    notebook = nbformat.read(autograded, as_version=4)
    return [Verdict.from_json(plain) for plain in notebook.metadata.get(META, {}).get("verdicts", [])]


def notes_in(autograded: Path) -> list[str]:
    """What was repaired in an autograded notebook, and what went wrong while it ran."""
    ours = nbformat.read(autograded, as_version=4).metadata.get(META, {})
    return [*ours.get("repairs", []), *ours.get("notes", [])]


def tasks_of(course: Course, assignment: str) -> list[str]:
    """The autograded tasks of an assignment, from its release."""
    found = []
    for path in sorted(course.room("release", ".", assignment).glob("*.ipynb")):
        names = (grade_id_of(cell) for cell in nbformat.read(path, as_version=4).cells)
        found += [name for name in names if name in TASKS]
    return found


def without_notebook(tasks: Iterable[str], message: str) -> list[Verdict]:
    """The verdicts on a submission that has no notebook."""
    return [Verdict(task, 0.0, max_points(task), "unanswered", message) for task in tasks]


def write(rows: list[dict[str, Any]], path: Path) -> None:
    """All the rows as one JSON list."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a results file.

    Raises:
        ValueError: it is no such file.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path} is no results file: {error}. Delete it and grade again") from error
