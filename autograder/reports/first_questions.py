"""The first sections of the class report: who needs attention, what to take up, who is missing, what waits, the totals."""

from collections import Counter
from html import escape
from typing import Any

from autograder.judging.marks import number
from autograder.notebooks.cells import task_of_test, test_id
from autograder.reports.attention import by_student, changes, concerns, topics
from autograder.reports.class_facts import ClassFacts, Standing
from autograder.reports.item_analysis import TaskStatistics
from autograder.reports.tables import counted, folded, in_percent, number_cell, row_name, shortened, table

Rows = list[dict[str, Any]]
FIRST = 15  # lines of a table that are shown at once


def in_short(rows: Rows, submissions: dict[str, dict], facts: ClassFacts) -> str:
    """The class in a few numbers."""
    students = {row["student"] for row in rows} | set(submissions)
    of_roster = f" from a roster of {len(facts.roster)}" if facts.roster is not None else ""
    lines = [f"{counted(len(students), 'submission')}{of_roster}"]
    if missing := facts.missing(students):
        lines.append(f"{len(missing)} missing")
    if silent := sum(all(row["status"] == "unanswered" for row in own) for own in by_student(rows).values()):
        lines.append(f"{silent} without any answer")
    if waiting := sum(number for *_, number in answers_to_read(facts)):
        lines.append(f"{counted(waiting, 'answer')} to grade by hand")
    said = f"<p>{'; '.join(lines)}.</p>"
    if waits := sum(bool(row.get("waits")) and not is_decided(row, facts) for row in rows):
        marks = counted(waits, "mark waits", "marks wait")
        said += f"<p>{marks} for a person, who finds them in the formgrader. Reasons below.</p>"
    if unjudged := sorted({row["student"] for row in rows if row["status"] == "not_judged"}):
        names = escape(", ".join(unjudged))
        said += f"<p class='not_judged'>NOT JUDGED, and without a grade: {names}. Reasons below; grade again.</p>"
    return said + (f"<p class='warning'>{escape(facts.problem)}</p>" if facts.problem else "")


def who_needs_attention(rows: Rows, facts: ClassFacts) -> str:
    """The students without a grade, without answers, with few points, or with fewer than before."""
    lines = [
        [row_name(facts.called(one.student)), number_cell(f"{number(one.points)} of {number(one.most)}"), "; ".join(one.reasons)]
        for one in concerns(rows, facts.before)
    ]
    listed = shortened(["student", "grader's points", "why"], lines, FIRST) if lines else "<p>Nobody.</p>"
    return f"<h2>Who needs attention</h2>{listed}"


def what_to_take_up(statistics: list[TaskStatistics], rows: Rows) -> str:
    """The tasks that lost the class most points, with their most frequent mistake."""
    lines = []
    for one in topics(statistics, rows):
        said = f"the class earned {in_percent(one.facility)} of its points"
        if one.mistake:
            hint = f" Their hint: {one.hint}" if one.hint else ""
            named = f"made the mistake “{one.mistake.replace('_', ' ')}”"
            said += f"; {one.made} of {counted(one.students, 'student')} {named}.{hint}"
        elif one.check:
            said += f"; {one.failed} of {counted(one.students, 'student')} failed the check “{one.check}”"
        lines.append(f"<li><b>{escape(one.task)}</b>: {escape(said)}</li>")
    listed = f"<ol>{''.join(lines)}</ol>" if lines else "<p>Each task earned the class four fifths of its points, or more.</p>"
    return f"<h2>What to take up in class</h2>{listed}" if statistics else ""


def who_is_missing(rows: Rows, submissions: dict[str, dict], facts: ClassFacts) -> str:
    """The students of the roster who have submitted nothing, and submissions of whom it does not know."""
    if facts.roster is None:
        return "<h2>Who is missing</h2><p>Not known: there is no roster.csv beside nbgrader_config.py.</p>"
    students = [*dict.fromkeys([*(row["student"] for row in rows), *submissions])]
    missing = ", ".join(map(facts.called, facts.missing(students)))
    known = {student.casefold() for student in facts.roster}
    strange = ", ".join(student for student in students if student.casefold() not in known)
    said = f"<h2>Who is missing</h2><p>{escape(missing) or 'Nobody: all of the roster have submitted.'}</p>"
    return said + (f"<p>Not in the roster: {escape(strange)}.</p>" if strange else "")


