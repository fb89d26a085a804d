"""The top of a feedback page: the total, what became of each task and why, check by check, with pictures.

All words are escaped, for they may hold a student's own; pictures are only ever PNG files within the page.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from html import escape
from typing import Any

from markupsafe import Markup
from nbformat import NotebookNode

from autograder.judging.verdict import STATUS_WORDS, Check, Verdict
from autograder.notebooks.cells import course_metadata, test_id

PICTURE = re.compile(r"data:image/png;base64,[A-Za-z0-9+/]+={0,2}")
SIGNS = {  # and the class of the page's style
    "passed": ("✓", "right"),
    "partial": ("◐", "partly"),
    "failed": ("✗", "wrong"),
    "unanswered": ("–", "none"),
    "not_judged": ("!", "none"),
}
WHOSE = {"given": "yours", "expected": "expected", "difference": "yours minus expected"}


def summary(
    notebook: NotebookNode, grades: dict[str, Any], waiting: Collection[str] | None = None, deadline: Collection[str] = ()
) -> Markup:
    """The verdicts on a notebook as HTML.

    Args:
        notebook: autograded; its cells hold the gradebook's scores and comments, its metadata our verdicts.
        grades: what nbgrader's gradebook says of the whole: score, max_score, late_penalty.
        waiting: the ids of cells that a person grades and nobody has graded yet; None where no gradebook says so.
        deadline: sentences on when it was due and handed in.
    """
    ours = course_metadata(notebook)
    verdicts = [settled(Verdict.from_json(plain), waiting) for plain in ours.get("verdicts", [])]
    by_hand = [cell for cell in notebook.cells if is_graded_by_hand(cell)]
    return Markup(
        "<div class='fa'>"
        + total(verdicts, grades)
        + "".join(f"<p>{as_text(line)}</p>" for line in deadline)
        + overview(verdicts, by_hand, waiting or ())
        + told("What was repaired in your notebook", ours.get("repairs", []))
        + told("What went wrong while it ran", ours.get("notes", []))
        + "".join(section(verdict, ours.get("pictures", {}).get(verdict.task, [])) for verdict in verdicts)
        + "<h2>Your notebook</h2></div>"
    )


def settled(verdict: Verdict, waiting: Collection[str] | None) -> Verdict:
    """The verdict, which waits no longer where a person has looked at it since."""
    looked_at = waiting is not None and test_id(verdict.task) not in waiting
    return replace(verdict, waits="") if looked_at else verdict


def is_graded_by_hand(cell: NotebookNode) -> bool:
    """Whether a person gives a cell its points: a written answer, or a figure."""
    marks = cell.metadata.get("nbgrader", {})
    return bool(marks.get("grade") and marks.get("solution"))


def total(verdicts: list[Verdict], grades: dict[str, Any]) -> str:
    """The points of the whole and of what was autograded."""
    points, most = sum(verdict.points for verdict in verdicts), sum(verdict.max_points for verdict in verdicts)
    score, all_points, late = (float(grades.get(name) or 0.0) for name in ("score", "max_score", "late_penalty"))
    said = f"<h1>{escape(str(grades.get('notebook', '')))}: {score:g} of {all_points:g} points</h1>"
    said += f"<h2>Autograded: {points:g} of {most:g} points</h2>"
    return said + (f"<p>Submitted late: {late:g} points are taken off.</p>" if late else "")


def overview(verdicts: list[Verdict], by_hand: list[NotebookNode], waiting: Collection[str]) -> str:
    """One line for each task and for each written answer."""
    rows = [line_of(verdict) for verdict in verdicts]
    rows += [line_by_hand(cell, cell.metadata.nbgrader.grade_id in waiting) for cell in by_hand]
    head = "<tr><th scope='col'>task</th><th scope='col'>points</th><th scope='col'>what happened</th></tr>"
    return f"<table class='fa-table'><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"


def line_of(verdict: Verdict) -> str:
    (sign, kind), word = SIGNS[verdict.status], STATUS_WORDS[verdict.status]
    name = f"<a href='#fa-{escape(verdict.task)}'>{as_text(verdict.task)}</a>"
    said = word if verdict.status == "passed" else f"{word}: {as_text(verdict.message)}"
    if verdict.waits:  # whose reason is said once
        said += "<br>waits for a person" + ("" if verdict.waits in verdict.message else f": {as_text(verdict.waits)}")
    return row(f"<span class='fa-{kind}'>{sign}</span> {name}", points_of(verdict), said)


def line_by_hand(cell: NotebookNode, waits: bool) -> str:
    """A written answer or a figure: a person's points and comment."""
    marks = cell.metadata.nbgrader
    name = f"<a href='#{escape(marks.grade_id)}'>{as_text(marks.grade_id)}</a>"
    comment = marks.get("comment") or ""
    said = ("not graded yet: a person does that" if waits else "graded by hand") + (f": {as_text(comment)}" if comment else "")
    points = "–" if waits else f"{float(marks.get('score') or 0):g}"
    return row(f"<span>✎</span> {name}", f"{points} of {float(marks.get('points') or 0):g}", said)


