"""Five questions for a talk of five minutes, each about a line of the student's own: who wrote it can answer them.

They are put to the student, so the page says them in the language of the course. A student's words are put into a sentence under
a name that `selfcheck.language` leaves as it is.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from autograder.catalogues import language, say
from autograder.reports.likeness_page import STYLE
from selfcheck.printable import printable

QUESTIONS = 5
LONGEST = 300  # characters that are quoted
ALWAYS = ("edge", "way", "result")  # what can be asked of every function: after what is about one line
DIRECTIONS = ("axis", "dim", "keepdim", "keepdims", "axes")


class Question(NamedTuple):
    """One question, what of the submission it is about, and what an author would say."""

    kind: str
    task: str
    quote: str
    text: str
    expect: str


class Work(NamedTuple):
    """What a student has submitted, as far as questions are made of it.

    Args:
        code, written: task or question -> their answer.
        failed: task and sentence of each check that was not passed.
        figures: cells of theirs that show a picture -> the cell's source.
    """

    code: Mapping[str, str]
    written: Mapping[str, str]
    failed: Sequence[tuple[str, str]]
    figures: Mapping[str, str]


def questions(work: Work) -> list[Question]:
    """Five questions at most, of as many kinds and about as many tasks as there are."""
    waiting = [*about_checks(work), *about_figures(work), *about_words(work)]
    waiting += [question for task, source in work.code.items() for question in about_code(task, source)]
    chosen: list[Question] = []
    while waiting and len(chosen) < QUESTIONS:
        kinds, tasks = [one.kind for one in chosen], [one.task for one in chosen]
        best = min(waiting, key=lambda one: (kinds.count(one.kind), one.kind in ALWAYS, tasks.count(one.task)))
        waiting.remove(best)
        chosen.append(best)
    return chosen


def about_checks(work: Work) -> Iterator[Question]:
    """What failed, and what was changed."""
    for task, sentence in work.failed:
        line = say(sentence)  # by itself: it may be two sentences
        yield Question(
            "check",
            task,
            short(work.code.get(task, "")),
            f"This check was not passed: “{line}”. Where in your answer does that come from, and what would you change?",
            "Points at a line and says what it does instead. That they had not noticed is no sign of anything.",
        )


def about_figures(work: Work) -> Iterator[Question]:
    """What a picture shows, and where it comes from."""
    for name, source in work.figures.items():
        yield Question(
            "figure",
            name,
            short(source),
            "This draws a figure in your notebook. What is on it, and what would it look like if your function were wrong?",
            "Says what each axis or colour means, and names one thing that would look otherwise.",
        )


def about_words(work: Work) -> Iterator[Question]:
    """A sentence of a written answer."""
    for name, text in work.written.items():
        sentences = [part.strip() for part in text.replace("\n", " ").split(". ") if len(part.split()) > 3]
        if sentences:
            yield Question(
                "words",
                name,
                short(max(sentences, key=len)),
                "You wrote this. What do you mean by it, and can you give an example for which it does not hold?",
                "Says it in other words, with an example of their own.",
            )


def about_code(task: str, source: str) -> Iterator[Question]:
    """Questions on lines of an answer: the function, a direction, a branch, a loop, a line that computes."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        yield Question("line", task, short(source), "What was this to do, and what stops it from running?", "Finds the line.")
        return
    for node in ast.walk(tree):
        for kind, text, expect in asked_of(node):
            yield Question(kind, task, short(segment(source, node)), text, expect)


def asked_of(node: ast.AST) -> Iterable[tuple[str, str, str]]:
    """What can be asked of one piece of code: kind, question, what to expect."""
    if isinstance(node, ast.Call):
        yield from asked_of_call(node)
    elif isinstance(node, ast.FunctionDef):
        defines = node.name
        yield (
            "edge",
            f"For which input does {defines} fail or give nonsense? What would you like it to do then?",
            "Names an input, such as an empty one, and what happens; there is always one.",
        )
        yield (
            "way",
            f"How did you find out that {defines} is right, and what did an earlier try of yours look like?",
            "Remembers an error or a number that was not as expected.",
        )
    elif isinstance(node, (ast.If, ast.IfExp)):
        code = short(ast.unparse(node.test))
        yield (
            "branch",
            f"Give an input for which `{code}` holds, and one for which it does not. What happens then?",
            "Gives both at once, and says why the case had to be told apart.",
        )
    elif isinstance(node, (ast.For, ast.While, ast.comprehension)):
        yield (
            "loop",
            "How often does this run for the smallest input that makes sense? What holds after the first round?",
            "Counts the rounds.",
        )
    elif isinstance(node, (ast.Assign, ast.AugAssign)) and isinstance(node.value, (ast.BinOp, ast.Call, ast.Subscript)):
        yield (
            "line",
            "What would this line give for an input that you choose, small enough for paper? What if the line were left out?",
            "Chooses a small input and computes; knows which later line would fail or change.",
        )
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.expr):
        yield "result", "What exactly is given back here: type, shape, range? How did you make sure?", "Names a check or a print."


def asked_of_call(node: ast.Call) -> Iterator[tuple[str, str, str]]:
    """What can be asked of a call: of its direction, and of what it gives."""
    for keyword in node.keywords:
        if keyword.arg in DIRECTIONS:
            code = f"{keyword.arg}={ast.unparse(keyword.value)}"
            yield (
                "direction",
                f"Why {code}? Which shape goes in, which comes out, and what would another value give?",
                "Names both shapes, and which of their lengths is gone.",
            )
    if isinstance(node.func, ast.Attribute):
        code = short(ast.unparse(node.func))
        yield (
            "call",
            f"What does {code} do here: what goes in, what does it give, and which part is used?",
            "Says it in a sentence, with types or shapes; need not know other arguments.",
        )


def segment(source: str, node: ast.AST) -> str:
    """The text of a piece of code: of a function its first line, of a comprehension's loop what Python would write."""
    if isinstance(node, ast.FunctionDef):
        return source.splitlines()[node.lineno - 1]
    return (ast.get_source_segment(source, node) if hasattr(node, "lineno") else None) or ast.unparse(node)


def short(text: str) -> str:
    """As much of a text as is quoted."""
    text = text.strip()
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def title_for(assignment: str, student: str) -> str:
    """The page's title."""
    return f"{assignment}: {say(f'questions for {student}')}"


def interview_page(title: str, asked: Sequence[Question]) -> str:
    """The page for the person who talks to the student."""
    parts = "".join(
        f"<li><p><b>{escape(printable(one.task))}</b>: {escape(printable(say(one.text)))}</p>"
        f"<pre>{escape(chr(10).join(map(printable, one.quote.splitlines())))}</pre>"
        f"<p><i>{escape(say('Expect:'))}</i> {escape(say(one.expect))}</p></li>"
        for one in asked
    )
    talk = say("For a talk of about five minutes. Nobody has to remember every line; who wrote it finds the way back in.")
    return (
        f"<!doctype html><html lang='{language().code}'><head><meta charset='utf-8'><title>{escape(title)}</title>"
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{STYLE}</style></head><body><h1>{escape(title)}</h1><p>{escape(talk, quote=False)}</p>"
        f"<ol>{parts}</ol></body></html>"
    )
