"""The first sections of the class report: who needs attention, what to take up, who is missing, what waits, the totals."""

from collections import Counter
from html import escape
from typing import Any

from autograder.catalogues import say
from autograder.judging.marks import number
from autograder.notebooks.cells import task_of_test, test_id
from autograder.reports.attention import Concern, Topic, by_student, changes, concerns, topics
from autograder.reports.class_facts import ClassFacts, Standing
from autograder.reports.item_analysis import TaskStatistics
from autograder.reports.tables import counted, folded, heading, in_percent, number_cell, paragraph, row_name, shortened, table

Rows = list[dict[str, Any]]
FIRST = 15  # lines of a table that are shown at once


def in_short(rows: Rows, submissions: dict[str, dict], facts: ClassFacts) -> str:
    """The class in a few numbers."""
    students = {row["student"] for row in rows} | set(submissions)
    of_roster = f" {say(f'from a roster of {len(facts.roster)}')}" if facts.roster is not None else ""
    lines = [f"{counted(len(students), 'submission')}{of_roster}"]
    if missing := facts.missing(students):
        lines.append(say(f"{len(missing)} missing"))
    if silent := sum(all(row["status"] == "unanswered" for row in own) for own in by_student(rows).values()):
        lines.append(say(f"{silent} without any answer"))
    if waiting := sum(number for *_, number in answers_to_read(facts)):
        lines.append(counted(waiting, "answer to grade by hand", "answers to grade by hand"))
    said = f"<p>{'; '.join(lines)}.</p>"
    if waits := sum(bool(row.get("waits")) and not is_decided(row, facts) for row in rows):
        marks = f"{waits} {'mark waits' if waits == 1 else 'marks wait'} for a person"
        said += paragraph(say(f"{marks}, who finds them in the formgrader. Reasons below."))
    if unjudged := sorted({row["student"] for row in rows if row["status"] == "not_judged"}):
        names = say(f"NOT JUDGED, and without a grade: {', '.join(unjudged)}. Reasons below; grade again.")
        said += f"<p class='not_judged'>{escape(names)}</p>"
    return said + (f"<p class='warning'>{escape(facts.problem)}</p>" if facts.problem else "")


def who_needs_attention(rows: Rows, facts: ClassFacts) -> str:
    """The students without a grade, without answers, with few points, or with fewer than before."""
    lines = [
        [row_name(facts.called(one.student)), number_cell(say(f"{number(one.points)} of {number(one.most)}")), told(one)]
        for one in concerns(rows, facts.before)
    ]
    listed = shortened(["student", "grader's points", "why"], lines, FIRST) if lines else paragraph(say("Nobody."))
    return f"{heading('Who needs attention')}{listed}"


def told(one: Concern) -> str:
    """Why a student needs attention."""
    return escape("; ".join(map(say, one.reasons)), quote=False)


def what_to_take_up(statistics: list[TaskStatistics], rows: Rows) -> str:
    """The tasks that lost the class most points, with their most frequent mistake."""
    lines = []
    for one in topics(statistics, rows):
        hint = f"<br>{escape(say('Their hint:'))} {escape(say(one.hint))}" if one.hint else ""
        lines.append(f"<li><b>{escape(one.task)}</b>: {escape('; '.join(costly(one)))}.{hint}</li>")
    listed = f"<ol>{''.join(lines)}</ol>" if lines else paragraph(say(ALL_WELL))
    return f"{heading('What to take up in class')}{listed}" if statistics else ""


ALL_WELL = "Each task earned the class four fifths of its points, or more."


def costly(one: Topic) -> list[str]:
    """What a task cost the class, and what most students got wrong in it."""
    said = [say(f"the class earned {in_percent(one.facility)} of its points")]
    who = f"{one.made if one.mistake else one.failed} of {one.students} {'student' if one.students == 1 else 'students'}"
    if one.mistake:
        said.append(say(f"{who} made the mistake “{one.mistake.replace('_', ' ')}”"))
    elif one.check:
        said.append(say(f"{who} failed the check “{one.check}”"))
    return [*said, say(f"{one.silent} gave no answer")] if one.silent else said