def row(name: str, points: str, said: str) -> str:
    return f"<tr><th scope='row'>{name}</th><td class='fa-points'>{points}</td><td>{said}</td></tr>"


def points_of(one: Verdict | Check) -> str:
    return f"{one.points:g} of {one.max_points:g}"


def told(title: str, notes: list[str]) -> str:
    """A list of notes, or nothing."""
    items = "".join(f"<li>{as_text(note)}</li>" for note in notes)
    return f"<h3>{title}</h3><ul>{items}</ul>" if items else ""


def section(verdict: Verdict, pictures: list[dict]) -> str:
    """One task: its checks, the hint, and the pictures; closed where all is right."""
    (sign, kind), word = SIGNS[verdict.status], STATUS_WORDS[verdict.status]
    head = f"<span class='fa-{kind}'>{sign}</span> {as_text(verdict.task)}: {points_of(verdict)} points, {word}"
    if verdict.status == "unanswered":
        inside = f"<p>{as_text(verdict.message)}</p>"
    else:
        inside = f"<ul class='fa-checks'>{''.join(map(line_of_check, verdict.checks))}</ul>"
    if verdict.waits:
        inside = f"<p>These points are not final. They wait for a person: {as_text(verdict.waits)}</p>{inside}"
    if verdict.hint:
        inside += f"<p class='fa-hint'><b>Hint:</b> {as_text(verdict.hint)}</p>"
    inside += "".join(map(shown, pictures))
    is_open = "" if verdict.status == "passed" and not verdict.waits else " open"
    return f"<details class='fa-task' id='fa-{escape(verdict.task)}'{is_open}><summary>{head}</summary>{inside}</details>"


def line_of_check(check: Check) -> str:
    status = "passed" if check.passed else "failed"
    (sign, kind), word = SIGNS[status], STATUS_WORDS[status]
    said = "" if check.passed else f"<br><span class='fa-said'>{as_text(check.message)}</span>"
    points = f"<span class='fa-points'>({points_of(check)})</span>"
    mark = f"<span class='fa-{kind}' role='img' aria-label='{word}'>{sign}</span>"
    return f"<li>{mark} {as_text(check.sentence)} {points}{said}</li>"


def shown(record: dict) -> str:
    """The pictures of one answer side by side, and what they show in words."""
    said = as_text(str(record.get("said", "")))
    frames = "".join(
        f"<div><img src='{record[kind]}' alt='{word}: {said}'><span>{word}</span></div>"
        for kind, word in WHOSE.items()
        if PICTURE.fullmatch(str(record.get(kind, "")))
    )
    return f"<figure class='fa-pictures'><div>{frames}</div><figcaption>{said}</figcaption></figure>" if frames else ""


def as_text(words: str) -> str:
    """Words that neither Markdown nor HTML nor MathJax reads as anything but words, on one line."""
    flat = escape(" ".join(words.split()), quote=False)
    return re.sub(r"[\\`*_{}\[\]()#+!|~$'\"-]", lambda sign: f"&#{ord(sign[0])};", flat)
