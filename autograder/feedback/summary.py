"""The top of a feedback page: whose it is, the points so far, and the result of each task with its reasons, checks and pictures.

All words are escaped, for they may hold a student's own; pictures are only ever PNG files within the page.
"""

import re
from collections.abc import Iterator
from html import escape

from markupsafe import Markup
from nbformat import NotebookNode

from autograder.catalogues import say
from autograder.feedback.facts import PageFacts
from autograder.feedback.titles import answers_of, title_of, titles_of
from autograder.judging.marks import Mark, number
from autograder.judging.verdict import SENTENCE_SIGNS, STATUS_WORDS, Check, Verdict
from autograder.notebooks.cells import course_metadata, grade_id_of, role_of, test_id

PICTURE = re.compile(r"data:image/png;base64,[A-Za-z0-9+/]+={0,2}")
SIGNS = {  # and the class of the page's style
    "passed": ("✓", "right"),
    "partial": ("◐", "partly"),
    "failed": ("✗", "wrong"),
    "unanswered": ("–", "none"),
    "not_judged": ("!", "none"),
}
BY_HAND = ("✎", "none")
WHOSE = {"given": "yours", "expected": "expected", "difference": "yours minus expected"}


def summary(notebook: NotebookNode, facts: PageFacts) -> Markup:
    """The verdicts on a notebook as HTML.

    Args:
        notebook: autograded; its metadata holds our verdicts.
        facts: what the gradebook and the course say.
    """
    ours = course_metadata(notebook)
    verdicts, absent = [Verdict.from_json(plain) for plain in ours.get("verdicts", [])], list(map(str, ours.get("absent", [])))
    titles, answers = titles_of(notebook) | dict(facts.titles), answers_of(notebook)
    sections = [
        section(verdict, ours.get("pictures", {}).get(verdict.task, []), *of_task(verdict.task, facts, titles, answers))
        for verdict in ([] if absent else verdicts)  # of no notebook there is nothing to be said of a task
    ]
    return Markup(
        "<div class='fa'>"
        + top(notebook, facts)
        + paragraph(" ".join(map(say, absent)))
        + overview(notebook, verdicts, facts, titles, answers if absent else {})
        + told(say("What was repaired in your notebook"), ours.get("repairs", []))
        + told(say("What went wrong while it ran"), ours.get("notes", []))
        + (heading("Task by task") if sections else "")
        + "".join(sections)
        + (heading("If you doubt a mark") + f"<p>{as_text(say(facts.regrade))}</p>" if facts.regrade else "")
        + heading("Your notebook")
        + "</div>"
    )


def heading(words: str) -> str:
    return f"<h2>{as_text(say(words))}</h2>"


def of_task(task: str, facts: PageFacts, titles: dict[str, str], answers: dict[str, str]) -> tuple[Mark | None, str, str, bool]:
    """What the page knows of a task beside its verdict: mark, title, place of the answer, whether a person wrote about it."""
    name = test_id(task)
    place = answers.get(name, "")
    return facts.mark(name), titles.get(name, ""), place, bool(facts.comments.get(place))


def is_graded_by_hand(cell: NotebookNode) -> bool:
    """Whether a person gives a cell its points: a written answer, or a figure."""
    marks = cell.metadata.get("nbgrader", {})
    return bool(marks.get("grade") and marks.get("solution"))


def top(notebook: NotebookNode, facts: PageFacts) -> str:
    """Whose feedback on what this is, when it came, and the points so far."""
    whose = f"{facts.name} ({facts.student})" if facts.name else facts.student
    about = [say(f"Feedback for {whose}") if whose else "", say(f"course: {facts.course}") if facts.course else ""]
    about.append(say(f"assignment: {facts.assignment}") if facts.assignment else "")
    said = f"<h1>{as_title(title_of(notebook) or facts.notebook)}</h1>"
    said += paragraph(" · ".join(filter(None, about)))
    said += paragraph(" ".join(map(say, facts.when)))
    said += f"<p class='fa-total'>{as_text(say(facts.total()))}</p>"
    if facts.late_penalty:
        lost, one = number(facts.late_penalty), facts.late_penalty == 1
        late = say(f"You earned {number(facts.earned)}. Submitted late: {lost} {'point is' if one else 'points are'} taken off.")
        said += paragraph(late)
    return said


def paragraph(words: str) -> str:
    return f"<p>{as_text(words)}</p>" if words else ""


