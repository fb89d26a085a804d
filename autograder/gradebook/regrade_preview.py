"""What grading again would change, and why: read before anything is published."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from autograder.gradebook.grading_run import GradingRunResult
from autograder.gradebook.staleness import Mark
from autograder.judging.verdict import Verdict
from autograder.notebooks.cells import test_id


@dataclass(frozen=True)
class Change:
    """One task of one student that would be worth something else.

    Args:
        checks: the rubric's checks that went otherwise than on record, in words.
        reasons: what had changed, so that it was judged again.
        by_hand: the points that a person has given, which stay.
    """

    student: str
    task: str
    before: float
    after: float
    checks: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    by_hand: float | None = None


def changes(graded: GradingRunResult, marks: dict[str, dict[str, Mark]]) -> list[Change]:
    """What would change, of a class that was judged in a dry run.

    Args:
        marks: what the gradebook holds, as `staleness.marks_of` reads it.
    """
    rows: dict[str, list[dict]] = defaultdict(list)
    for row in graded.rows:
        rows[row["student"]].append(row)
    return [change for student in graded.before for change in of_student(student, rows[student], graded, marks.get(student, {}))]


def of_student(student: str, rows: list[dict], graded: GradingRunResult, marks: dict[str, Mark]) -> Iterator[Change]:
    before = {verdict.task: verdict for verdict in graded.before[student]}
    for row in rows:
        old = before.get(row["task"])
        if old is not None and row["status"] != "not_judged" and row["points"] != old.points:
            by_hand = marks.get(test_id(old.task), Mark(None, None)).manual
            why = tuple(graded.reasons[student])
            yield Change(student, old.task, old.points, row["points"], tuple(turned(old, row)), why, by_hand)


def turned(old: Verdict, row: dict[str, Any]) -> Iterator[str]:
    """The checks that passed and do not, or did not and do; and those that the rubric has now, or had."""
    before = {check.name: check for check in old.checks}
    now = {check["name"]: check for check in row["checks"]}
    for name in dict.fromkeys([*before, *now]):
        if name not in now:
            yield f"{name} is no check any more ({before[name].points:g} points)"
        elif name not in before:
            yield f"{name} is a new check: {now[name]['points']:g} of {now[name]['max_points']:g}"
        elif before[name].points != now[name]["points"]:
            worth = f"{before[name].points:g} -> {now[name]['points']:g}"
            yield f"{name} {worth}" + (f": {now[name]['message']}" if now[name]["message"] else "")
    if not old.checks and not row["checks"]:
        yield row["message"]


def in_words(graded: GradingRunResult, found: list[Change]) -> Iterator[str]:
    """Lines for a terminal: whose marks, by which check, and why; then the sums."""
    for change in found:
        sign = "up" if change.after > change.before else "down"
        yield f"{change.student}, {change.task}: {change.before:g} -> {change.after:g} points, {sign} ({words(change.reasons)})"
        for check in change.checks:
            yield f"    {check}"
        if change.by_hand is not None:
            yield f"    the {change.by_hand:g} points that a person gave stay; the gradebook will ask to look again"
    new = [student for student, before in graded.before.items() if not before]
    if new:
        yield f"graded for the first time: {len(new)} ({', '.join(new[:5])}{', …' if len(new) > 5 else ''})"
    yield summary(graded, found, len(new))


def words(reasons: Iterable[str]) -> str:
    """What has changed, as one says it."""
    return f"changed: {', '.join(reasons)}"


def summary(graded: GradingRunResult, found: list[Change], new: int) -> str:
    """One line: how many marks move, how many stay."""
    judged, kept = len(graded.reasons), len({row["student"] for row in graded.rows}) - len(graded.reasons)
    ways = Counter("up" if change.after > change.before else "down" for change in found)
    students = len({change.student for change in found})
    same = judged - students - new - len(graded.not_judged)
    moved = f"{students} students' marks would change ({ways['up']} tasks up, {ways['down']} down)"
    broken = f", {len(graded.not_judged)} could not be judged" if graded.not_judged else ""
    return f"{moved}, {same} were judged again with the same points{broken}, {kept} had nothing to judge again"
