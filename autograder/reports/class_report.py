"""The class report: a page for the browser, with what a teacher asks first on top, and a table for spreadsheets."""

import csv
import re
from collections import defaultdict
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from autograder.catalogues import language, say
from autograder.collection.names import no_formula
from autograder.judging.verdict import STATUS_WORDS
from autograder.reports.attention import by_student
from autograder.reports.class_facts import ClassFacts
from autograder.reports.figures import distribution, frequent_mistakes, how_tasks_went
from autograder.reports.first_questions import (
    in_short,
    totals_of_gradebook,
    what_changed,
    what_it_took,
    what_to_take_up,
    what_waits,
    who_is_missing,
    who_needs_attention,
)
from autograder.reports.item_analysis import FEW, TELLING, TaskStatistics, by_task, costs, mistakes, totals, uncertainty
from autograder.reports.tables import (
    PAGE,
    as_number,
    breakable,
    folded,
    heading,
    in_percent,
    number_cell,
    of_points,
    paragraph,
    row_name,
    table,
)
from autograder.reports.terminal import what_happened


def write_report(
    rows: list[dict[str, Any]],
    submissions: dict[str, dict],
    path: Path,
    title: str,
    anonymous: bool = False,
    facts: ClassFacts | None = None,
) -> None:
    """A static page that needs nothing beside it, and the same as `report.csv`.

    Args:
        rows: of results.json.
        submissions: student -> `notes`, what was repaired or went wrong, and the `seconds` and `cpu` that judging took.
        anonymous: students are numbered, in an order that says nothing; the roster and the gradebook are left out.
        facts: the roster, the gradebook's marks and the results before.
    """
    facts = ClassFacts() if facts is None else facts
    if anonymous:
        (rows, submissions), facts = without_names(rows, submissions), ClassFacts()
    body = "\n".join([f"<h1>{escape(title)}</h1>", *sections(rows, submissions, facts, anonymous)])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE.format(title=escape(title), body=body, language=language().code), encoding="utf-8")
    write_table(rows, path.with_suffix(".csv"))


def sections(rows: list[dict[str, Any]], submissions: dict[str, dict], facts: ClassFacts, anonymous: bool) -> list[str]:
    """The page's sections, in the order in which a teacher asks."""
    statistics = by_task(rows)
    return [
        in_short(rows, submissions, facts),
        who_needs_attention(rows, facts),
        what_to_take_up(statistics, rows),
        "" if anonymous else who_is_missing(rows, submissions, facts),
        what_waits(rows, facts),
        totals_of_gradebook(facts),
        "" if anonymous else what_changed(rows, facts),
        heading("How it went"),
        distribution(totals(rows)),
        how_tasks_went(statistics) if statistics else "",
        task_table(statistics, len(totals(rows))),
        mistake_table(statistics),
        check_table(statistics),
        glance(rows),
        stories(rows),
        repairs(submissions),
        what_it_took(costs(submissions)),
    ]


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


def glance(rows: list[dict[str, Any]]) -> str:
    """Students by tasks: points, coloured by status, and in words for whoever does not see colours."""
    tasks = list(dict.fromkeys(row["task"] for row in rows))
    lines = []
    for student, listed in by_student(rows).items():
        own = {row["task"]: row for row in listed}
        total = sum(row["points"] for row in own.values())
        most = sum(row["max_points"] for row in own.values())
        cells = [point_cell(own[task]) if task in own else "" for task in tasks]
        lines.append([row_name(student), *cells, number_cell(of_points(total, most))])
    return heading("The grader's points at a glance") + table(["student", *tasks, "total"], lines)


def point_cell(row: dict[str, Any]) -> str:
    """A student's points on one task, coloured by status."""
    return f"<td class='number {row['status']}' title='{escape(say(STATUS_WORDS[row['status']]))}'>{row['points']:g}</td>"


def task_table(statistics: list[TaskStatistics], students: int) -> str:
    """A table of the tasks: how hard each was, whom it told apart, and how it went.

    Args:
        students: who were judged; of few a discrimination says little.
    """
    lines = [
        [
            row_name(one.task),
            number_cell(in_percent(one.facility)),
            number_cell(as_number(one.discrimination)),
            escape(", ".join(f"{say(STATUS_WORDS[state])} {number}" for state, number in one.statuses.most_common())),
        ]
        for one in statistics
    ]
    head = heading("Task by task") + table(["task", "facility", "discrimination", "how it went"], lines)
    return f"{head}<p class='small'>{escape(say(LEGEND), quote=False)}</p>{few(students)}"


def few(students: int) -> str:
    """A warning where chance alone leads a discrimination further from 0 than what is taken to tell."""
    if students < FEW:
        return warning(say(f"With fewer than {FEW} students no discrimination is given."))
    if (apart := uncertainty(students)) <= TELLING:
        return ""
    return warning(
        say(
            f"With {students} students chance alone gives discriminations between −{apart:.2f} and {apart:.2f} "
            "(95 %): do not judge a task or a check by its discrimination here."
        )
    )


def warning(words: str) -> str:
    return f"<p class='warning'>{escape(words, quote=False)}</p>"


LEGEND = (
    "Facility: the share of the points that the class earned. Discrimination: the correlation with the rest of "
    "a student's points; near 0 a task or check does not tell strong students from weak ones, "
    f"above {TELLING:g} it does."
)


def mistake_table(statistics: list[TaskStatistics]) -> str:
    """The mistakes that have a name, with how many made them."""
    counted = mistakes(statistics)
    if not counted:
        return heading("Mistakes that have a name") + paragraph(say("None was made."))
    lines = [[row_name(name.replace("_", " ")), breakable(task), number_cell(str(number))] for task, name, number in counted]
    listed = table(["mistake", "task", "students"], lines)
    return f"{heading('Mistakes that have a name')}{frequent_mistakes(counted)}{folded('All of them as a table', listed)}"


def check_table(statistics: list[TaskStatistics]) -> str:
    """A table of the checks: how many passed it and whom it told apart."""
    lines = []
    for one in statistics:
        for check in one.checks:
            remark = escape(say("separates nobody")) if check.separates_nobody else ""
            lines.append(
                [
                    row_name(one.task),
                    escape(say(check.sentence)),
                    number_cell(in_percent(check.facility)),
                    number_cell(as_number(check.discrimination)),
                    remark,
                ]
            )
    return heading("Check by check") + table(["task", "check", "facility", "discrimination", ""], lines)


def stories(rows: list[dict[str, Any]]) -> str:
    """Every answer that is not right, with its reason; tasks of one student with one reason stand together."""
    together: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["status"] != "passed" or row.get("waits"):
            together[row["student"], row["status"], what_happened(row)].append(row)
    lines = []
    for (student, status, story), own in together.items():
        points = of_points(sum(row["points"] for row in own), sum(row["max_points"] for row in own))
        tasks = ", ".join(breakable(row["task"]) for row in own)
        lines.append([row_name(student), tasks, number_cell(points, status), escape(say(story))])
    listed = table(["student", "tasks", "points", "what happened"], lines) if lines else paragraph(say("Nothing."))
    return heading("What was not right, or waits for a person") + listed


def repairs(submissions: dict[str, dict]) -> str:
    """What had to be repaired, and what went wrong while notebooks ran."""
    lines = [[row_name(student), escape(say(note))] for student, told in submissions.items() for note in told.get("notes", [])]
    return heading("Repaired, or noted on the way") + (table(["student", "note"], lines) if lines else paragraph(say("Nothing.")))
