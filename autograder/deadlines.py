"""When an assignment is due, for whom it is due later, and what being late costs: lessons/course.toml and extensions.csv.

    [course]
    timezone = "Europe/Berlin"

    [assignments.part1]
    due = 2027-01-30T23:59:00
    late = {grace_minutes = 15, percent_per_day = 10, most_percent = 50, closed_after_days = 7}

extensions.csv lies in the course directory: student, assignment, until, reason. All times inside are in UTC without a zone.
"""

import csv
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from autograder.course_toml import settings_of, time_zone
from autograder.layout import COURSE_TOML
from autograder.times import in_utc, read_time, spoken

EXTENSIONS = "extensions.csv"
COLUMNS = "student,assignment,until,reason"
DAY = 86_400  # seconds
A_DAY = re.compile(r"\d{4}-\d\d-\d\d")  # alone it means that day's end


@dataclass(frozen=True)
class LateRule:
    """What being late costs, in percent of what was earned.

    Args:
        grace_minutes: so much later is still in time.
        percent_per_day: for each day that has begun after the deadline.
        most_percent: not more than this.
        closed_after_days: what comes later earns nothing; None where there is no such day.
    """

    grace_minutes: float = 0.0
    percent_per_day: float = 0.0
    most_percent: float = 100.0
    closed_after_days: float | None = None

    def percent(self, seconds: float) -> float:
        """Percent that are taken off, by the seconds after the deadline."""
        if seconds <= self.grace_minutes * 60:
            return 0.0
        if self.closed_after_days is not None and seconds > self.closed_after_days * DAY:
            return 100.0
        return min(self.most_percent, self.percent_per_day * math.ceil(seconds / DAY))

    def sentence(self) -> str:
        """The rule as students read it."""
        if not self.percent_per_day:
            said = "What is submitted later loses nothing"
        else:
            said = f"Each day that has begun after that costs {self.percent_per_day:g} % of the points that were earned"
            said = f"{said}, at most {self.most_percent:g} %" if self.most_percent < 100 else said
        if self.closed_after_days is not None:
            said = f"{said}; after {days_of(self.closed_after_days)} nothing counts"
        grace = f" Up to {self.grace_minutes:g} minutes later is still in time." if self.grace_minutes else ""
        return f"{said}.{grace}"


@dataclass(frozen=True)
class Deadline:
    """When one student's work on one assignment is due.

    Args:
        due: for everybody; None where the course sets none.
        until: this student's extension; None without one.
        rule: what being late costs; None where the course lays down nothing.
        zone: the course's own.
    """

    due: datetime | None = None
    until: datetime | None = None
    rule: LateRule | None = None
    zone: tzinfo = UTC

    def end(self, otherwise: datetime | None = None) -> datetime | None:
        """The last moment in time for this student.

        Args:
            otherwise: what the gradebook says, where the course sets no date.
        """
        due = self.due or otherwise
        return max(due, self.until) if due and self.until else due

    def seconds_late(self, when: datetime | None, otherwise: datetime | None = None) -> float:
        """Seconds after the deadline; 0 in time, or where either is not known."""
        end = self.end(otherwise)
        return max(0.0, (when - end).total_seconds()) if when and end else 0.0

    def penalty(self, score: float, when: datetime | None, otherwise: datetime | None = None) -> float:
        """Points that the course's rule takes off a score; 0 where it has no rule."""
        seconds = self.seconds_late(when, otherwise)
        return max(0.0, score) * self.rule.percent(seconds) / 100 if self.rule else 0.0

    def lines(self, when: datetime | None, otherwise: datetime | None = None) -> list[str]:
        """What a student reads of it in the feedback; nothing where there is no deadline."""
        end, seconds = self.end(otherwise), self.seconds_late(when, otherwise)
        if end is None:
            return []
        due = f"Due: {spoken(end, self.zone)}" + (", which is your extension." if self.until == end else ".")
        lateness = f"{late_by(seconds)} late" if seconds else "in time"
        submitted = f"When it was submitted is not known, so it counts as {lateness}."
        submitted = f"Submitted: {spoken(when, self.zone)}, {lateness}." if when else submitted
        return [due, submitted, *([self.rule.sentence()] if self.rule else [])]


def deadline_of(course: Path, assignment: str, student: str | None = None) -> Deadline:
    """Reads the deadline of an assignment, for everybody or for one student.

    Args:
        course: the course directory.
    Raises:
        ValueError: a time, a rule or a line cannot be understood, with the place and what was expected.
    """
    zone, said = time_zone(course), settings_of(course)
    own = said.get("assignments", {}).get(assignment, {})
    where = f"{COURSE_TOML}, [assignments.{assignment}]"
    if not isinstance(own, dict):
        raise ValueError(f"{where}: expected a table with due and late")
    due = time_in_toml(own["due"], zone, where) if "due" in own else None
    until = None if student is None else extensions(course, zone).get((student.casefold(), assignment))
    late = own.get("late", said.get("course", {}).get("late"))
    rule = None if late is None else rule_of(late, where if "late" in own else f"{COURSE_TOML}, [course]")
    return Deadline(due, until, rule, zone)