def answers_to_read(facts: ClassFacts) -> list[tuple[str, int]]:
    """The cells that a person grades and nobody has graded yet, with how many wait."""
    waiting = Counter(name for one in (facts.standings or {}).values() for name, mark in one.marks if mark.to_come)
    return list(waiting.items())


def is_decided(row: dict[str, Any], facts: ClassFacts) -> bool:
    """Whether a person has looked at a mark that waited; the gradebook knows."""
    standing = (facts.standings or {}).get(row["student"])
    marks = dict(standing.marks) if standing else {}
    mark = marks.get(test_id(row["task"]))
    return mark is not None and not mark.waits


def what_waits(rows: Rows, facts: ClassFacts) -> str:
    """What a person is still to look at: answers that only people grade, and marks of the grader's that are not final."""
    marks = [
        [row_name(facts.called(row["student"])), escape(row["task"]), escape(row["waits"])]
        for row in rows
        if row.get("waits") and not is_decided(row, facts)
    ]
    to_read = [[row_name(name), number_cell(str(waiting))] for name, waiting in answers_to_read(facts)]
    said = table(["answer graded by hand", "waiting"], to_read) if to_read else ""
    said += shortened(["student", "task", "why it waits"], marks, FIRST) if marks else ""
    return f"<h2>What waits for a person</h2>{said or '<p>Nothing.</p>'}"


def totals_of_gradebook(facts: ClassFacts) -> str:
    """A line for each student: the points so far, what a person has set, and what being late costs."""
    if facts.standings is None:
        return ""
    lines = [
        [
            row_name(facts.called(student)),
            number_cell(f"{number(one.counts)} of {number(one.most_so_far)}"),
            number_cell(number(one.to_come) if one.to_come else ""),
            number_cell(f"−{number(one.penalty)}" if one.penalty else ""),
            escape(set_by_hand(one)),
        ]
        for student, one in sorted(facts.standings.items())
    ]
    late = sum(bool(one.penalty) for one in facts.standings.values())
    said = f"<p>{counted(late, 'submission')} with a late penalty, which is in the points.</p>" if late else ""
    head = ["student", "points so far", "to come", "late", "set by a person (the grader found)"]
    listed = shortened(head, lines, FIRST) if lines else "<p>Nothing is recorded.</p>"
    return f"<h2>Totals, late penalties, points by hand</h2>{said}{listed}"


def set_by_hand(standing: Standing) -> str:
    """The marks that a person has put in place of the grader's."""
    return "; ".join(
        f"{task_of_test(name) or name}: {number(mark.points)} ({number(mark.found or 0)})" for name, mark in standing.set_by_hand
    )


def what_changed(rows: Rows, facts: ClassFacts) -> str:
    """Whose points by the grader are others than in the results before."""
    if not facts.before:
        return "<h2>Since the results before</h2><p>There are none before these.</p>"
    known, here = {row["student"] for row in facts.before}, {row["student"] for row in rows}
    said = f"<p>Compared with the results of {escape(facts.before_when)}" if facts.before_when else "<p>Compared with those"
    said += f": {len(here - known)} new, {len(known - here)} gone.</p>"
    lines = [
        [
            row_name(facts.called(one.student)),
            number_cell(f"{number(one.before)} → {number(one.after)}"),
            escape(", ".join(one.tasks)),
        ]
        for one in changes(rows, facts.before)
    ]
    moved = shortened(["student", "grader's points", "tasks"], lines, FIRST) if lines else "<p>Nobody's points have changed.</p>"
    return f"<h2>Since the results before</h2>{said}{moved}"


def what_it_took(took: dict[str, float]) -> str:
    """The last section: what judging took."""
    lines = []
    if took.get("cpu all"):
        lines.append(
            f"{took['cpu median']:.1f} s of CPU for each submission (nineteen of twenty below {took['cpu p95']:.1f} s), "
            f"{took['per core-hour']:.0f} submissions per core-hour"
        )
    if took.get("seconds all"):
        lines.append(f"{took['seconds median']:.1f} s of wall time each")
    return folded("What judging took", f"<p>{'; '.join(lines)}.</p>") if lines else ""
