"""Feedback pages for a class: those that would say something else than before, and no other.

What a page was made from is written beside it as a hash: the graded notebooks, all that the gradebook holds of the submission,
the release, the course's settings and lists, and the code that makes pages. Whoever starts nbgrader's converter has it so: the
formgrader's buttons, which would make all pages anew, and `nbgrader generate_feedback`, which would leave those out of which
only a comment has changed. What was typed with --force is made. `file_copies.install` puts these functions there.
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
        done = course.generate_feedback(assignment, converter=chosen_feedback(stale, wanted))
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


def chosen_feedback(students: Iterable[str], basis: dict[str, str]) -> type[GenerateFeedback]:
    """nbgrader's converter, for some students."""
    chosen = set(students)

    class ChosenFeedback(GenerateFeedback):
        assignments: dict[str, list[str]]
        made_from = basis

        def init_notebooks(self) -> None:
            super().init_notebooks()
            self.assignments = {folder: found for folder, found in self.assignments.items() if Path(folder).parent.name in chosen}

    return ChosenFeedback


# --- nbgrader's own converter, whoever starts it --------------------------------------------------------------------------

of_nbgrader_convert, of_nbgrader_permissions = GenerateFeedback.convert_notebooks, GenerateFeedback.set_permissions


def convert_notebooks(self: GenerateFeedback) -> None:
    """In place of nbgrader's: pages that would say the same as those that stand are not made again; the progress is shown."""
    by_nbgrader = getattr(self, "made_from", None) is None
    if by_nbgrader and self.coursedir.notebook_id == "*":
        leave_out_unchanged(self)
    # nbgrader's own commands write lines meanwhile, which would tear a bar apart
    self.shown = Progress(f"feedback on {self.coursedir.assignment_id}", len(self.assignments), lines=by_nbgrader)
    try:
        of_nbgrader_convert(self)
    finally:
        self.shown.close()


def set_permissions(self: GenerateFeedback, assignment_id: str, student_id: str) -> None:
    """In place of nbgrader's, the last step of a submission's conversion: writes down what the pages were made from."""
    of_nbgrader_permissions(self, assignment_id, student_id)
    basis = (getattr(self, "made_from", None) or {}).get(student_id)
    if basis is not None:
        (Path(self._format_dest(assignment_id, student_id)) / MADE_FROM).write_text(basis)
    self.shown.step()


def leave_out_unchanged(step: GenerateFeedback) -> None:
    """Leaves a converter those students' notebooks of which pages are missing or would say something else."""
    directory, typed = step.coursedir, bool(step.config.BaseConverter.get("force") or step.config.GenerateFeedback.get("force"))
    assignment = directory.assignment_id
    try:
        course = Course(Path(directory.root), directory.db_url)
    except (FileNotFoundError, ValueError):  # nbgrader goes on where the configuration has a slip
        return
    course.config.merge(step.config)  # with what was typed
    course.config.CourseDirectory.root, course.config.CourseDirectory.db_url = directory.root, directory.db_url
    student_of = {folder: Path(folder).parent.name for folder in step.assignments}
    step.made_from = basis_of_pages(course, assignment, student_of.values())
    stale = {name for name, basis in step.made_from.items() if typed or basis_written(course, assignment, name) != basis}
    step.assignments = {folder: names for folder, names in step.assignments.items() if student_of[folder] in stale}
    step.force = True  # of what is left nbgrader would skip what lies there already
    step.log.info("%d submissions have pages that would say the same", len(student_of) - len(step.assignments))


def install() -> None:
    """Puts these functions in place of nbgrader's, from now on, in this process."""
    GenerateFeedback.convert_notebooks = convert_notebooks
    GenerateFeedback.set_permissions = set_permissions


# --- what pages are made from ---------------------------------------------------------------------------------------------


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
