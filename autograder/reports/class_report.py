"""Verdicts -> what an instructor reads of a class: a table for the terminal and a page for the browser."""

import csv
import math
import re
from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from autograder.collection.names import no_formula
from autograder.judging.verdict import STATUS_WORDS
from autograder.reports.figures import distribution, frequent_mistakes, how_tasks_went
from autograder.reports.item_analysis import TaskStatistics, by_task, costs, mistakes, totals

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
 .small {{ font-size: .85rem; color: #444; }} figure {{ margin: 1rem 0; }} svg.figure {{ max-width: 100%; height: auto; }}
 figcaption {{ font-size: .9rem; color: #444; }} summary {{ cursor: pointer; font-weight: 600; }}
 p.not_judged {{ padding: .5rem; }}
 @media print {{ body {{ margin: 0; max-width: none; }} }}
</style></head><body>
{body}
</body></html>
"""


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


def write_report(
    rows: list[dict[str, Any]],
    submissions: dict[str, dict],
    path: Path,
    title: str,
    anonymous: bool = False,
) -> None:
    """A static page that needs nothing beside it, and the same as `report.csv`.

    Args:
        rows: of results.json.
        submissions: student -> `notes`, what was repaired or went wrong, and the `seconds` and `cpu` that judging took.
        anonymous: students are numbered, in an order that says nothing.
    """
    if anonymous:
        rows, submissions = without_names(rows, submissions)
    statistics = by_task(rows)
    body = "\n".join(
        [
            f"<h1>{escape(title)}</h1>",
            in_short(rows, submissions),
            distribution(totals(rows)),
            how_tasks_went(statistics) if statistics else "",
            task_table(statistics),
            mistake_table(statistics),
            check_table(statistics),
            glance(rows),
            stories(rows),
            repairs(submissions),
        ]
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE.format(title=escape(title), body=body), encoding="utf-8")
    write_table(rows, path.with_suffix(".csv"))


def without_names(rows: list[dict[str, Any]], submissions: dict[str, dict]) -> tuple[list[dict[str, Any]], dict[str, dict]]:
    """The same of students who are numbered, in the order of a hash of their names."""
    students = {row["student"] for row in rows} | set(submissions)
    numbered = sorted(students, key=lambda name: sha256(name.encode("utf-8", "replace")).digest())
    called = {name: f"student {number}" for number, name in enumerate(numbered, 1)}
    anyone = re.compile("|".join(re.escape(name) for name in sorted(students, key=len, reverse=True)) or "$^")

    def hidden(words: str) -> str:
        return anyone.sub(lambda name: called[name[0]], words)

    fresh = [
        row | {"student": called[row["student"]], "message": hidden(row["message"]), "waits": hidden(row.get("waits", ""))}
        for row in rows
    ]
    told = {
        called[name]: said | {"notes": [hidden(note) for note in said.get("notes", [])]} for name, said in submissions.items()
    }
    order = {name: number for number, name in enumerate(called.values())}
    return sorted(fresh, key=lambda row: order[row["student"]]), told


def write_table(rows: list[dict[str, Any]], path: Path) -> None:
    """One line for each student and task, as spreadsheets read them; a cell that could be taken for a formula is text."""
    names = ["student", "assignment", "task", "points", "max_points", "status", "misconception", "message", "waits"]
    names += ["failed_checks"]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(names)
        for row in rows:
            failed = "; ".join(check["name"] for check in row.get("checks", []) if not check["passed"])
            lines.writerow([no_formula(value) for value in [*(row.get(name) for name in names[:-1]), failed]])


def in_short(rows: list[dict[str, Any]], submissions: dict[str, dict]) -> str:
    """The class in a few numbers."""
    students = {row["student"] for row in rows}
    unjudged = sorted({row["student"] for row in rows if row["status"] == "not_judged"})
    silent = sum(all(row["status"] == "unanswered" for row in own) for own in of_students(rows).values())
    took, lines = costs(submissions), [f"{len(students)} submissions"]
    if silent:
        lines.append(f"{silent} without any answer")
    if took.get("cpu all"):
        lines.append(
            f"{took['cpu median']:.1f} s of CPU each (nineteen of twenty below {took['cpu p95']:.1f} s), "
            f"{took['per core-hour']:.0f} submissions per core-hour"
        )
    if took.get("seconds all"):
        lines.append(f"{took['seconds median']:.1f} s of wall time each")
    said = f"<p>{'; '.join(lines)}.</p>"
    waiting = sum(bool(row.get("waits")) for row in rows)
    if waiting:
        said += f"<p>{waiting} marks wait for a person, who finds them in the formgrader. Reasons below.</p>"
    if unjudged:
        names = escape(", ".join(unjudged))
        said += f"<p class='not_judged'>NOT JUDGED, and without a grade: {names}. Reasons below; grade again.</p>"
    return said


def of_students(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["student"]].append(row)
    return found


def table(head: list[str], lines: Iterable[list[str]]) -> str:
    """An HTML table from cells that are HTML already."""
    top = "".join(f"<th scope='col'>{breakable(cell)}</th>" for cell in head)
    rest = "\n".join(
        "<tr>" + "".join(cell if cell.startswith("<t") else f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines
    )
    named = f"role='region' tabindex='0' aria-label='{escape(head[0])}, {escape(head[1])}'"  # so that a keyboard can move it
    return f"<div class='wide' {named}><table><thead><tr>{top}</tr></thead><tbody>\n{rest}\n</tbody></table></div>"


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


def task_table(statistics: list[TaskStatistics]) -> str:
    """A table of the tasks: how hard each was, whom it told apart, and how it went."""
    lines = [
        [
            f"<th scope='row'>{breakable(one.task)}</th>",
            f"<td class='number'>{in_percent(one.facility)}</td>",
            f"<td class='number'>{as_number(one.discrimination)}</td>",
            escape(", ".join(f"{STATUS_WORDS[state]} {number}" for state, number in one.statuses.most_common())),
        ]
        for one in statistics
    ]
    return "<h2>Task by task</h2>" + table(["task", "facility", "discrimination", "how it went"], lines) + LEGEND


LEGEND = (
    "<p class='small'>Facility: the share of the points that the class earned. Discrimination: the correlation with the rest of "
    "a student's points; near 0 a task or check does not tell strong students from weak ones, above 0.2 it does.</p>"
)


def mistake_table(statistics: list[TaskStatistics]) -> str:
    """The mistakes that have a name, with how many made them."""
    counted = mistakes(statistics)
    if not counted:
        return "<h2>Mistakes that have a name</h2><p>None was made.</p>"
    lines = [
        [f"<th scope='row'>{breakable(name.replace('_', ' '))}</th>", breakable(task), f"<td class='number'>{number}</td>"]
        for task, name, number in counted
    ]
    listed = table(["mistake", "task", "students"], lines)
    return f"<h2>Mistakes that have a name</h2>{frequent_mistakes(counted)}{folded('All of them as a table', listed)}"


def check_table(statistics: list[TaskStatistics]) -> str:
    """A table of the checks: how many passed it and whom it told apart."""
    lines = []
    for one in statistics:
        for check in one.checks:
            remark = "separates nobody" if check.separates_nobody else ""
            lines.append(
                [
                    f"<th scope='row'>{breakable(one.task)}</th>",
                    escape(check.sentence),
                    f"<td class='number'>{in_percent(check.facility)}</td>",
                    f"<td class='number'>{as_number(check.discrimination)}</td>",
                    remark,
                ]
            )
    return "<h2>Check by check</h2>" + table(["task", "check", "facility", "discrimination", ""], lines)


def in_percent(share: float) -> str:
    return "" if math.isnan(share) else f"{share:.0%}"


def as_number(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.2f}"


def folded(title: str, inside: str) -> str:
    """Something long, closed until it is wanted."""
    return f"<details><summary>{escape(title)}</summary>{inside}</details>"


def stories(rows: list[dict[str, Any]]) -> str:
    """Every answer that is not right, with its reason; tasks of one student with one reason stand together."""
    together: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["status"] != "passed" or row.get("waits"):
            together[row["student"], row["status"], what_happened(row)].append(row)
    lines = []
    for (student, status, story), own in together.items():
        points = f"{sum(row['points'] for row in own):g} of {sum(row['max_points'] for row in own):g}"
        tasks = ", ".join(breakable(row["task"]) for row in own)
        lines.append(
            [f"<th scope='row'>{breakable(student)}</th>", tasks, f"<td class='number {status}'>{points}</td>", escape(story)]
        )
    head = ["student", "tasks", "points", "what happened"]
    return "<h2>What was not right, or waits for a person</h2>" + (table(head, lines) if lines else "<p>Nothing.</p>")


def breakable(name: str) -> str:
    """A name that may be broken at its underscores, for narrow columns."""
    return escape(name).replace("_", "_<wbr>")


def repairs(submissions: dict[str, dict]) -> str:
    """What had to be repaired, and what went wrong while notebooks ran."""
    lines = [
        [f"<th scope='row'>{breakable(student)}</th>", escape(note)]
        for student, told in submissions.items()
        for note in told.get("notes", [])
    ]
    return "<h2>Repaired, or noted on the way</h2>" + (table(["student", "note"], lines) if lines else "<p>Nothing.</p>")
