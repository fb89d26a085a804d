"""Which points go to the LMS: those that changed since they were sent, and none in place of what a person has changed there."""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

SENT = "lti_sent.jsonl"  # in the course directory: a line for each score that the LMS has taken
SAME = 0.006  # points; an LMS keeps two decimals, or five

SEND, UNCHANGED, NOTHING, WAITS, UNKNOWN, KEPT = "send", "unchanged", "nothing to send", "waits", "no lti_id", "changed there"


@dataclass(frozen=True)
class Mark:
    """A student's points in an assignment, here and there.

    Attributes:
        user: what the LMS calls the student; "" where the roster does not know.
        points: in the gradebook, late penalties taken off; None where nothing was submitted or judged.
        waits: a person is to look at it first, or to give points to an answer.
        held: what the LMS has; None where it has none, or does not say.
        sent: what it took from here the last time; None where that was never.
    """

    student: str
    user: str
    points: float | None
    waits: bool = False
    held: float | None = None
    sent: float | None = None


def what_to_do(mark: Mark, overwrite: bool = False, unfinished: bool = False) -> str:
    """One of the words above.

    Args:
        overwrite: points go also where the LMS has others than were sent: somebody has changed them there, or came before.
        unfinished: points go also where a person is to add to them.
    """
    if mark.points is None:
        return NOTHING
    if not mark.user:
        return UNKNOWN
    if mark.waits and not unfinished:
        return WAITS
    there = mark.sent if mark.held is None else mark.held
    if there is not None and near(there, mark.points):
        return UNCHANGED
    if mark.held is not None and not overwrite and (mark.sent is None or not near(mark.held, mark.sent)):
        return KEPT
    return SEND


def near(one: float, other: float) -> bool:
    return abs(one - other) < SAME


class SentScores:
    """What the LMS has taken, a line each; a line that was torn when the machine stopped is passed over."""

    def __init__(self, course: Path):
        self.path = course / SENT
        self._points: dict[tuple[str, str], float] = {}
        for line in self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []:
            try:
                found = json.loads(line)
                self._points[found["column"], found["user"]] = float(found["points"])
            except (ValueError, KeyError, TypeError):
                continue

    def points(self, column: str, user: str) -> float | None:
        """What was sent last."""
        return self._points.get((column, user))

    def add(self, column: str, mark: Mark, assignment: str) -> None:
        """Notes that the LMS has a mark's points; on the disk when this returns."""
        if self.points(column, mark.user) == mark.points or mark.points is None:
            return
        line = {"time": now(), "assignment": assignment, "student": mark.student, "points": mark.points}
        with self.path.open("a+", encoding="utf-8") as file:
            torn = file.tell() > 0 and not self.path.read_bytes().endswith(b"\n")
            file.write(("\n" if torn else "") + json.dumps(line | {"column": column, "user": mark.user}) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._points[column, mark.user] = mark.points


def now() -> str:
    """The time as AGS wants it: with a zone, and finer than a second, since the LMS takes no second score of the same time."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
