"""First causes: which line failed first, what it says of itself, and who must look."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.execution.records import ExecutionResult, Skipped
from autograder.grading.causes import Causes, statement_at
from autograder.judging.verdict import Check, Verdict

MISSING = {
    "task": "saliency_map",
    "number": 0,
    "value": {"raised": {"type": "NameError", "message": "name 'last' is not defined"}},
}
CHECK = Check("map", "The map is right.", 0, 2, False, "your code raised NameError: name 'last' is not defined")
WRONG = Verdict("saliency_map", 0, 2, "failed", CHECK.message, (CHECK,))


def causes(source: str, *skipped: tuple[int, str, str]) -> Causes:
    notebook = new_notebook(cells=[new_code_cell(source, id="own")])
    return Causes(ExecutionResult(notebook, skipped=[Skipped("own", *each) for each in skipped]))


@pytest.mark.parametrize(
    ("source", "line", "statement"),
    [
        ("a = 1\nb = 2", 2, "b = 2"),
        ("\n\na = 1\nb = 2", 2, "b = 2"),  # IPython counts from the first line that is not empty
        ("a = f(\n  1,\n  2)\nb", 2, "a = f(\n  1,\n  2)"),
        ("@keep\ndef f():\n    return 1", 2, "@keep\ndef f():\n    return 1"),
        ("%load_ext x\na = 1", 1, "%load_ext x"),
        ("broken(\nb = 2", 2, "b = 2"),
        ("a", 99, ""),
        ("", 1, ""),
    ],
)
def test_the_statement_of_a_line(source, line, statement):
    assert statement_at(source, line) == statement


def test_the_first_cause_is_named_and_not_the_last():
    found = causes(
        "import gone\nmiddle = gone.x\nlast = middle.y",
        (1, "ModuleNotFoundError", "No module named 'gone'"),
        (2, "NameError", "name 'gone' is not defined"),
        (3, "NameError", "name 'middle' is not defined"),
    ).explain(WRONG, [MISSING])
    assert "`import gone`" in found.waits
    assert "`import gone`" in found.message
    assert "`import gone`" in found.checks[0].message
    assert (found.points, found.status) == (0, "failed")


def test_an_ordinary_mistake_is_named_and_nobody_need_look():
    found = causes("last = 1 / 0", (1, "ZeroDivisionError", "division by zero")).explain(WRONG, [MISSING])
    assert "`last = 1 / 0` (ZeroDivisionError: division by zero)" in found.message
    assert found.waits == ""


def test_what_nothing_should_have_bound_has_no_cause():
    assert causes("import gone", (1, "ModuleNotFoundError", "No module named 'gone'")).explain(WRONG, [MISSING]) == WRONG


def test_names_that_wait_for_each_other_come_to_an_end():
    found = causes(
        "last = other\nother = last",
        (1, "NameError", "name 'other' is not defined"),
        (2, "NameError", "name 'last' is not defined"),
    )
    assert found.explain(WRONG, [MISSING]).waits == ""


def test_right_answers_wait_for_nobody():
    right = Verdict("saliency_map", 2, 2, "passed", "Right, on every case.")
    assert causes("last = 1 / 0", (1, "ZeroDivisionError", "")).explain(right, []) == right


@pytest.mark.parametrize("answer", [None, 7, [], {"value": 3}, {"value": {"raised": {"type": 3, "message": []}}}])
def test_answers_that_are_none(answer):
    assert causes("a").explain(WRONG, [answer]).points == 0


def test_what_a_debugger_line_says_is_believed_only_if_it_is_the_notebook_s():
    found = causes("breakpoint()", (1, "Debugger", "the right answer of an earlier task"))
    assert found.notes() == [
        "Passed over: `breakpoint()`: a debugger needs somebody to type, and nobody is there where grading happens."
    ]


def test_notes_have_an_end():
    lines = [f"import gone_{number}" for number in range(30)]
    found = causes("\n".join(lines), *((n + 1, "ModuleNotFoundError", f"No module named 'gone_{n}'") for n in range(30)))
    assert len(found.notes()) == 11
    assert found.notes()[-1] == "20 more lines failed and were left out."
