"""results.json: what became of every student and task. docs/results.md says what each field means."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.grading.submission import read_release
from autograder.judging.verdict import Verdict
from autograder.notebooks.cells import task_of

ELSEWHERE = "results_elsewhere.txt"  # beside where the results would be: the path of the file that was named instead


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
        "world": verdict.world,
        "waits": verdict.waits,
        "hashes": verdict.hashes.to_json(),
        "checks": [
            {
                "name": check.name,
                "sentence": check.sentence,
                "points": check.points,
                "max_points": check.max_points,
                "passed": check.passed,
                "message": check.message,
                "tested": check.tested,
            }
            for check in verdict.checks
        ],
    }


def verdicts_in(autograded: Path) -> list[Verdict]:
    """The verdicts that the plugin left in an autograded notebook."""
    return [Verdict.from_json(plain) for plain in ours_in(autograded).get("verdicts", [])]


def notes_in(autograded: Path) -> list[str]:
    """What was repaired in an autograded notebook, and what went wrong while it ran."""
    ours = ours_in(autograded)
    return [*ours.get("repairs", []), *ours.get("notes", [])]


def ours_in(autograded: Path) -> dict[str, Any]:
    """What the grader said in an autograded notebook."""
    from autograder.grading.graded import said_of  # loads nbformat, which the tables do not need

    return said_of(json.loads(autograded.read_bytes()))


def tasks_of(release: Path) -> dict[str, float]:
    """The autograded tasks of an assignment and their points, from its release folder: so they are in the gradebook, too."""
    found = {}
    for text in read_release(release).values():
        for cell in json.loads(text)["cells"]:
            if task := task_of(cell):
                found[task] = float(cell["metadata"]["nbgrader"]["points"])
    return found


def without_notebook(tasks: Mapping[str, float], message: str) -> list[Verdict]:
    """The verdicts on tasks, given with their points, of which there is no notebook."""
    return [Verdict(task, 0.0, most, "unanswered", message) for task, most in tasks.items()]


def submissions_beside(path: Path) -> Path:
    """The file beside the results that says of each student what was repaired or went wrong, and what judging took."""
    return path.with_name("submissions.json")


def previous_beside(path: Path) -> Path:
    """The file beside the results that keeps those before: the last ones that said something else."""
    return path.with_name(f"{path.stem}.previous{path.suffix}")


def keep_previous(path: Path, rows: list[dict[str, Any]]) -> None:
    """Keeps the results that a file holds, where they say something else of anybody than the rows that replace them."""
    try:
        old = read(path) if path.is_file() else []
    except ValueError:  # no results: there is nothing to keep
        return
    if old and marks_in(old) != marks_in(rows):
        fresh = path.with_name(f"{path.name}.new")
        shutil.copy2(path, fresh)  # with its time, which says when they were written
        os.replace(fresh, previous_beside(path))


def marks_in(rows: list[dict[str, Any]]) -> set[tuple]:
    """What results say of whom: student, task, points and status."""
    return {tuple(row.get(name) for name in ("student", "task", "points", "status")) for row in rows}


def default_place(course: Path, assignment: str) -> Path:
    """Where an assignment's results lie, unless somebody names another file."""
    return course / "reports" / assignment / "results.json"


def remember_place(default: Path, chosen: Path | None) -> None:
    """Takes down where results were written last, where that is another place than the usual one."""
    note = default.with_name(ELSEWHERE)
    if chosen is None or chosen.resolve() == default.resolve():
        note.unlink(missing_ok=True)
        return
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(f"{chosen.resolve()}\n", encoding="utf-8")


def last_place(default: Path) -> Path:
    """The file that the results were written to last."""
    note = default.with_name(ELSEWHERE)
    return Path(note.read_text(encoding="utf-8").strip()) if note.is_file() else default


def write(rows: list[dict[str, Any]] | dict[str, Any], path: Path) -> None:
    """All the rows as one JSON list, or what is said of each submission."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(line_by_line(rows) + "\n", encoding="utf-8")
    os.replace(fresh, path)  # all of it or the old one: whoever is killed here leaves no half


def line_by_line(rows: list[dict[str, Any]] | dict[str, Any]) -> str:
    """JSON with a line for each row: tools that compare lines name students then, and to indent it takes ten times as long."""
    if isinstance(rows, dict):
        lines = [f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in rows.items()]
        return "{\n" + ",\n".join(lines) + "\n}"
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]"


def read(path: Path) -> Any:
    """The rows of a results file, or what the file beside it says of each submission.

    Raises:
        ValueError: it is no such file.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path} is no results file: {error}. Delete it and grade again") from error
