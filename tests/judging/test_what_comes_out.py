"""What a verdict says of an answer carries no letters, and no text in any record moves a terminal."""

import base64
import json
import re

import numpy as np
import pytest
from nbformat.v4 import new_notebook

from autograder.assignments import all_cases, solved_cell
from autograder.execution.records import ExecutionResult
from autograder.judging import judge as judge_module
from autograder.judging.judge import judge_task
from autograder.judging.verdict import Check, Verdict
from autograder.judging.wording import USUAL_ERRORS, Wording
from autograder.notebooks.cells import course_metadata
from autograder.notebooks.parse import ParsedNotebook
from autograder.notebooks.rebuild import rebuild
from selfcheck.printable import printable
from selfcheck.task import FIRST_NUMBER
from tests.asking import ask
from tests.this_course import TASKS

pytestmark = pytest.mark.slow

MOST_TEXTS = 48  # that one check may say of one held-out case, whatever was answered there: five and a half bits


def hostile(rng: np.random.Generator) -> object:
    """A value in which something was written: in a shape, a number, a class, a type, an error, a length."""
    letter = int(rng.integers(0, 100_000))
    kind = rng.integers(0, 9)
    if kind == 0:
        shape = [*rng.integers(1, 60_000, rng.integers(1, 6)).tolist(), 0]
        return {"kind": "tensor", "dtype": "float32", "shape": shape, "data": "", "leaf": True, "requires_grad": False}
    if kind == 1:
        return {"kind": "tensor", "dtype": f"dtype{letter}", "shape": [letter], "data": None}
    if kind == 2:
        return {"kind": "int", "value": letter}
    if kind == 3:
        return {"kind": "float", "value": letter / 7}
    if kind == 4:
        return {"kind": "raised", "type": f"Error{letter}", "message": f"text {letter}", "line": f"line {letter}", "quiet": False}
    if kind == 5:
        return {"kind": "tuple", "items": [{"kind": "other", "type": f"T{letter}"}] * int(rng.integers(0, 8))}
    if kind == 6:
        return {"kind": "raised", "type": "NoAnswer", "message": f"text {letter}", "line": None, "quiet": False}
    return {"kind": "other", "type": f"Type{letter}"}


def changed(value: dict, rng: np.random.Generator) -> object:
    """A right array in which numbers were written, or something else altogether."""
    if value.get("kind") not in ("array", "tensor") or rng.random() < 0.5:
        return hostile(rng)
    right = np.frombuffer(base64.b64decode(value["data"]), value["dtype"]).reshape(value["shape"])
    written = right * rng.normal(0, 10.0 ** rng.integers(-3, 4)) + rng.normal() * rng.integers(0, 2)
    if rng.random() < 0.2:
        written = rng.normal(size=right.shape) * 10.0 ** rng.integers(-3, 4)
    return value | {"data": base64.b64encode(written.astype(value["dtype"]).tobytes()).decode()}


@pytest.mark.parametrize("task", TASKS)
def test_few_texts_come_out_of_a_held_out_case(task, monkeypatch):
    monkeypatch.setattr(judge_module, "diagnose", lambda *_: None)  # its texts are the catalogue's
    rng, right = np.random.default_rng(0), ask(task, solved_cell(task))
    case = next(number for number, answer in enumerate(right) if answer["number"] >= FIRST_NUMBER)
    texts: dict[str, set[str]] = {}
    for _ in range(150):
        answers = list(right)
        value = {name: changed(one, rng) for name, one in right[case]["value"].items()}
        answers[case] = right[case] | {"value": value if rng.random() < 0.8 else {"raised": hostile(rng)}}
        for check in judge_task(task, answers, knew_more=False).checks:
            texts.setdefault(check.name, set()).add(check.message)
    assert {name: len(found) for name, found in texts.items() if len(found) > MOST_TEXTS} == {}


LETTERS = re.compile(r"\d{4,}|Error\d|Type\d|dtype\d|text \d|line \d")


