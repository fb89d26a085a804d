"""What a feedback page says of a submission beside the notebook, asked of the gradebook, the roster and lessons/course.toml."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import BaseCell, Comment, Grade, Gradebook, MissingEntry, SubmittedAssignment, SubmittedNotebook
from sqlalchemy.orm import undefer

from autograder.collection.roster import read_roster
from autograder.course_toml import settings_of
from autograder.deadlines import deadline_of
from autograder.feedback.facts import PageFacts
from autograder.feedback.titles import titles_of
from autograder.gradebook.class_marks import mark_of
from autograder.gradebook.file_copies import time_in
from autograder.judging.marks import Mark
from autograder.layout import COURSE_TOML, ROSTER_CSV
from autograder.times import in_utc, spoken


def facts_of_page(directory: Any, names: Mapping[str, Any]) -> PageFacts:
    """All that a page says on top.

    Args:
        directory: nbgrader's view of the course.
        names: what nbgrader's steps are told: notebook, assignment, student, the gradebook's address, and the scores.
    Raises:
        ValueError: the course's dates or its line on regrading cannot be understood.
    """
    root, student, assignment = Path(directory.root), str(names["student"]), str(names["assignment"])
    scores = {name: float(names.get(name) or 0.0) for name in ("score", "max_score", "late_penalty")}
    marks, comments, name, when = from_gradebook(directory, names)
    return PageFacts(
        notebook=str(names.get("notebook", "")),
        assignment=assignment,
        course=course_title(root, str(directory.course_id)),
        student=student,
        name=name_in_roster(directory, student) or name,
        when=tuple(when),
        marks=marks,
        comments=comments,
        titles=titles_in_release(directory, names),
        regrade=how_to_ask(root),
        **scores,
    )


def from_gradebook(directory: Any, names: Mapping[str, Any]) -> tuple[dict[str, Mark] | None, dict[str, str], str, list[str]]:
    """What the gradebook holds of a submission: marks, comments that people wrote, the student's name, and when it came."""
    if "db_url" not in names:
        return None, {}, "", []
    with Gradebook(names["db_url"]) as gradebook:
        try:
            submission = gradebook.find_submission(names["assignment"], names["student"])
            notebook = gradebook.find_submission_notebook(names["notebook"], names["assignment"], names["student"])
        except MissingEntry:
            return None, {}, "", []
        person = submission.student
        name = f"{person.first_name or ''} {person.last_name or ''}".strip()
        times = times_of(directory, names, submission)
        return marks_of(gradebook, notebook), comments_of(gradebook, notebook), name, times


def marks_of(gradebook: Gradebook, notebook: SubmittedNotebook) -> dict[str, Mark]:
    """Grade id -> mark, of one question to the gradebook: nbgrader's own way asks three of each cell."""
    asked = gradebook.db.query(BaseCell.name, Grade).select_from(Grade).join(BaseCell, Grade.cell_id == BaseCell.id)
    grades = asked.filter(Grade.notebook_id == notebook.id).options(undefer(Grade.max_score))
    return {name: mark_of(grade) for name, grade in grades}


def comments_of(gradebook: Gradebook, notebook: SubmittedNotebook) -> dict[str, str]:
    """Grade id -> what a person wrote there; nbgrader's own "No response." is none."""
    asked = gradebook.db.query(BaseCell.name, Comment.manual_comment).select_from(Comment)
    written = asked.join(BaseCell, Comment.cell_id == BaseCell.id).filter(Comment.notebook_id == notebook.id)
    return {name: words for name, words in written if words}


def times_of(directory: Any, names: Mapping[str, Any], submission: SubmittedAssignment) -> list[str]:
    """When it was due and submitted, as far as that is known, and when the page was made."""
    deadline = deadline_of(Path(directory.root), names["assignment"], names["student"])
    when = submission.timestamp
    if when is None:
        folder = directory.format_path(directory.submitted_directory, names["student"], names["assignment"])
        when, _ = time_in(Path(folder))
    lines = deadline.lines(when, submission.duedate)
    if not lines and when:
        lines = [f"Submitted: {spoken(when, deadline.zone)}."]
    return [*lines, f"This page was made: {spoken(in_utc(datetime.now(UTC)), deadline.zone)}."]


def course_title(root: Path, course_id: str) -> str:
    """What the course is called: `title` of [course], or nbgrader's id of it in words."""
    said = settings_of(root).get("course", {}).get("title", "")
    return str(said) or course_id.replace("_", " ")


def how_to_ask(root: Path) -> str:
    """The instructor's line on how to ask for another look at a mark; "" where there is none.

    Raises:
        ValueError: it is no text.
    """
    feedback = settings_of(root).get("feedback", {})
    said = feedback.get("regrade", "") if isinstance(feedback, dict) else None
    if not isinstance(said, str):
        raise ValueError(f'{COURSE_TOML}, [feedback]: expected regrade = "a sentence for students", got {feedback!r}')
    return said.strip()


def name_in_roster(directory: Any, student: str) -> str:
    """A student's name as the roster has it; "" where there is no roster, or none that can be read."""
    chosen = directory.config.get("SafeExtractor", {}).get("roster", ROSTER_CSV)
    try:
        roster = read_roster(Path(directory.root) / str(chosen))
    except (ValueError, OSError):  # `autograder collect` says what is wrong with it; a page goes without the name
        return ""
    return next((person.name for person in roster.people if person.student == student), "")


def titles_in_release(directory: Any, names: Mapping[str, Any]) -> dict[str, str]:
    """Grade id -> title, as the release has them: a student may have written headings too. Without a release, none."""
    folder = directory.format_path(directory.release_directory, ".", names["assignment"])
    path = Path(folder) / f"{names.get('notebook', '')}.ipynb"
    try:
        return titles_in_file(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, AttributeError):
        return {}


@lru_cache(16)  # all pages of a class ask for the same
def titles_in_file(path: Path, changed: int) -> dict[str, str]:
    """Grade id -> title, of a notebook that was last changed then."""
    return titles_of(nbformat.read(path, as_version=4))
