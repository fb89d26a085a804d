"""Where each student of a class stands: what is recorded, and whether it still rests on what there is now.

What is recorded lies in two places: the marks in the gradebook, and in autograded/ the notebooks that they were read from,
with the verdicts and their hashes. nbgrader writes a notebook after its marks; so a notebook with the right hashes whose
points the gradebook holds is a submission that is done, whatever has been killed in between.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from nbgrader.api import Assignment, BaseCell, Grade, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import select

from autograder.gradebook.nbgrader_course import Course
from autograder.gradebook.submitted import Submitted
from autograder.grading import provenance
from autograder.grading.graded import said_of
from autograder.grading.settings import GradingSettings
from autograder.grading.submission import Submission, hashes_of, read_release
from autograder.judging.verdict import Provenance, Verdict
from autograder.notebooks.cells import test_id

NOT_YET = "not graded yet"
LOST = "marks in the gradebook"


class Mark(NamedTuple):
    """What the gradebook holds of one cell."""

    auto: float | None
    manual: float | None


@dataclass
class GradingState:
    """One student's.

    Args:
        now: what a verdict would rest on.
        empty: there is no notebook to judge.
        closed: why it cannot be said what was submitted.
        reasons: why the submission is to be judged; none where nothing has changed.
        verdicts: on record, from whenever that was.
        notes: what was said of the notebooks then.
        seconds, cpu: what judging them took then, of wall time and of CPU time.
    """

    student: str
    now: Provenance
    empty: bool = False
    closed: str = ""
    reasons: list[str] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0


def settings_of(course: Course) -> GradingSettings:
    """A course's settings for grading, from its nbgrader_config.py."""
    return GradingSettings(
        **{name: course.config.ExecuteAndJudge.get(name, value) for name, value in GradingSettings().to_json().items()}
    )


def grading_states(
    course: Course, assignment: str, students: Iterable[str], release: dict[str, str] | None = None
) -> Iterator[GradingState]:
    """Where each of some students stands.

    Args:
        release: the notebooks of the release, where they are at hand.
    Raises:
        ValueError: variants.csv or the roster cannot be understood, and a task's variant follows from who a student is.
    """
    if release is None:
        release = read_release(course.folder("release", ".", assignment))
    settings, submissions = settings_of(course), Submitted.of_course(course, release)
    marks = marks_of(course, assignment)
    for student in students:
        try:
            submission = submissions.read(course.folder("submitted", student, assignment), student)
        except OSError as error:
            yield GradingState(student, hashes_of(Submission(student), release, settings), closed=f"not judged: {error}")
            continue
        state = recorded(course, assignment, student, submission.names, hashes_of(submission, release, settings))
        state.empty = not submission.names
        state.reasons = [] if state.empty else stale_reasons(state, marks[student])
        yield state


def stale_reasons(state: GradingState, marks: dict[str, Mark]) -> list[str]:
    """Why a submission is to be judged."""
    if not state.verdicts:
        return [NOT_YET]
    bases = dict.fromkeys(verdict.hashes for verdict in state.verdicts)  # most often one for all
    found = list(dict.fromkeys(name for basis in bases for name in provenance.changed(basis, state.now)))
    held = all(marks.get(test_id(verdict.task), Mark(None, None)).auto == verdict.points for verdict in state.verdicts)
    return found or ([] if held else [LOST])


def recorded(course: Course, assignment: str, student: str, names: Iterable[str], now: Provenance) -> GradingState:
    """What autograded/ holds of a student; no verdicts where a notebook is missing, was missing or was not finished."""
    state = GradingState(student, now)
    for name in names:
        ours = said_in(course.folder("autograded", student, assignment) / f"{name}.ipynb")
        if not ours.get("verdicts") or ours.get("absent"):
            return GradingState(student, now)
        state.verdicts += [Verdict.from_json(plain) for plain in ours["verdicts"]]
        state.notes += [*ours.get("repairs", []), *ours.get("notes", [])]
        state.seconds += ours.get("seconds", 0.0)
        state.cpu += ours.get("cpu", 0.0)
    return state


def said_in(path: Path) -> dict:
    """Our part of an autograded notebook; empty where there is none that reads, as after a killed grader."""
    try:
        return said_of(json.loads(path.read_bytes()))
    except (OSError, ValueError):
        return {}


def marks_of(course: Course, assignment: str) -> dict[str, dict[str, Mark]]:
    """Student -> cell -> what the gradebook holds of it, in one question to the database."""
    found: dict[str, dict[str, Mark]] = defaultdict(dict)
    question = (
        select(SubmittedAssignment.student_id, BaseCell.name, Grade.auto_score, Grade.manual_score)
        .select_from(Grade)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .where(Assignment.name == assignment)
    )
    with course.gradebook() as gradebook:
        for student, cell, auto, manual in gradebook.db.execute(question):
            found[student][cell] = Mark(auto, manual)
    return found
