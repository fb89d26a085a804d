"""Rubric, release and gradebook are compared before a class is judged, by our own commands and on nbgrader's way."""

from collections.abc import Mapping
from pathlib import Path
from shlex import quote

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException

from autograder.gradebook.nbgrader_course import Course
from autograder.grading import points_agreement
from autograder.grading.points_agreement import Cell, Disagreement, PointsDisagree, disagreements, in_turn, refusal
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
    if other_cells(found) and holds_submissions(gradebook, assignment):
        raise PointsDisagree(
            refusal(assignment, found, [build, f"autograder grade {assignment}"], last_way(assignment, generate))
        )
    raise PointsDisagree(refusal(assignment, found, [build, generate]))


def last_way(assignment: str, generate: str) -> str:
    """What is left where the release is as its author wants it: nbgrader changes no cells of what it holds grades of.

    Asked to, it refuses, and deletes the release over it.
    """
    typed = in_turn([f"nbgrader db assignment remove {assignment} --force", generate])
    return f"; if that says the same again, {typed}: all grades of {assignment} go then, and people's points are lost"


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


def other_cells(found: list[Disagreement]) -> bool:
    """Whether the gradebook has a cell that the release lacks, or lacks one; not only other points for the same cells."""
    return any("gradebook" in one.points and None in (one.points["release"], one.points["gradebook"]) for one in found)


def holds_submissions(gradebook: Gradebook, assignment: str) -> bool:
    return bool(gradebook.find_assignment(assignment).submissions)
