"""Grades all that is in submitted/ into the gradebook, one submission after the other, and writes results.json."""

import sys
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry
from sqlalchemy.exc import SAWarning
from tqdm import tqdm

from autograder import results
from autograder.course import Course
from autograder.place import boxed
from autograder.submission import read_file
from autograder.verdict import Verdict


@dataclass
class ClassGraded:
    """What came of a class."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)  # student -> what was repaired, or went wrong
    not_judged: list[str] = field(default_factory=list)  # students without a grade, by the grader's fault


def progress(items: Iterable, what: str, total: int | None = None) -> Iterable:
    """A bar with the time left on a terminal; a plain line now and then in a log."""
    quiet = not sys.stderr.isatty()
    return tqdm(items, desc=what, total=total, unit="", mininterval=15 if quiet else 0.2, ascii=quiet, leave=not quiet)


def grade(course: Course, assignment: str, json_file: Path | None = None, student: str | None = None) -> ClassGraded:
    """Grades an assignment's submissions.

    Args:
        json_file: where the results go; by default reports/<assignment>/results.json in the course.
        student: grade this one alone; the others' results stay as they are.
    Raises:
        FileNotFoundError: nothing has been handed in, or the assignment was not released.
        NoBox: students' code cannot be boxed here, and the course does not run it unboxed.
    """
    students = [student] if student else course.students(assignment)
    if not course.students(assignment):
        raise FileNotFoundError(f"no submissions in {course.root / 'submitted'} for {assignment}")
    if not course.room("release", ".", assignment).is_dir():
        raise FileNotFoundError(f"{assignment} has no release; run `nbgrader generate_assignment {assignment}` first")
    if student and student not in course.students(assignment):
        raise FileNotFoundError(
            f"{student} has handed in nothing for {assignment}; there are {', '.join(course.students(assignment))}"
        )
    if not known_to_gradebook(course, assignment):
        raise FileNotFoundError(
            f"the gradebook of {course.root} does not know {assignment}; run `nbgrader generate_assignment {assignment} --force`"
        )
    boxed(course.unsafe)  # once for all, and not for each of them
    graded = ClassGraded()
    target = json_file or course.root / "reports" / assignment / "results.json"
    try:
        for name in progress(students, f"grading {assignment}"):
            verdicts, notes = grade_student(course, assignment, name)
            graded.rows += [results.row(name, assignment, verdict) for verdict in verdicts]
            graded.notes[name] = notes
            if any(verdict.status == "not_judged" for verdict in verdicts):
                graded.not_judged.append(name)
    finally:  # also when it is stopped half-way: what was graded is said
        results.write(
            merged(target, graded.rows) if len(graded.notes) < len(course.students(assignment)) else graded.rows, target
        )
    return graded


def known_to_gradebook(course: Course, assignment: str) -> bool:
    """Whether the assignment was generated with this gradebook: a release alone does not tell nbgrader its cells."""
    with course.gradebook() as gradebook:
        try:
            return bool(gradebook.find_assignment(assignment).notebooks)
        except MissingEntry:
            return False


def merged(path: Path, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a file with those of some students replaced."""
    old = results.read(path) if path.is_file() else []
    fresh = {row["student"] for row in rows}
    return [*(row for row in old if row["student"] not in fresh), *rows]


def grade_student(course: Course, assignment: str, student: str) -> tuple[list[Verdict], list[str]]:
    """The verdicts on one submission, which are then in the gradebook, and what is to be said about it."""
    tasks = results.tasks_of(course, assignment)
    missing = missing_notebooks(course, assignment, student)
    notes = list(missing.values())
    if missing and len(missing) == len(notebooks_of(course, assignment)):
        record_nothing(course, assignment, student)
        return results.without_notebook(tasks, notes[0]), notes
    done = course.autograde(assignment, student)
    if not done.success:
        return [Verdict.not_judged(task, results.max_points(task), last_line(done.log)) for task in tasks], [last_line(done.log)]
    verdicts = []
    for name in notebooks_of(course, assignment):
        if name not in missing:
            autograded = course.room("autograded", student, assignment) / f"{name}.ipynb"
            verdicts += results.verdicts_in(autograded)
            notes += results.notes_in(autograded)
    silent = [task for task in tasks if task not in {verdict.task for verdict in verdicts}]
    return verdicts + results.without_notebook(silent, notes[0] if notes else "no notebook"), notes


def notebooks_of(course: Course, assignment: str) -> list[str]:
    """The names of an assignment's notebooks."""
    return sorted(path.stem for path in course.room("release", ".", assignment).glob("*.ipynb"))


def missing_notebooks(course: Course, assignment: str, student: str) -> dict[str, str]:
    """Notebook -> a line that says what is there instead and how to go on."""
    folder = course.room("submitted", student, assignment)
    lines = {}
    for name in notebooks_of(course, assignment):
        if (folder / f"{name}.ipynb").exists() or (folder / f"{name}.ipynb").is_symlink():
            continue
        others = sorted(path.name for path in folder.glob("*.ipynb"))
        line = f"there is no {name}.ipynb in {folder.relative_to(course.root)}"
        if others:
            seems = next((other for other in others if read_file(folder / other).cells), others[0])
            lines[name] = f"{line}; '{seems}' may be it: rename it to {name}.ipynb and grade again"
        else:
            lines[name] = f"{line}; ask the student to hand it in"
    return lines


def record_nothing(course: Course, assignment: str, student: str) -> None:
    """Writes a submission without a notebook into the gradebook: zero points, nothing to grade by hand."""
    with course.gradebook() as gradebook, warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # nbgrader's own, harmless and long
        gradebook.update_or_create_student(student)
        submission = gradebook.update_or_create_submission(assignment, student)
        for notebook in submission.notebooks:
            for mark in notebook.grades:
                mark.auto_score, mark.needs_manual_grade = 0, False
        gradebook.db.commit()


def last_line(log: str) -> str:
    """The line of nbgrader's log that says what went wrong."""
    lines = [line for line in log.splitlines() if line.strip()]
    telling = [line for line in lines if "not judged" in line or "Error" in line]
    return (telling or lines or ["nbgrader gave no reason"])[-1].strip()
