"""A class in the terminal: a row for each student, or for each student and task."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from autograder.judging.marks import number
from autograder.judging.verdict import STATUS_WORDS
from autograder.reports.attention import by_student


def what_happened(row: dict[str, Any]) -> str:
    """A row's story in a few words."""
    waits = f"waits for a person: {row['waits']}" if row.get("waits") else ""
    if row["status"] == "passed":
        return f"{STATUS_WORDS['passed']}; {waits}" if waits else STATUS_WORDS["passed"]
    named = f" ({row['misconception'].replace('_', ' ')})" if row["misconception"] else ""
    said = "" if row["message"] == row.get("waits") else row["message"]
    return f"{STATUS_WORDS[row['status']]}{named}: {'; '.join(filter(None, [waits, said]))}"


def class_table(rows: Iterable[dict[str, Any]], width: int = 150) -> str:
    """Student, task, points, what happened: one line each, for a terminal."""
    rows = list(rows)
    names = max((len(row["student"]) for row in rows), default=7)
    tasks = max((len(row["task"]) for row in rows), default=4)
    lines = [f"{'student':<{names}}  {'task':<{tasks}}  {'points':>9}  what happened"]
    for row in rows:
        points = f"{row['points']:g} of {row['max_points']:g}"
        line = f"{row['student']:<{names}}  {row['task']:<{tasks}}  {points:>9}  {' '.join(what_happened(row).split())}"
        lines.append(line if len(line) <= width else line[: width - 1] + "…")
    return "\n".join(lines)


def student_table(rows: Iterable[dict[str, Any]], width: int = 150) -> str:
    """Student, points, and how the tasks went: one line each, for a terminal."""
    students = by_student(list(rows))
    names = max((len(student) for student in students), default=7)
    lines = [f"{'student':<{max(names, 7)}}  {'points':>12}  tasks"]
    for student, own in students.items():
        points = f"{number(sum(row['points'] for row in own))} of {number(sum(row['max_points'] for row in own))}"
        line = f"{student:<{max(names, 7)}}  {points:>12}  {how_tasks_are(own)}"
        lines.append(line if len(line) <= width else line[: width - 1] + "…")
    return "\n".join(lines)


def how_tasks_are(own: list[dict[str, Any]]) -> str:
    """A student's tasks in a few words: how many are right, and which are not."""
    if any(row["status"] == "not_judged" for row in own):
        return f"{STATUS_WORDS['not_judged']}: no grade"
    counted = Counter(row["status"] for row in own)
    said = [f"{counted['passed']} {STATUS_WORDS['passed']}"] if counted["passed"] else []
    for status in ("partial", "failed", "unanswered"):
        if counted[status]:
            tasks = ", ".join(row["task"] for row in own if row["status"] == status)
            named = "" if counted[status] == len(own) else f" ({tasks})"
            said.append(f"{counted[status]} {STATUS_WORDS[status]}{named}")
    waiting = sum(bool(row.get("waits")) for row in own)
    return "; ".join([*([f"{waiting} waiting for a person"] if waiting else []), *said])