def who_is_missing(rows: Rows, submissions: dict[str, dict], facts: ClassFacts) -> str:
    """The students of the roster who have submitted nothing, and submissions of whom it does not know."""
    if facts.roster is None:
        return heading("Who is missing") + paragraph(say("Not known: there is no roster.csv beside nbgrader_config.py."))
    students = [*dict.fromkeys([*(row["student"] for row in rows), *submissions])]
    missing = ", ".join(map(facts.called, facts.missing(students)))
    known = {student.casefold() for student in facts.roster}
    strange = ", ".join(student for student in students if student.casefold() not in known)
    said = f"{heading('Who is missing')}<p>{escape(missing or say('Nobody: all of the roster have submitted.'))}</p>"
    return said + (f"<p>{escape(say(f'Not in the roster: {strange}.'))}</p>" if strange else "")


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
        [row_name(facts.called(row["student"])), escape(row["task"]), escape(say(row["waits"]))]
        for row in rows
        if row.get("waits") and not is_decided(row, facts)
    ]
    to_read = [[row_name(name), number_cell(str(waiting))] for name, waiting in answers_to_read(facts)]
    said = table(["answer graded by hand", "waiting"], to_read) if to_read else ""
    said += shortened(["student", "task", "why it waits"], marks, FIRST) if marks else ""
    return heading("What waits for a person") + (said or paragraph(say("Nothing.")))


def totals_of_gradebook(facts: ClassFacts) -> str:
    """A line for each student: the points so far, what a person has set, and what being late costs."""
    if facts.standings is None:
        return ""
    lines = [
        [
            row_name(facts.called(student)),
            number_cell(say(f"{number(one.counts)} of {number(one.most_so_far)}")),
            number_cell(number(one.to_come) if one.to_come else ""),
            number_cell(f"−{number(one.penalty)}" if one.penalty else ""),
            escape(set_by_hand(one)),
        ]
        for student, one in sorted(facts.standings.items())
    ]
    late = sum(bool(one.penalty) for one in facts.standings.values())
    late_ones = f"{late} {'submission' if late == 1 else 'submissions'}"
    said = paragraph(say(f"{late_ones} with a late penalty, which is subtracted already.")) if late else ""
    listed = paragraph(say("Nothing is recorded."))
    if lines:
        listed = shortened(["student", "points so far", "to come", "late", "set by a person (the grader found)"], lines, FIRST)
    return f"{heading('Totals, late penalties, points by hand')}{said}{listed}"


def set_by_hand(standing: Standing) -> str:
    """The marks that a person has put in place of the grader's."""
    return "; ".join(
        f"{task_of_test(name) or name}: {number(mark.points)} ({number(mark.found or 0)})" for name, mark in standing.set_by_hand
    )


def what_changed(rows: Rows, facts: ClassFacts) -> str:
    """Whose points by the grader are others than in the results before."""
    if not facts.before:
        return heading("Since the results before") + paragraph(say("There are none before these."))
    known, here = {row["student"] for row in facts.before}, {row["student"] for row in rows}
    compared = f"Compared with the results of {facts.before_when}" if facts.before_when else "Compared with those"
    said = f"<p>{escape(say(f'{compared}: {len(here - known)} new, {len(known - here)} gone.'))}</p>"
    lines = [
        [
            row_name(facts.called(one.student)),
            number_cell(f"{number(one.before)} → {number(one.after)}"),
            escape(", ".join(one.tasks)),
        ]
        for one in changes(rows, facts.before)
    ]
    moved = paragraph(say("Nobody's points have changed."))
    if lines:
        moved = shortened(["student", "grader's points", "tasks"], lines, FIRST)
    return f"{heading('Since the results before')}{said}{moved}"


def what_it_took(took: dict[str, float]) -> str:
    """The last section: what judging took."""
    lines = []
    if took.get("cpu all"):
        lines.append(
            say(
                f"{took['cpu median']:.1f} s of CPU for each submission (nineteen of twenty below {took['cpu p95']:.1f} s), "
                f"{took['per core-hour']:.0f} submissions per core-hour"
            )
        )
    if took.get("seconds all"):
        lines.append(say(f"{took['seconds median']:.1f} s of wall time each"))
    return folded("What judging took", f"<p>{'; '.join(lines)}.</p>") if lines else ""
