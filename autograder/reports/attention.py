"""What a teacher asks of a class first: who needs attention, what to take up in class, what waits, what has changed."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from autograder.reports.item_analysis import TaskStatistics

Rows = list[dict[str, Any]]
HALF = 0.5  # of the points, or of the tasks: below this a student needs attention
HARD = 0.8  # a task of whose points the class earned less than this is worth a word in class
MOST_TASKS = 3


@dataclass(frozen=True)
class Concern:
    """A student who needs attention, and why."""

    student: str
    reasons: tuple[str, ...]
    points: float
    most: float

    @property
    def share(self) -> float:
        return self.points / self.most if self.most else 0.0


@dataclass(frozen=True)
class Topic:
    """A task that is worth a word in class.

    Args:
        facility: the share of its points that the class earned.
        students: how many answered, or could have.
        mistake, made: the most frequent mistake that has a name, and how many made it; "" where there is none.
        hint: the question that leads away from it.
        check, failed: the sentence of the check that most failed, and how many did.
        silent: how many gave no answer.
    """

    task: str
    facility: float
    students: int
    mistake: str = ""
    made: int = 0
    hint: str = ""
    check: str = ""
    failed: int = 0
    silent: int = 0


@dataclass(frozen=True)
class Change:
    """A student whose points are others than in the results before, and the tasks that this comes from."""

    student: str
    before: float
    after: float
    tasks: tuple[str, ...]


def by_student(rows: Rows) -> dict[str, Rows]:
    """Student -> rows, in the order in which they are named."""
    found: dict[str, Rows] = defaultdict(list)
    for row in rows:
        found[row["student"]].append(row)
    return found


def concerns(rows: Rows, before: Rows) -> list[Concern]:
    """The students who need attention: first those without a grade, then by the share of points, the least first."""
    lost = {change.student: change.before - change.after for change in changes(rows, before)}
    found = []
    for student, own in by_student(rows).items():
        points, most = sum(row["points"] for row in own), sum(row["max_points"] for row in own)
        if reasons := tuple(reasons_of(own, points, most, lost.get(student, 0.0))):
            found.append(Concern(student, reasons, points, most))
    return sorted(found, key=lambda one: ("no grade" not in one.reasons[0], one.share))


def reasons_of(own: Rows, points: float, most: float, lost: float) -> Iterable[str]:
    """Why a student needs attention; nothing for one who does not."""
    silent = sum(row["status"] == "unanswered" for row in own)
    if any(row["status"] == "not_judged" for row in own):
        yield "not judged: no grade yet"
        return
    if silent == len(own):
        yield "no answer to any task"
    elif silent >= HALF * len(own):
        yield f"no answer to {silent} of {len(own)} tasks"
    if silent < len(own) and points < HALF * most:
        yield "less than half of the grader's points"
    if lost > 0:
        yield f"{lost:g} fewer points than in the results before"


def topics(statistics: list[TaskStatistics], rows: Rows) -> list[Topic]:
    """The tasks that lost the class most points, the costliest first, each with what most students got wrong in it."""
    worth = {row["task"]: row["max_points"] for row in rows}
    hard = [one for one in statistics if one.facility < HARD]
    hard.sort(key=lambda one: -(1 - one.facility) * worth[one.task])
    return [topic_of(one, [row for row in rows if row["task"] == one.task]) for one in hard[:MOST_TASKS]]


def topic_of(one: TaskStatistics, own: Rows) -> Topic:
    """A task with its most frequent mistake, and the check that most failed."""
    judged = [row for row in own if row["status"] != "not_judged"]
    [(mistake, made)] = one.mistakes.most_common(1) or [("", 0)]
    hint = next((row.get("hint", "") for row in judged if mistake and row["misconception"] == mistake), "")
    answered = [row for row in judged if row["status"] != "unanswered"]
    failed = Counter(check["sentence"] for row in answered for check in row.get("checks", []) if is_untrue(check))
    [(check, number)] = failed.most_common(1) or [("", 0)]
    silent = len(judged) - len(answered)
    return Topic(one.task, one.facility, len(judged), mistake, made, hint, check, number, silent)


def is_untrue(check: dict) -> bool:
    """Whether a check's sentence was found to be untrue, which is more than that it gave no points."""
    return not check["passed"] and check.get("tested", True)


def changes(rows: Rows, before: Rows) -> list[Change]:
    """Students in both results whose points differ in a task that is in both, those who lost most first."""
    old = {(row["student"], row["task"]): row["points"] for row in before if row["status"] != "not_judged"}
    found = []
    for student, own in by_student(rows).items():
        both = [row for row in own if (student, row["task"]) in old and row["status"] != "not_judged"]
        moved = tuple(row["task"] for row in both if row["points"] != old[student, row["task"]])
        if moved:
            was = sum(old[student, row["task"]] for row in both)
            found.append(Change(student, was, sum(row["points"] for row in both), moved))
    return sorted(found, key=lambda one: one.after - one.before)
