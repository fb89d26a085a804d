"""Points and comments that people give, as a table: written for a spreadsheet, filled in there, and read back into the gradebook.

A row says in its last column what the gradebook held when it was written. So a row that was changed in the spreadsheet replaces
that alone; what somebody has typed into the formgrader since stays, and is named.
"""

import csv
import hashlib
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from nbgrader.api import Comment, Grade, Gradebook, MissingEntry

from autograder.collection.names import no_formula
from autograder.feedback.comment_bank import bank, write_bank
from autograder.gradebook.course_folders import few
from autograder.gradebook.nbgrader_course import Course
from autograder.gradebook.recording import one_writer
from autograder.judging.marks import number
from autograder.notebooks.cells import test_id
from selfcheck.printable import printable

COLUMNS = ("student", "task", "points", "of", "comment", "seen")
NEEDED = {"student", "task"}


class Answer(NamedTuple):
    """What the gradebook holds of one task of one student; no grade or no comment where the task has none."""

    grade: Grade | None
    comment: Comment | None

    @property
    def points(self) -> float | None:
        """What a person gave."""
        return None if self.grade is None else self.grade.manual_score

    @property
    def text(self) -> str:
        """What a person wrote."""
        return (self.comment.manual_comment or "") if self.comment is not None else ""

    @property
    def by_hand(self) -> bool:
        """Whether a person has to do with it: only a person can give points, or has given some, or has written something."""
        waits = self.grade is not None and (self.grade.auto_score is None or self.grade.needs_manual_grade)
        return waits or self.points is not None or bool(self.text)

    @property
    def seen(self) -> str:
        """A few signs for what the gradebook holds."""
        return hashlib.sha256(f"{written(self.points)} {self.text}".encode()).hexdigest()[:8]


@dataclass
class Entered:
    """What came of a table that was read back.

    Args:
        changed: a line for each row that has changed something.
        refused: a line for each row that has changed nothing and should have.
        same: how many rows say what the gradebook holds, or nothing.
    """

    changed: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    same: int = 0


class Row(NamedTuple):
    """One line of a table that was filled in."""

    line: int
    student: str
    task: str
    points: str
    comment: str
    seen: str


def write_sheet(course: Course, assignment: str, path: Path) -> int:
    """Writes the table of what people grade, or have graded; the number of its rows.

    Raises:
        FileNotFoundError: the gradebook knows no submission for the assignment.
    """
    with course.gradebook() as gradebook:
        found = answers(gradebook, assignment)
        rows = [
            (student, task, written(one.points), number(one.grade.max_score or 0) if one.grade else "", one.text, one.seen)
            for (student, task), one in found.items()
            if one.by_hand
        ]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # the mark tells spreadsheets that it is UTF-8
        lines = csv.writer(file)
        lines.writerow(COLUMNS)
        lines.writerows([no_formula(cell) for cell in row] for row in rows)
    return len(rows)


def enter_sheet(course: Course, assignment: str, path: Path, force: bool = False, dry_run: bool = False) -> Entered:
    """Takes a table that was filled in into the gradebook: the rows that can be taken, in one transaction.

    Args:
        force: replace also what somebody has typed since the table was written.
        dry_run: say what would change.
    Raises:
        ValueError: the file is no such table.
        FileNotFoundError: the gradebook knows no submission for the assignment.
    """
    rows, entered = list(read_sheet(path)), Entered()
    with one_writer(course), course.gradebook() as gradebook:
        found = answers(gradebook, assignment)
        done: set[tuple[str, str]] = set()
        for row in rows:
            if fault := fault_of(row, found, done, force):
                entered.refused.append(f"line {row.line}: {fault}")
            elif change := changed(row, found[row.student, row.task]):
                entered.changed.append(f"{printable(row.student)}, {row.task}: {change}")
            else:
                entered.same += 1
            done.add((row.student, row.task))
        if dry_run:
            gradebook.db.rollback()
        else:
            gradebook.db.commit()
    return entered


def answers(gradebook: Gradebook, assignment: str) -> dict[tuple[str, str], Answer]:
    """(student, task) -> what the gradebook holds.

    Raises:
        FileNotFoundError: it knows no submission for the assignment.
    """
    try:
        submissions = gradebook.assignment_submissions(assignment)
    except MissingEntry:
        submissions = []
    if not submissions:
        raise FileNotFoundError(f"the gradebook has no submission for {assignment}; run `autograder grade {assignment}` first")
    found: dict[tuple[str, str], Answer] = {}
    for submission in sorted(submissions, key=lambda one: one.student_id):
        for notebook in submission.notebooks:
            grades = {grade.name: grade for grade in notebook.grades}
            comments = {comment.name: comment for comment in notebook.comments}
            tasks = dict.fromkeys([*comments, *(name for name in grades if name not in map(test_id, comments))])
            for task in tasks:
                grade = grades.get(task) or grades.get(test_id(task))
                found[submission.student_id, task] = Answer(grade, comments.get(task))
    return found