def overview(
    notebook: NotebookNode, verdicts: list[Verdict], facts: PageFacts, titles: dict[str, str], places: dict[str, str]
) -> str:
    """One line for each task and for each written answer, in the order of the notebook.

    Args:
        places: test cell -> the cell to which the line leads, where that is not the task's part of the page.
    """
    of_test = {test_id(verdict.task): verdict for verdict in verdicts}
    lines = {
        name: line_of(verdict, facts.mark(name), titles.get(name, ""), places.get(name, "")) for name, verdict in of_test.items()
    }
    for cell in notebook.cells:
        name = grade_id_of(cell)
        if name in lines:
            lines[name] = lines.pop(name)  # to the end, so that all stand as in the notebook
        elif is_graded_by_hand(cell):
            lines[name] = line_by_hand(cell, facts, titles.get(name, name))
    head = "".join(f"<th scope='col'>{as_text(words)}</th>" for words in (say("task"), say("points"), say("what happened")))
    table = f"<table class='fa-table'><thead><tr>{head}</tr></thead><tbody>{''.join(lines.values())}</tbody></table>"
    return table if lines else ""


def line_of(verdict: Verdict, mark: Mark | None = None, title: str = "", place: str = "") -> str:
    """A task in the table: in a word; why stands below, or the cell `place` does."""
    (sign, kind), word = BY_HAND if is_set(mark) else SIGNS[verdict.status], STATUS_WORDS[verdict.status]
    target = f"answer-{place}" if place else f"fa-{verdict.task}"
    name = f"<a href='#{escape(target)}'>{as_title(title or verdict.task)}</a>"
    said = say("decided by your teacher" if is_set(mark) else word)
    if still_waits(verdict, mark):
        said += f"; {say('not final, waits for a person')}"
    return row(f"<span class='fa-{kind}'>{sign}</span> {name}", as_text(points_of(verdict, mark)), escape(said, quote=False))


def is_set(mark: Mark | None) -> bool:
    """Whether a person has set other points than the grader."""
    return mark is not None and mark.by_person and mark.points != mark.found


def still_waits(verdict: Verdict, mark: Mark | None) -> bool:
    """Whether a person must still look at a verdict; without a gradebook what the verdict says counts."""
    return bool(verdict.waits) and (mark is None or mark.waits)


def line_by_hand(cell: NotebookNode, facts: PageFacts, title: str) -> str:
    """A written answer or a figure in the table: a person's points, and where the comment is."""
    marks = cell.metadata.nbgrader
    mark = facts.mark(marks.grade_id) or Mark(float(marks.get("points") or 0), given=float(marks.get("score") or 0))
    name = f"<a href='#answer-{escape(marks.grade_id)}'>{as_title(title)}</a>"
    if mark.to_come:
        said = say("not graded yet: a person does that")
    elif mark.given is None:
        said = say("no answer" if not mark.points else "graded")
    else:
        said = say("graded by hand")
    if facts.comments.get(marks.grade_id):
        before, words, after = linked(say("with [a comment]"))
        said += f", {before}<a href='#comment-{escape(marks.grade_id)}'>{words}</a>{after}"
    shown = as_text(say(f"{number(mark.points)} of {number(mark.most)}" if mark.given is not None else mark.words()))
    return row(f"<span>✎</span> {name}", shown, said)


def row(name: str, points: str, said: str) -> str:
    return f"<tr><th scope='row'>{name}</th><td class='fa-points'>{points}</td><td>{said}</td></tr>"


def linked(words: str) -> tuple[str, str, str]:
    """What stands before a link, in it and after it, of words with [the link] in them; all of it, where nothing is marked."""
    found = re.fullmatch(r"([^\[]*)\[([^\]]*)\](.*)", escape(words, quote=False))
    return (found[1], found[2], found[3]) if found else ("", escape(words, quote=False), "")


def points_of(one: Verdict | Check, mark: Mark | None = None) -> str:
    return say(mark.words() if mark else f"{number(one.points)} of {number(one.max_points)}")


def told(title: str, notes: list[str]) -> str:
    """A list of notes, each once, or nothing."""
    items = "".join(f"<li>{as_text(say(note))}</li>" for note in dict.fromkeys(notes))
    return f"<h3>{as_text(title)}</h3><ul>{items}</ul>" if items else ""


def section(
    verdict: Verdict, pictures: list[dict], mark: Mark | None = None, title: str = "", place: str = "", comment: bool = False
) -> str:
    """One task: its checks, the hint, and the pictures; closed where all is right.

    Args:
        mark: what the gradebook holds.
        place: the grade id of the cell with the answer, to which a link leads.
        comment: whether a person has written something there.
    """
    (sign, kind), word = BY_HAND if is_set(mark) else SIGNS[verdict.status], STATUS_WORDS[verdict.status]
    points = as_text(say(f"{number(verdict.points)} of {number(verdict.max_points)} points, {word}"))
    if mark and mark.by_person:
        points = as_text(say(mark.words().replace(",", " points,", 1)))
    head = f"<span class='fa-{kind}'>{sign}</span> {as_title(title or verdict.task)}: {points}"
    inside = link_to(place, comment) + "".join(reasons(verdict, mark)) + "".join(map(shown, pictures))
    is_open = "" if verdict.status == "passed" and not still_waits(verdict, mark) and not is_set(mark) else " open"
    return f"<details class='fa-task' id='fa-{escape(verdict.task)}'{is_open}><summary>{head}</summary>{inside}</details>"


