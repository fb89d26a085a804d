"""What of an answer is shown: nothing whose words the process that was asked could have chosen knowing the held-out cases."""

import copy

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.execution.redaction import Redactor

NOTEBOOK = new_notebook(cells=[new_code_cell("class Mine(Exception): pass\ndef f(x):\n    raise Mine(x)")])


def error(text: str = "seed 101", kind: str = "ValueError", line: str | None = "raise Mine(x)") -> dict:
    return {"kind": "raised", "type": kind, "message": text, "line": line}


def answer(number: int, task: str = "pre_processing", **values: dict) -> dict:
    return {"task": task, "number": number, "value": values}


def applied(*answers: dict, heard: list[dict] | None = None) -> list[dict]:
    """What is left to be shown of answers, where those to visible cases came first, or others did that were heard before."""
    Redactor(NOTEBOOK).apply(list(answers), copy.deepcopy(list(answers)) if heard is None else heard)
    return [next(iter(given["value"].values())) for given in answers]


def test_a_text_that_a_visible_case_brought_is_shown_everywhere():
    told = applied(answer(0, raised=error("bad shape")), answer(100, raised=error("bad shape")))
    assert [part["quiet"] for part in told] == [False, False]


def test_a_text_of_held_out_cases_alone_is_not():
    assert [part["quiet"] for part in applied(answer(0, raised=error("bad")), answer(100, raised=error("seed 101")))] == [
        False,
        True,
    ]


def test_where_the_process_knew_more_only_texts_are_shown_that_were_heard_before():
    """A task that is asked alone, after others were given right answers: its visible cases prove nothing then."""
    (told,) = applied(answer(0, raised=error("bad shape")), heard=[])
    assert told["quiet"]
    assert told["line"] is None
    (told,) = applied(answer(0, raised=error("bad shape")), heard=[answer(1, raised=error("bad shape"))])
    assert not told["quiet"]


def test_what_the_process_says_of_discretion_does_not_count():
    (told,) = applied(answer(100, raised=error() | {"quiet": False}))
    assert told["quiet"]


@pytest.mark.parametrize(
    ("kind", "shown"),
    [("ValueError", "ValueError"), ("Mine", "Mine"), ("Seed101Size9x33", "an error of your own"), (7, "an error of your own")],
)
def test_names_of_errors_are_python_s_or_the_notebook_s(kind, shown):
    assert applied(answer(0, raised=error(kind=kind)))[0]["type"] == shown


@pytest.mark.parametrize(
    ("line", "shown"), [("raise Mine(x)", "raise Mine(x)"), ("  raise Mine(x)", "  raise Mine(x)"), ("seed", None)]
)
def test_lines_are_the_notebook_s(line, shown):
    assert applied(answer(0, raised=error(line=line)))[0]["line"] == shown


def test_a_line_that_only_held_out_cases_come_to_is_not_shown():
    assert [
        part["line"]
        for part in applied(answer(0, raised=error(line="def f(x):")), answer(100, raised=error(line="raise Mine(x)")))
    ] == [
        "def f(x):",
        None,
    ]


def test_types_and_dtypes():
    told = applied(answer(0, value={"kind": "other", "type": "Seed101"}), answer(1, value={"kind": "other", "type": "dict"}))
    assert [part["type"] for part in told] == ["", "dict"]
    (told,) = applied(answer(0, value={"kind": "other", "type": type(NotImplemented).__name__}))
    assert told["type"] == "NotImplementedType"
    (told,) = applied(answer(0, value={"kind": "array", "dtype": "<U101", "shape": [1], "data": None}))
    assert told["dtype"] == "another"


def test_within_tuples_too():
    (told,) = applied(answer(100, value={"kind": "tuple", "items": [{"kind": "tuple", "items": [error()]}]}))
    assert told["items"][0]["items"][0]["quiet"]


@pytest.mark.parametrize(
    "junk", [None, 7, [], {"value": 3}, {"value": {"x": 3}}, {"number": "x", "value": {"y": {"message": 3}}}]
)
def test_junk_is_left_alone(junk):
    Redactor(NOTEBOOK).apply([junk], [junk])


@pytest.mark.parametrize("name", [[], {}, None, 7, ["ValueError"]])
def test_names_that_are_no_text_are_nobody_s(name):
    raised, other, array = applied(
        answer(0, raised=error(kind=name)), answer(1, value={"kind": "other", "type": name}), answer(100, value={"dtype": name})
    )
    assert (raised["type"], other["type"], array["dtype"]) == ("an error of your own", "", "another")
