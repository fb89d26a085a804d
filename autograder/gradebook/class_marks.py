"""What a class report is told beside the results: of the gradebook, the roster, and the results before."""

from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from autograder.collection.roster import read_roster
from autograder.course_toml import time_zone
from autograder.gradebook.gradebook_file import Unusable, refuse_unusable, spoken_of
from autograder.gradebook.nbgrader_course import Course
from autograder.judging.marks import Mark
from autograder.layout import ROSTER_CSV
from autograder.reports import results
from autograder.reports.class_facts import ClassFacts, Standing
from autograder.times import in_utc, spoken

CONFIGURATION = "nbgrader_config.py"
LEFT_OUT = "The gradebook could not be read, so points by hand and penalties are left out"


def class_facts(root: Path, assignment: str, file: Path) -> ClassFacts:
    """What a report is told of a class.

    Args:
        root: the course directory; without nbgrader_config.py it has no gradebook.
        file: the results that the report is about.
    Raises:
        ValueError: the roster, the course's configuration or the results before cannot be read.
    """
    before = results.previous_beside(file)
    standings, problem = None, ""
    if (root / CONFIGURATION).is_file():
        try:
            standings = standings_of(Course(root), assignment)
        except SQLAlchemyError as error:
            problem = f"{LEFT_OUT}: {spoken_of(error)}"
        except Unusable as error:
            problem = f"{LEFT_OUT}: {error}"
    roster = root / ROSTER_CSV
    return ClassFacts(
        roster={person.student: person.name for person in read_roster(roster).people} if roster.is_file() else None,
        standings=standings,
        problem=problem,
        before=results.read(before) if before.is_file() else [],
        before_when=when_written(before, root) if before.is_file() else "",
    )


def when_written(file: Path, root: Path) -> str:
    """When a file was written, in the course's own time."""
    when = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    return spoken(in_utc(when), time_zone(root))


def standings_of(course: Course, assignment: str) -> dict[str, Standing] | None:
    """Student -> what the gradebook holds of an assignment; None where there is no gradebook yet.

    Raises:
        SQLAlchemyError: it cannot be read.
        Unusable: the same, known from its file.
    """
    address = make_url(course.directory().db_url)
    if address.drivername.startswith("sqlite") and address.database:
        path = Path(address.database)
        if not path.is_file() or not path.stat().st_size:  # to open it would make one
            return None
        refuse_unusable(path, writing=False)
    with course.gradebook() as gradebook:
        marks, penalties = marks_of(gradebook, assignment), penalties_of(gradebook, assignment)
    return {student: Standing(tuple(marks[student]), penalty) for student, penalty in penalties.items()}


def penalties_of(gradebook: Gradebook, assignment: str) -> dict[str, float]:
    """Student -> the points that being late costs, of all who have submitted something."""
    asked = (
        gradebook.db.query(SubmittedAssignment.student_id, SubmittedNotebook.late_submission_penalty)
        .select_from(SubmittedNotebook)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .filter(Assignment.name == assignment)
    )
    found: dict[str, float] = defaultdict(float)
    for student, penalty in asked:
        found[student] += penalty or 0.0
    return dict(found)


def marks_of(gradebook: Gradebook, assignment: str) -> dict[str, list[tuple[str, Mark]]]:
    """Student -> (grade id, mark) of each cell, of one question to the gradebook: a class has thousands."""
    asked = (
        gradebook.db.query(SubmittedAssignment.student_id, BaseCell.name, Grade)
        .select_from(Grade)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .filter(Assignment.name == assignment)
    )
    found: dict[str, list[tuple[str, Mark]]] = defaultdict(list)
    for student, name, grade in asked:
        found[student].append((name, mark_of(grade)))
    return found


def mark_of(grade: Grade) -> Mark:
    """A grade of the gradebook as pages and reports need it."""
    waits = bool(grade.needs_manual_grade and grade.manual_score is None)
    return Mark(float(grade.max_score or 0), grade.auto_score, grade.manual_score, float(grade.extra_credit or 0), waits)