def link_to(place: str, comment: bool) -> str:
    """The link from a task to its answer in the notebook below."""
    if not place:
        return ""
    words = say("Your answer, with your teacher's comment" if comment else "Your answer in the notebook")
    return f"<p><a href='#answer-{escape(place)}'>{as_text(words)}</a></p>"


def reasons(verdict: Verdict, mark: Mark | None) -> Iterator[str]:
    """Why a task has its points; each complaint once."""
    if still_waits(verdict, mark):
        yield f"<p>{as_text(say('These points are not final. They wait for a person:'))} {as_text(say(verdict.waits))}</p>"
    if is_set(mark):
        yield f"<p>{as_text(say('Your teacher set these points. The grader had found:'))}</p>"
    listed = verdict.checks if verdict.status != "unanswered" else ()
    said_elsewhere = {check.message for check in listed if not check.passed}
    if still_waits(verdict, mark):
        said_elsewhere.add(verdict.waits)
    if verdict.status != "passed" and verdict.message not in said_elsewhere:
        yield f"<p>{as_text(say(verdict.message))}</p>"
    if listed:
        yield f"<ul class='fa-checks'>{''.join(lines_of_checks(verdict))}</ul>"
    if verdict.hint:
        yield f"<p class='fa-hint'><b>{as_text(say('Hint:'))}</b> {as_text(say(verdict.hint))}</p>"


def lines_of_checks(verdict: Verdict) -> Iterator[str]:
    """A line for each check; where several failed for one reason, it stands at the first of them."""
    said: set[str] = set()
    for check in verdict.checks:
        yield line_of_check(check, check.message in said)
        said.add(check.message)


def line_of_check(check: Check, repeated: bool = False) -> str:
    sign, word = SENTENCE_SIGNS[check.state]
    kind = SIGNS[{"untested": "unanswered"}.get(check.state, check.state)][1]
    message = say("for the same reason" if repeated else check.message)
    said = "" if check.passed else f"<br><span class='fa-said'>{as_text(message)}</span>"
    points = f"<span class='fa-points'>({points_of(check)})</span>"
    mark = f"<span class='fa-{kind}' role='img' aria-label='{escape(say(word))}'>{sign}</span>"
    return f"<li>{mark} {as_text(say(check.sentence))} {points}{said}</li>"


def shown(record: dict) -> str:
    """The pictures of one answer side by side, and what they show in words."""
    said = as_text(say(str(record.get("said", ""))))
    frames = "".join(
        f"<div><img src='{record[kind]}' alt='{as_text(say(word))}: {said}'><span>{as_text(say(word))}</span></div>"
        for kind, word in WHOSE.items()
        if PICTURE.fullmatch(str(record.get(kind, "")))
    )
    return f"<figure class='fa-pictures'><div>{frames}</div><figcaption>{said}</figcaption></figure>" if frames else ""


def headings_of_cells(notebook: NotebookNode, facts: PageFacts) -> dict[str, Markup]:
    """Grade id -> what stands above a cell in the notebook below: whose it is, and the same points as on top."""
    titles, found = titles_of(notebook) | dict(facts.titles), {}
    tested = {test_id(plain["task"]): plain["task"] for plain in course_metadata(notebook).get("verdicts", [])}
    for cell in notebook.cells:
        name, role = grade_id_of(cell), role_of(cell)
        if role not in ("solution", "written", "test"):
            continue
        mark, title = facts.mark(name), as_title(titles.get(name, ""))
        said = {"solution": say("Your answer"), "written": say(f"Your answer to {title}"), "test": say(f"Test of {title}")}[role]
        points = f" <span class='fa-at-right'>{as_text(say(mark.words()))}</span>" if mark else ""
        back = f"fa-{escape(tested[name])}" if name in tested else "top"
        link = f" <a href='#{back}'>{escape(say('what was found' if name in tested else 'to the top'))}</a>"
        found[name] = Markup(f"<span id='answer-{escape(name)}'>{said}</span>{points}{link}")
    return found


def as_title(words: str) -> str:
    """A heading's words, with what stands in backticks as code."""
    parts = words.split("`")
    if len(parts) % 2 == 0:
        return as_text(words)
    return "".join(f"<code>{as_text(part)}</code>" if i % 2 else as_text_within(part) for i, part in enumerate(parts))


def as_text_within(words: str) -> str:
    """As `as_text`, with a space kept at either end."""
    return " " * words[:1].isspace() + as_text(words) + " " * (words[-1:].isspace() and bool(words.strip()))


def as_text(words: str) -> str:
    """Words that neither Markdown nor HTML nor MathJax reads as anything but words, on one line."""
    flat = escape(" ".join(words.split()), quote=False)
    return re.sub(r"[\\`*_{}\[\]()#+!|~$'\"-]", lambda sign: f"&#{ord(sign[0])};", flat)