@pytest.mark.parametrize("task", TASKS)
def test_where_the_process_knew_more_no_case_says_anything(task, monkeypatch):
    monkeypatch.setattr(judge_module, "diagnose", lambda *_: None)
    rng = np.random.default_rng(1)
    known = " ".join(json.dumps(case.recipe) for case in all_cases(task))
    names = list(ask(task, solved_cell(task))[0]["value"])
    for _ in range(20):
        value = {name: hostile(rng) for name in names}
        answers = [{"task": task, "number": case.number, "value": value} for case in all_cases(task)]
        verdict = judge_task(task, answers, knew_more=True)
        said = " ".join([verdict.message, *(check.message for check in verdict.checks)])
        assert [word for word in LETTERS.findall(said) if word not in known] == []


def test_a_shape_s_letters_are_not_repeated_on_visible_cases_either():
    words = Wording(frozenset({1, 3, 32, 48}), reserved=False)
    assert words.shape((1, 3, 32, 48)) == "(1, 3, 32, 48)"
    assert words.shape((1444, 3, 0)) == "(other, 3, other)"
    assert words.shape((1,) * 7) == "another one, of 7 axes"


def test_a_class_is_one_that_the_network_has():
    assert Wording(classes=5, reserved=False).label(4) == "class 4"
    assert Wording(classes=5, reserved=False).label(77_121) == "another class"
    assert Wording(classes=5).label(4) == "another class"


def test_an_error_of_a_visible_case_may_be_repeated_on_a_held_out_one():
    source = "def saliency_map(gradients):\n    raise TypeError('what was meant')"
    verdict = judge_task("saliency_map", ask("saliency_map", source), knew_more=False)
    assert "what was meant" in verdict.message
    assert "TypeError" in USUAL_ERRORS


# --- texts ---------------------------------------------------------------------------------------------------------------

NASTY = "\x1b]0;owned\x07\x1b[2J\x1b[8mhid\x9b1mden\u202egnol\u200b\u2066\ufeff\n\r\t\x00\ud800\u2028\U000e0041\u3164\x85"


def test_a_text_is_one_line_that_anybody_can_print():
    assert printable(NASTY).isprintable()
    assert "owned" not in printable(NASTY)
    printable(NASTY).encode("utf-8")
    assert printable("a" + "\u0301" * 50) == "a" + "\u0301" * 3
    for text in ("plain", "größer als 3 ✓", "x  = 3", "日本語"):
        assert printable(text) == text
    assert printable(printable(NASTY)) == printable(NASTY)


def texts(record: object) -> list[str]:
    if isinstance(record, str):
        return [record]
    parts = record.values() if isinstance(record, dict) else record if isinstance(record, (list, tuple)) else []
    return [text for part in parts for text in texts(part)]


def test_every_record_is_clean_from_the_start():
    check = Check(NASTY, NASTY, 0, 1, False, NASTY)
    made = [
        Verdict.of_checks(NASTY, [check]),
        Verdict.unanswered(NASTY, [check], NASTY),
        Verdict.not_judged(NASTY, 1, NASTY),
        Verdict("task", 0, 1, "failed", NASTY, (check,), NASTY, NASTY, waits=NASTY),
    ]
    for verdict in made:
        for again in (verdict, Verdict.from_json(json.loads(json.dumps(verdict.to_json())))):
            assert all(text.isprintable() for text in texts(again.to_json()))


def test_an_error_full_of_signs_comes_out_clean():
    source = f"class Nasty(Exception): pass\ndef saliency_map(gradients):\n    raise Nasty({NASTY!r})"
    for reason in ("", NASTY):
        answers = ask("saliency_map", source) if not reason else []
        assert all(text.isprintable() for text in texts(judge_task("saliency_map", answers, reason).to_json()))


def test_notes_and_repairs_are_cleaned_where_they_are_made():
    """Names of cells, files and errors are the student's: no record holds what a terminal would obey."""
    result = ExecutionResult(new_notebook())
    result.note("stopped in \x1b[2J\x1b]0;title\x07 the cell")
    result.note("stopped in \x1b[2J the cell")
    assert all(note.isprintable() for note in result.notes)
    strange = ParsedNotebook(problems=["no notebook: \x1b[31m\u202ename.ipynb"])
    made = rebuild(new_notebook(), strange)
    assert made.repairs
    assert all(repair.isprintable() for repair in made.repairs)
    assert course_metadata(made.notebook)["repairs"] == made.repairs
