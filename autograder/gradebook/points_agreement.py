"""Rubric, release and gradebook are compared before a class is judged, by our own commands and on nbgrader's way."""

from collections.abc import Mapping
from pathlib import Path
from shlex import quote

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException

from autograder.gradebook.nbgrader_course import Course
from autograder.grading import points_agreement
from autograder.grading.points_agreement import Cell, PointsDisagree, disagreements, refusal
from autograder.grading.submission import read_release
from autograder.layout import course_root


def refuse_other_points(course: Course, assignment: str, release: Mapping[str, str]) -> None:
    """Compares all three for one assignment of a course.

    Args:
        release: the name of each notebook of the release -> its JSON text.
    Raises:
        PointsDisagree: a task is not worth the same everywhere; the message says which and what to type.
    """
    with course.gradebook() as gradebook:
        refuse_by_gradebook(gradebook, course.root, assignment, release)


def refuse_on_nbgraders_way(step: Autograde) -> None:
    """Compares all three for what `nbgrader autograde` and the formgrader's button are to grade, before they begin.

    Raises:
        NbGraderException: a task is not worth the same everywhere; nbgrader then ends, and shows what was logged.
    """
    directory = step.coursedir
    assignment = directory.assignment_id
    release = read_release(Path(directory.format_path(directory.release_directory, ".", assignment)))
    if not release:
        return  # another step says that it is missing
    try:
        with Gradebook(directory.db_url, directory.course_id) as gradebook:
            refuse_by_gradebook(gradebook, Path(directory.root), assignment, release)
    except PointsDisagree as error:
        step.log.error(str(error))
        raise NbGraderException(str(error)) from error


def refuse_by_gradebook(gradebook: Gradebook, root: Path, assignment: str, release: Mapping[str, str]) -> None:
    """Compares all three, the gradebook only where it knows the assignment."""
    found = disagreements(release, points_in_gradebook(gradebook, assignment))
    if not found:
        return
    build, generate = points_agreement.commands(assignment)
    if root.resolve() != course_root():  # what is built stands in the product's own folder
        copies = [
            f"cp -r {quote(str(course_root() / step / assignment))} {quote(str(root / step))}" for step in ("source", "release")
        ]
        build = " && ".join([build, *copies])
    raise PointsDisagree(refusal(assignment, found, [build, generate]))


def points_in_gradebook(gradebook: Gradebook, assignment: str) -> dict[Cell, float] | None:
    """The points of each graded cell that the gradebook holds of an assignment; None where it does not know it."""
    try:
        notebooks = gradebook.find_assignment(assignment).notebooks
    except MissingEntry:
        return None
    return {
        Cell(notebook.name, cell.name): cell.max_score
        for notebook in notebooks
        for cell in (*notebook.grade_cells, *notebook.task_cells)
    }
