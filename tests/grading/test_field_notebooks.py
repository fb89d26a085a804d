"""Notebooks as students submit them get what they deserve."""

import copy
from functools import cache
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.sample_class import Student, fill
from autograder.grading.assessment import NotebookResult, run_and_judge
from autograder.grading.settings import GradingSettings
from autograder.notebooks.parse import read
from autograder.notebooks.rebuild import rebuild
from tests.grading.field_notebooks import CASES, made

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


@cache
def release() -> nbformat.NotebookNode:
    return nbformat.read(ROOT / "release" / "part1" / "feature_attribution.ipynb", as_version=4)


@cache
def graded(name: str) -> NotebookResult:
    notebook = made(fill(release(), Student("ada"), 0), name)
    return run_and_judge(
        rebuild(copy.deepcopy(release()), read(nbformat.writes(notebook).encode())), settings=GradingSettings(cell_seconds=10)
    )


@pytest.mark.parametrize("name", CASES)
def test_it_gets_what_it_deserves(name):
    """All tasks but those that the case is about are right, so they have full marks in every notebook."""
    result, case = graded(name), CASES[name]
    verdicts = result.verdicts
    short = {task: verdict.message for task, verdict in verdicts.items() if verdict.status != "passed"}
    assert {task: short[task] for task in case.full if task in short} == {}
    assert set(short) <= {*case.waits, *case.undone}, short
    assert {task for task, verdict in verdicts.items() if verdict.waits} == set(case.waits)
    said = " ".join([*result.execution.notes, *result.repairs, *(v.message + v.waits for v in verdicts.values())])
    assert [word for word in case.said if word not in said] == []