def read_sheet(path: Path) -> Iterator[Row]:
    """The rows of a table, whichever of the usual signs a spreadsheet has put between its cells.

    Raises:
        ValueError: it is no such table.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        sign = max(",;\t", key=text.partition("\n")[0].count)
        reader = csv.DictReader(text.splitlines(keepends=True), delimiter=sign, restval="")
        lines = [(reader.line_num, row) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{path} does not read ({error}); save it as CSV, UTF-8") from error
    named = {str(name).strip().lower() for name in reader.fieldnames or ()}
    if missing := NEEDED - named or ({"points", "comment"} if not named & {"points", "comment"} else set()):
        raise ValueError(
            f"{path} has no column {' or '.join(sorted(missing))}; its first line must name {', '.join(COLUMNS[:3])}, comment"
        )
    for line, row in lines:
        cells = {str(key).strip().lower(): of_cell(value) for key, value in row.items() if isinstance(value, str)}
        if any(cells.values()):
            yield Row(line, *(cells.get(name, "") for name in ("student", "task", "points", "comment", "seen")))


def of_cell(text: str) -> str:
    """What a cell says, without the sign that keeps a spreadsheet from taking it for a formula."""
    text = text.strip()
    return text[1:] if text.startswith("'") and no_formula(text[1:]) == text else text


def fault_of(row: Row, found: dict[tuple[str, str], Answer], done: set[tuple[str, str]], force: bool) -> str:
    """Why a row changes nothing, in words; empty where it may."""
    students = list(dict.fromkeys(student for student, _ in found))
    if row.student not in students:
        return f"no submission of {printable(row.student) or 'nobody'}; there are {few(students, row.student)}"
    tasks = [task for student, task in found if student == row.student]
    if row.task not in tasks:
        return f"no task {printable(row.task) or 'without a name'}; there are {few(tasks, row.task)}"
    if (row.student, row.task) in done:
        return f"{row.student}, {row.task} stands further up already; keep one of the two"
    one = found[row.student, row.task]
    if fault := fault_of_points(row.points, one.grade):
        return f"{row.student}, {row.task}: {fault}"
    if row.comment and one.comment is None:
        return f"{row.student}, {row.task}: no comment can be given there"
    return "" if force or row.seen == one.seen else fault_of_change(row, one)


def fault_of_points(text: str, grade: Grade | None) -> str:
    """Why points cannot be given so; empty where they can, or where none are given."""
    if not text:
        return ""
    value, most = points_in(text), float(grade.max_score or 0) if grade else 0.0
    if grade is None:
        return "no points are given there"
    return "" if 0 <= value <= most else f"{printable(text)!r} is no number of points from 0 to {number(most)}"


def fault_of_change(row: Row, one: Answer) -> str:
    """What of the gradebook's a row would replace that it has not seen; empty where it replaces nothing."""
    there = []
    if row.points and one.points is not None and points_in(row.points) != one.points:
        there.append(f"{number(one.points)} points, not {printable(row.points)}")
    if row.comment and one.text and same_lines(row.comment) != same_lines(one.text):
        there.append(f"another comment, {printable(one.text)[:60]!r}")
    return f"{row.student}, {row.task}: the gradebook has {' and '.join(there)}; kept (--force replaces it)" if there else ""


def changed(row: Row, one: Answer) -> str:
    """Gives the points and the comment of a row; what that changes, in words, empty where it is nothing."""
    said = []
    if row.points and one.grade is not None and points_in(row.points) != one.points:
        before = "no points" if one.points is None else number(one.points)
        one.grade.manual_score = points_in(row.points)
        one.grade.needs_manual_grade = False  # as the formgrader does
        said.append(f"{before} -> {number(one.grade.manual_score)}")
    if row.comment and one.comment is not None and same_lines(row.comment) != same_lines(one.text):
        said.append("another comment" if one.text else "a comment")
        one.comment.manual_comment = same_lines(row.comment)
    return ", ".join(said)


def points_in(text: str) -> float:
    """A number of points, with a point or a comma; NaN for what is none."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def written(points: float | None) -> str:
    """Points as a cell of a table."""
    return "" if points is None else f"{points:g}"


def same_lines(text: str) -> str:
    """A comment with the line ends of the gradebook."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def add_to_bank(course: Course, assignment: str) -> tuple[Path, list[tuple[str, str]]]:
    """Adds the comments that people wrote to the course's bank, each task's most frequent first; the file, and what is new there.

    Raises:
        FileNotFoundError: the gradebook knows no submission for the assignment.
        ValueError: the bank cannot be read.
    """
    with course.gradebook() as gradebook:
        found = answers(gradebook, assignment)
        used = Counter((task, same_lines(one.text)) for (_, task), one in found.items() if one.text.strip())
    known = bank()
    new = [(task, text) for (task, text), _ in used.most_common() if text not in known.get(task, [])]
    for task, text in new:
        known.setdefault(task, []).append(text)
    return write_bank(known), new
