"""What is said in several places is decided in one: the words for a status, printable text, cells that are no formula."""

from typing import get_args

import numpy as np
import pytest

from autograder.collection.names import no_formula, shown
from autograder.feedback.summary import SIGNS, line_of, section
from autograder.judging.diagnosis import Pair
from autograder.judging.true_statements import same_numbers
from autograder.judging.verdict import STATUS_WORDS, Status, Verdict
from autograder.reports import results
from autograder.reports.figures import STATUSES, how_tasks_went
from autograder.reports.item_analysis import by_task
from autograder.reports.terminal import class_table, what_happened
from selfcheck.printable import printable
from tests.this_course import ROOT


@pytest.mark.parametrize("status", STATUS_WORDS)
def test_feedback_report_table_and_figure_say_the_same_word(status):
    verdict, word = Verdict("predict", 1.0, 3.0, status, "Because."), STATUS_WORDS[status]
    row = results.row("ada", "part1", verdict)
    assert word in line_of(verdict)
    assert f"points, {word}</summary>" in section(verdict, [])
    assert what_happened(row).startswith(word)
    assert word in class_table([row])
    assert word in how_tasks_went(by_task([row]))


def test_every_status_has_its_word_its_sign_and_its_colour():
    assert list(get_args(Status)) == list(STATUS_WORDS) == list(SIGNS) == list(STATUSES)


def test_the_words_are_written_once():
    written = [path.name for path in (ROOT / "autograder").rglob("*.py") if '"partly right"' in path.read_text(encoding="utf-8")]
    assert written == ["verdict.py"]


@pytest.mark.parametrize("text", ["a", "a\x1b[31mb", "a\nb", "\u202egnp.exe", "a\u200bb", "zalgo" + "\u0301" * 40, "\udcff"])
def test_what_is_logged_of_a_name_is_cleaned_as_everything_is(text):
    assert shown(text) == printable(text)


def test_a_long_name_is_cut_in_the_middle():
    assert len(shown("a" * 500)) == 201
    assert len(shown("a" * 500, longest=80)) == 81


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@sum", " =1", "\t=1", "\tx", "\rx", "\nx", "\uff1d1", "\uff0b1", "--", "-@x"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_text(text):
    assert no_formula(text) == f"'{text}"


@pytest.mark.parametrize("value", ["", "-", "ada", "a=b", "3", 3, -3.5, None, True, "'=1"])
def test_any_other_cell_stays(value):
    assert no_formula(value) is value


RIGHT = np.array([3.0, 4.0])


@pytest.mark.parametrize(
    ("given", "expected", "same"),
    [
        (RIGHT, RIGHT, True),
        (RIGHT * (1 + 5e-4), RIGHT, True),
        (RIGHT * (1 + 2e-3), RIGHT, False),
        (RIGHT[None], RIGHT, False),
        (np.array([np.nan, 4.0]), RIGHT, False),
        (np.array([np.inf, 4.0]), RIGHT, False),
        (np.zeros(2), np.zeros(2), True),
        (np.full(2, 1e-9), np.zeros(2), False),
    ],
)
def test_two_arrays_are_the_same_in_a_statement_as_in_the_guard_before_it(given, expected, same):
    assert bool(same_numbers(Pair(given, expected))) == same
