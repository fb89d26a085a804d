"""Verdicts -> what an instructor reads of a class: a table for the terminal and a page for the browser."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

STATUS_WORDS = {
    "passed": "right",
    "partial": "partly right",
    "failed": "wrong",
    "unanswered": "no answer",
    "not_judged": "NOT JUDGED",
}

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
 body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }}
 h1 {{ font-size: 1.6rem; }} h2 {{ font-size: 1.2rem; margin-top: 2rem; }}
 .wide {{ overflow-x: auto; }}
 table {{ border-collapse: collapse; font-size: .9rem; }}
 th, td {{ border: 1px solid #c8c8c8; padding: .3rem .6rem; text-align: left; vertical-align: top; }}
 th {{ background: #f0f0f0; }} td.number {{ text-align: right; white-space: nowrap; }} td {{ overflow-wrap: anywhere; }}
 .passed {{ background: #e3f1fb; }} .partial {{ background: #fff3d6; }} .failed {{ background: #fbe3da; }}
 .unanswered {{ background: #f3f3f3; color: #555; }} .not_judged {{ background: #5a1a5e; color: #fff; }}
 @media print {{ body {{ margin: 0; max-width: none; }} }}
</style></head><body>
{body}
</body></html>
"""


def what_happened(row: dict[str, Any]) -> str:
    """A row's story in a few words."""
    if row["status"] == "passed":
        return STATUS_WORDS["passed"]
    named = f" ({row['misconception'].replace('_', ' ')})" if row["misconception"] else ""
    return f"{STATUS_WORDS[row['status']]}{named}: {row['message']}"


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


def write_report(rows: list[dict[str, Any]], notes: dict[str, list[str]], path: Path, title: str) -> None:
    """A static page: the class at a glance, each task and its mistakes, each student's story."""
    body = "\n".join(
        [
            f"<h1>{escape(title)}</h1>",
            glance(rows),
            by_task(rows),
            stories(rows),
            repairs(notes),
        ]
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE.format(title=escape(title), body=body), encoding="utf-8")


def table(head: list[str], lines: Iterable[list[str]]) -> str:
    """An HTML table from cells that are HTML already."""
    top = "".join(f"<th scope='col'>{breakable(cell)}</th>" for cell in head)
    rest = "\n".join(
        "<tr>" + "".join(cell if cell.startswith("<t") else f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines
    )
    return f"<div class='wide'><table><thead><tr>{top}</tr></thead><tbody>\n{rest}\n</tbody></table></div>"


def glance(rows: list[dict[str, Any]]) -> str:
    """Students by tasks: points, coloured by status, and in words for whoever does not see colours."""
    tasks = list(dict.fromkeys(row["task"] for row in rows))
    by_student: dict[str, dict[str, dict]] = defaultdict(dict)
    for row in rows:
        by_student[row["student"]][row["task"]] = row
    lines = []
    for student, own in by_student.items():
        total = sum(row["points"] for row in own.values())
        most = sum(row["max_points"] for row in own.values())
        cells = [point_cell(own[task]) if task in own else "" for task in tasks]
        lines.append([f"<th scope='row'>{breakable(student)}</th>", *cells, f"<td class='number'>{total:g} of {most:g}</td>"])
    return "<h2>The class at a glance</h2>" + table(["student", *tasks, "total"], lines)


def point_cell(row: dict[str, Any]) -> str:
    """A student's points on one task, coloured by status."""
    return f"<td class='number {row['status']}' title='{escape(STATUS_WORDS[row['status']])}'>{row['points']:g}</td>"


def by_task(rows: list[dict[str, Any]]) -> str:
    """For each task how many were right, and which mistakes were made."""
    lines = []
    for task in dict.fromkeys(row["task"] for row in rows):
        own = [row for row in rows if row["task"] == task]
        states = Counter(row["status"] for row in own)
        mistakes = Counter(row["misconception"].replace("_", " ") for row in own if row["misconception"])
        earned = sum(row["points"] for row in own) / (sum(row["max_points"] for row in own) or 1)
        lines.append(
            [
                f"<th scope='row'>{escape(task)}</th>",
                f"<td class='number'>{earned:.0%}</td>",
                escape(", ".join(f"{STATUS_WORDS[state]} {number}" for state, number in states.most_common())),
                escape(", ".join(f"{name} ({number})" for name, number in mistakes.most_common())) or "none",
            ]
        )
    return "<h2>Task by task</h2>" + table(["task", "points earned", "how it went", "mistakes that have a name"], lines)


def stories(rows: list[dict[str, Any]]) -> str:
    """Every answer that is not right, with its reason; tasks of one student with one reason stand together."""
    together: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["status"] != "passed":
            together[row["student"], row["status"], what_happened(row)].append(row)
    lines = []
    for (student, status, story), own in together.items():
        points = f"{sum(row['points'] for row in own):g} of {sum(row['max_points'] for row in own):g}"
        tasks = ", ".join(breakable(row["task"]) for row in own)
        lines.append(
            [f"<th scope='row'>{breakable(student)}</th>", tasks, f"<td class='number {status}'>{points}</td>", escape(story)]
        )
    head = ["student", "tasks", "points", "what happened"]
    return "<h2>What was not right</h2>" + (table(head, lines) if lines else "<p>Nothing.</p>")


def breakable(name: str) -> str:
    """A name that may be broken at its underscores, for narrow columns."""
    return escape(name).replace("_", "_<wbr>")


def repairs(notes: dict[str, list[str]]) -> str:
    """What had to be repaired, and what went wrong while notebooks ran."""
    lines = [[f"<th scope='row'>{breakable(student)}</th>", escape(note)] for student, own in notes.items() for note in own]
    return "<h2>Repaired, or noted on the way</h2>" + (table(["student", "note"], lines) if lines else "<p>Nothing.</p>")
