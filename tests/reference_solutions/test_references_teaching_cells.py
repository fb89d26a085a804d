"""What a student would write in a cell gives what the reference gives, on the cases that students have."""

from collections.abc import Callable
from importlib import import_module

import numpy as np
import pytest
import torch

from autograder.assignments import declaration, solved_cell, visible_cases
from selfcheck.task import Case
from tests.reference_solutions import samples
from tests.this_course import REFERENCES, TASKS

CASES = [case for task in TASKS for case in visible_cases(task)]


PLACED_OTHERWISE = {("fool", 1, "picture")}  # in a picture of another size the cue may lie at either end


def cell(task: str) -> Callable:
    """The function or class that a teaching cell defines."""
    return getattr(import_module(f"reference_solutions.cells.{task}"), declaration(task).defines)


def assert_same(got: object, expected: object, name: str) -> None:
    """Equal to rounding in float32; of a gradient, but for a flipped ReLU."""
    if isinstance(expected, torch.Tensor):
        assert isinstance(got, torch.Tensor) and got.dtype == expected.dtype, name
        got, expected = got.detach().numpy(), expected.detach().numpy()
    if not isinstance(expected, np.ndarray):
        assert got == expected and type(got) is type(expected), name
    elif np.any(expected):
        assert samples.relative_error(got, expected) < 1e-4, name
    else:
        np.testing.assert_array_equal(got, expected, name)


def seeded(task: str, function: Callable) -> Callable:
    """The random baseline's reference with the numbers that the cell draws; every other function as it is."""
    if task != "random_baseline":
        return function
    return lambda *arguments: function(*arguments, rng=np.random.default_rng(5))


def away_from_the_border(baseline: np.ndarray, sigma: float) -> np.ndarray:
    """OpenCV's default mirrors the image without its outermost row; the reference mirrors that too. Both are right."""
    reach = round(4 * sigma)
    return baseline[reach:-reach, reach:-reach]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.task}-{case.number}")
def test_a_cell_gives_what_the_reference_gives(case: Case, monkeypatch):
    monkeypatch.setattr(np.random, "random", np.random.default_rng(5).random)
    ask = declaration(case.task).ask
    got = ask(cell(case.task), case.recipe)
    expected = ask(seeded(case.task, REFERENCES[case.task]), case.recipe)
    assert got.keys() == expected.keys() and "returned" not in expected
    got.pop("points", None), expected.pop("points", None)  # in another order, and those of choosing the class
    for name in expected:
        if case.task == "blurred_baseline" and name == "baseline":
            answers = (away_from_the_border(each[name], case.recipe["sigma"]) for each in (got, expected))
            assert_same(*answers, name)
        elif (case.task, case.number, name) in PLACED_OTHERWISE:
            assert (got[name].shape, got[name].dtype) == (expected[name].shape, expected[name].dtype)
        else:
            assert_same(got[name], expected[name], name)
        if name.endswith("_kept"):
            assert got[name] is True, name


@pytest.mark.parametrize("task", TASKS)
def test_a_cell_s_source_is_the_part_below_the_line_and_runs(task):
    source = solved_cell(task)
    module = import_module(f"reference_solutions.cells.{task}")
    names = dict(vars(module))
    names.pop(declaration(task).defines)
    exec(source, names)
    assert callable(names[declaration(task).defines]) and "# %%" not in source
    assert source.count("### BEGIN SOLUTION") == source.count("### END SOLUTION") >= 1


def test_there_is_a_reference_and_a_cell_for_every_task():
    assert list(REFERENCES) == list(TASKS)
    with pytest.raises(FileNotFoundError):
        solved_cell("no_such_task")
