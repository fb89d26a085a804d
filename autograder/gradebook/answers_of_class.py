"""What a class has answered, task by task: read from what was submitted, without running any of it."""

from pathlib import Path

import nbformat

from autograder.assignments import solved_cell, task_names
from autograder.gradebook.nbgrader_course import Course
from autograder.gradebook.staleness import said_in
from autograder.grading.submission import read_release, read_submission
from autograder.judging.verdict import Verdict
from autograder.layout import course_root
from autograder.notebooks.cells import grade_id_of, role_of
from autograder.notebooks.rebuild import rebuild
from autograder.reports.interview import Work


class Answers:
    """The answers to one cell of an assignment.

    Args:
        written: they are texts.
        given: what the release has in that cell.
        of: student -> what they wrote.
    """

    def __init__(self, name: str, written: bool, given: str):
        self.name, self.written, self.given = name, written, given
        self.of: dict[str, str] = {}


def answers_of(course: Course, assignment: str, students: list[str] | None = None) -> dict[str, Answers]:
    """Task or question -> what each student answered; who left a cell as it was given is not among them.

    Args:
        students: whom to look at; everybody without it.
    Raises:
        PermissionError: a submission cannot be read.
    """
    release = read_release(course.folder("release", ".", assignment))
    found: dict[str, Answers] = {}
    for name, text in release.items():
        notebook = nbformat.reads(text, as_version=4)
        for cell in notebook.cells:
            if role_of(cell) in ("solution", "written"):
                found[grade_id_of(cell)] = Answers(grade_id_of(cell), cell.cell_type == "markdown", cell.source)
        for student in students or course.students(assignment):
            submission = read_submission(course.folder("submitted", student, assignment), student, {name: text})
            if name not in submission.notebooks:
                continue
            for cell in rebuild(notebook, submission.parsed(name)).notebook.cells:
                one = found.get(grade_id_of(cell))
                if one and cell.source.strip() and cell.source.strip() != one.given.strip():
                    one.of[student] = cell.source
    return found


def known_to_all(answers: Answers) -> list[str]:
    """What anybody may have written: the release's text, the solved cell and the course's samples."""
    samples = course_root() / "tests" / "submissions"
    paths = sorted(samples.glob(f"*/{answers.name}/*.py")) if samples.is_dir() else []
    solved = [solved_cell(answers.name)] if answers.name in task_names() else []
    return [answers.given, *solved, *(path.read_text(encoding="utf-8") for path in paths)]


def work_of(course: Course, assignment: str, student: str) -> Work:
    """One student's answers, what their verdicts say, and the cells that have drawn something where they were graded."""
    answers = {name: one for name, one in answers_of(course, assignment, [student]).items() if student in one.of}
    failed: list[tuple[str, str]] = []
    figures: dict[str, str] = {}
    for path in sorted(course.folder("autograded", student, assignment).glob("*.ipynb")):
        verdicts = [Verdict.from_json(plain) for plain in said_in(path).get("verdicts", [])]
        failed += [(one.task, check.sentence) for one in verdicts for check in one.checks if not check.passed]
        figures |= drawing_cells(path)
    return Work(
        {name: one.of[student] for name, one in answers.items() if not one.written},
        {name: one.of[student] for name, one in answers.items() if one.written},
        failed,
        figures,
    )


def drawing_cells(path: Path) -> dict[str, str]:
    """The cells of a graded notebook that show a picture and are the student's own to change: id -> source."""
    notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4) if said_in(path) else nbformat.v4.new_notebook()
    return {
        grade_id_of(cell) or cell.get("id", ""): cell.source
        for cell in notebook.cells
        if cell.cell_type == "code"
        and role_of(cell) in ("own", "written", "solution")
        and any("image/png" in output.get("data", {}) for output in cell.outputs)
    }