def time_in_toml(value: Any, zone: tzinfo, where: str) -> datetime:
    """A due date, as TOML's own times or as text, in UTC.

    Raises:
        ValueError: it is no time.
    """
    if isinstance(value, datetime):
        return in_utc(value, zone)
    if not isinstance(value, (str, date)):
        raise ValueError(f"{where}, due: {value!r} is no time; write due = 2027-01-30T23:59:00")
    try:
        return end_of(str(value), zone)
    except ValueError as error:
        raise ValueError(f"{where}, due: {error}") from error


def end_of(text: str, zone: tzinfo) -> datetime:
    """A time, or the end of a day that is written without one."""
    return read_time(f"{text.strip()} 23:59:59" if A_DAY.fullmatch(text.strip()) else text, zone)


def rule_of(said: Any, where: str) -> LateRule:
    """The rule for what is late.

    Raises:
        ValueError: it has another key than a rule has, or what is no number from 0 on.
    """
    known = LateRule.__dataclass_fields__
    expected = f"expected late = {{{', '.join(f'{name} = NUMBER' for name in known)}}}, each if you want it"
    if not isinstance(said, dict) or set(said) - set(known):
        unknown = sorted(set(said) - set(known))[0] if isinstance(said, dict) else said
        raise ValueError(f"{where}, late: {unknown!r} is not known; {expected}")
    for name, value in said.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < math.inf:
            raise ValueError(f"{where}, late: {name} is {value!r}, expected a number from 0 on")
    return LateRule(**said)


def extensions(course: Path, zone: tzinfo) -> dict[tuple[str, str], datetime]:
    """Reads extensions.csv: (student, assignment) -> until when, in UTC; of two lines the later date.

    Raises:
        ValueError: it does not read, or a line lacks something, or its time cannot be read.
    """
    path = course / EXTENSIONS
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = [(reader.line_num, row) for reader in [csv.DictReader(file, restval="")] for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{EXTENSIONS} does not read ({error}); save it as CSV, UTF-8, with a first line {COLUMNS}") from error
    found: dict[tuple[str, str], datetime] = {}
    for number, row in lines:
        cells = {str(key).strip().lower(): str(value or "").strip() for key, value in row.items()}
        if not any(cells.values()):
            continue
        student, assignment, until = (cells.get(name, "") for name in ("student", "assignment", "until"))
        if not (student and assignment and until):
            raise ValueError(f"{EXTENSIONS}, line {number}: expected a student, an assignment and until when, below {COLUMNS}")
        try:
            when = end_of(until, zone)
        except ValueError as error:
            raise ValueError(f"{EXTENSIONS}, line {number}: {error}") from error
        key = (student.casefold(), assignment)
        found[key] = max(when, found.get(key, when))
    return found


def without_effect(course: Path, assignment: str, students: Iterable[str]) -> list[str]:
    """Extensions of which nobody has made use, one sentence each: a name may be mistyped, or the work is still to come.

    Args:
        students: those who have submitted something.
    """
    there, known = {student.casefold() for student in students}, {path.name for path in course.glob("*/*") if path.is_dir()}
    found = []
    for student, name in extensions(course, time_zone(course)):
        if name == assignment and student not in there:
            found.append(f"{EXTENSIONS}: {student} has an extension for {name} and has submitted nothing")
        elif name not in known:
            found.append(f"{EXTENSIONS}: {student} has an extension for {name}, and there is no such assignment")
    return found


def deadline_sentence(course: Path, assignment: str) -> str:
    """What a notebook says of its deadline, for everybody; "" where the course sets none.

    Raises:
        ValueError: as `deadline_of`.
    """
    deadline = deadline_of(course, assignment)
    if deadline.due is None:
        return ""
    return " ".join([f"Due {spoken(deadline.due, deadline.zone)}.", *([deadline.rule.sentence()] if deadline.rule else [])])


def late_by(seconds: float) -> str:
    """A stretch of time in words: 2 days 3 hours."""
    rest, parts = timedelta(seconds=math.ceil(seconds)), []
    for length, one, more in (
        (timedelta(days=1), "{number} day", "{number} days"),
        (timedelta(hours=1), "{number} hour", "{number} hours"),
        (timedelta(minutes=1), "{number} minute", "{number} minutes"),
    ):
        number, rest = divmod(rest, length)
        parts += [(one if number == 1 else more).format(number=number)] if number else []
    return " ".join(parts[:2]) or "less than a minute"


def days_of(number: float) -> str:
    return f"{number:g} day{'s' * (number != 1)}"
