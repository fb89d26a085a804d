"""Feedback pages for a class: those that would say something else than before, and no other.

What a page was made from is written beside it as a hash: the graded notebooks, all that the gradebook holds of the submission,
the release, the course's settings and lists, and the code that makes pages.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nbgrader.api import Assignment, BaseCell, Comment, Grade, Gradebook, Student, SubmittedAssignment, SubmittedNotebook
from nbgrader.converters import GenerateFeedback

from autograder.catalogues import COURSES
from autograder.deadlines import EXTENSIONS
from autograder.gradebook.course_folders import CONFIGURATION, chosen_graded
from autograder.gradebook.nbgrader_course import Course, Done
from autograder.grading.provenance import hash_of, of_files
from autograder.layout import COURSE_TOML, ROSTER_CSV, files_in
from autograder.workers.progress import Progress

MADE_FROM = ".made_from"  # in feedback/STUDENT/ASSIGNMENT/
MAKERS = (
    *(f"autograder/{name}" for name in ("feedback", "gradebook", "judging", "notebooks", "collection/roster.py", "times.py")),
    *("autograder/catalogues.py", "autograder/locale", "selfcheck/language.py"),
)


@dataclass(frozen=True)
class FeedbackRun:
    """What came of making feedback: the students whose pages were made, those whose pages stand, and what nbgrader said."""

    made: list[str]
    unchanged: list[str]
    done: Done


def make_feedback(course: Course, assignment: str, student: str | None = None, force: bool = False) -> FeedbackRun:
    """Makes the pages that are missing or would say something else.

    Args:
        student: for this student alone.
        force: make all of them.
    Raises:
        FileNotFoundError: nobody, or not this student, has been graded.
    """
    graded = graded_students(course, assignment, student)
    wanted = basis_of_pages(course, assignment, graded)
    stale = [name for name in graded if force or basis_written(course, assignment, name) != wanted[name]]
    done = Done(True, "")
    if stale:
        done = course.generate_feedback(assignment, converter=chosen_feedback(stale, wanted, assignment))
    made = [name for name in stale if basis_written(course, assignment, name) == wanted[name]]
    return FeedbackRun(made, [name for name in graded if name not in set(stale)], done)


def graded_students(course: Course, assignment: str, student: str | None) -> list[str]:
    """Those who have graded notebooks, but for those whom nbgrader is to skip.

    Raises:
        FileNotFoundError: there are none, or not of this student.
    """
    folder = course.folder("autograded", "*", assignment)
    excluded = set(course.directory().student_id_exclude.split(","))
    found = (path.parent.name for path in folder.parent.parent.glob(f"*/{assignment}") if path.is_dir())
    return chosen_graded((name for name in found if name not in excluded), assignment, student)


def chosen_feedback(students: Iterable[str], basis: dict[str, str], assignment: str) -> type[GenerateFeedback]:
    """nbgrader's converter, for some students."""
    chosen = set(students)
    shown = Progress(f"feedback on {assignment}", len(chosen))

    class ChosenFeedback(GenerateFeedback):
        assignments: dict[str, list[str]]

        def init_notebooks(self) -> None:
            super().init_notebooks()
            self.assignments = {folder: found for folder, found in self.assignments.items() if Path(folder).parent.name in chosen}

        def set_permissions(self, assignment_id: str, student_id: str) -> None:  # the last step of a submission's conversion
            super().set_permissions(assignment_id, student_id)
            (Path(self._format_dest(assignment_id, student_id)) / MADE_FROM).write_text(basis[student_id])
            shown.step()

        def convert_notebooks(self) -> None:
            try:
                super().convert_notebooks()
            finally:
                shown.close()

    return ChosenFeedback


def basis_written(course: Course, assignment: str, student: str) -> str:
    """What the pages that stand were made from; "" where one of them is missing, or where something else has made them."""
    folder = course.folder("feedback", student, assignment)
    graded = course.folder("autograded", student, assignment).glob("*.ipynb")
    if not all((folder / f"{path.stem}.html").is_file() for path in graded):
        return ""
    try:
        return (folder / MADE_FROM).read_text()
    except OSError:
        return ""


def basis_of_pages(course: Course, assignment: str, students: Iterable[str]) -> dict[str, str]:
    """Student -> a hash of all that the pages say."""
    shared = hash_of([makers().encode(), *contents_of_course(course, assignment)]).encode()
    recorded = recorded_of(course, assignment)
    return {
        student: hash_of(
            [
                shared,
                json.dumps(recorded.get(student, []), default=str).encode(),
                *(path.read_bytes() for path in sorted(course.folder("autograded", student, assignment).glob("*.ipynb"))),
            ]
        )
        for student in students
    }


@cache
def makers() -> str:
    """Hash of the code that makes pages."""
    return of_files(files_in(*MAKERS))


def contents_of_course(course: Course, assignment: str) -> Iterable[bytes]:
    """The files of a course that a page depends on beside what was submitted."""
    roster = str(course.config.get("SafeExtractor", {}).get("roster", ROSTER_CSV))
    for name in (CONFIGURATION, COURSE_TOML, EXTENSIONS, roster):
        path = course.root / name
        yield path.read_bytes() if path.is_file() else b""
    for path in sorted((course.root / COURSES).rglob("*.po")):
        yield path.read_bytes()
    for path in sorted(course.folder("release", ".", assignment).glob("*.ipynb")):
        yield path.read_bytes()


def recorded_of(course: Course, assignment: str) -> dict[str, list[tuple]]:
    """Student -> all that the gradebook holds of a submission, of one question for each kind of row: a class has thousands."""
    found: dict[str, list[tuple]] = defaultdict(list)
    with course.gradebook() as gradebook:
        for asked in (
            submissions_asked(gradebook),
            cells_asked(gradebook, Grade, Grade.auto_score, Grade.manual_score, Grade.extra_credit, Grade.needs_manual_grade),
            cells_asked(gradebook, Comment, Comment.auto_comment, Comment.manual_comment),
        ):
            for student, *values in asked.filter(Assignment.name == assignment):
                found[student].append(tuple(values))
    return {student: sorted(rows, key=repr) for student, rows in found.items()}


def submissions_asked(gradebook: Gradebook):
    """Student, name, when it came, when it was due, and what being late costs."""
    return (
        gradebook.db.query(
            SubmittedAssignment.student_id,
            Student.first_name,
            Student.last_name,
            SubmittedAssignment.timestamp,
            SubmittedAssignment.extension,
            Assignment.duedate,
            SubmittedNotebook.late_submission_penalty,
        )
        .select_from(SubmittedNotebook)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Student, SubmittedAssignment.student_id == Student.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
    )


def cells_asked(gradebook: Gradebook, kind: type[Grade] | type[Comment], *columns):
    """Student, cell, and what the rows of a kind hold of it."""
    return (
        gradebook.db.query(SubmittedAssignment.student_id, BaseCell.name, *columns)
        .select_from(kind)
        .join(BaseCell, kind.cell_id == BaseCell.id)
        .join(SubmittedNotebook, kind.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
    )
