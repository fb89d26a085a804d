"""The same notebook gets the same marks: in any order, alone or among others, on one thread or two, whatever random numbers come.

And a task's answers never depend on the state of another task's cell.
"""

import itertools
import json
import random
from functools import cache

import cv2
import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from autograder.assignments import all_cases, declaration, solved_cell
from autograder.audit.margins import failed_checks, margins
from autograder.audit.samples import ask, samples
from autograder.grading.probes import substitutes_for
from autograder.judging.judge import judge, read_observations
from autograder.judging.verdict import Verdict
from selfcheck import observe as observing
from selfcheck.observe import observe
from selfcheck.task import Case
from tests.asking import SAMPLES
from tests.this_course import CATALOGUE, TASKS

WRONG = {  # one mistake in every third task, so that a verdict has all that it can have
    "pre_processing": "no_division_by_255",
    "saliency_map": "no_absolute_value",
    "grad_cam_heatmap": "no_relu",
    "random_baseline": "grey_noise",
}


def source(task: str) -> str:
    """The cell of a student who is wrong in some tasks and right in the others."""
    if task in WRONG:
        return (SAMPLES / "wrong" / task / f"{WRONG[task]}.py").read_text(encoding="utf-8")
    return solved_cell(task)


@cache
def observed(task: str) -> str:
    return json.dumps(ask(task, source(task)))


def notebook(tasks=TASKS) -> dict[str, list[dict]]:
    """Fresh observations of the whole notebook, its tasks in this order."""
    return {task: json.loads(observed(task)) for task in tasks}


@cache
def verdicts() -> dict[str, Verdict]:
    """The verdicts in the notebook's own order."""
    return judge(notebook())


def test_marks_are_mixed():
    assert {task for task, verdict in verdicts().items() if verdict.status != "passed"} == set(WRONG)
    assert all(verdicts()[task].misconception for task in WRONG if task != "grad_cam_heatmap")


# --- order and company -------------------------------------------------------------------------------------------------


def test_the_order_of_the_tasks_changes_nothing():
    for seed in range(3):
        order = random.Random(seed).sample(sorted(TASKS), len(TASKS))
        assert judge(notebook(order)) == verdicts()
    assert judge(notebook(reversed(TASKS))) == verdicts()


@pytest.mark.parametrize("task", TASKS)
def test_a_task_alone_is_judged_as_it_is_among_others(task):
    assert judge(notebook([task]))[task] == verdicts()[task]


def test_twice_in_a_row_and_after_other_submissions():
    mine = judge(notebook())
    for outcome in ("wrong", "no_marks", "full_marks"):
        others = {task: samples(outcome, task)[0] for task in TASKS}
        judge({task: ask(task, path.read_text(encoding="utf-8")) for task, path in others.items()})
    judge({task: [] for task in TASKS})
    assert mine == judge(notebook()) == verdicts()


def test_the_order_of_the_observations_changes_nothing():
    assert judge({task: listed[::-1] for task, listed in notebook().items()}) == verdicts()


# --- the process in which a student's function is asked ------------------------------------------------------------------


def asked_again(order) -> dict[str, Verdict]:
    return judge({task: ask(task, source(task)) for task in order})


def test_asking_in_another_order_changes_nothing():
    assert asked_again(reversed(TASKS)) == verdicts()


@pytest.mark.long  # beside other tests, threads wait for each other's cores
def test_two_threads_change_nothing():
    threads = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        found = asked_again(TASKS)
    finally:
        torch.set_num_threads(threads)
    assert {task: (v.points, v.status, v.misconception, v.hint) for task, v in found.items()} == {
        task: (v.points, v.status, v.misconception, v.hint) for task, v in verdicts().items()
    }


def test_what_ran_before_changes_nothing():
    """Random numbers drawn, gradients switched off: a cell of the student's may have done so."""
    random.seed(5), np.random.seed(5), torch.manual_seed(5), np.random.random(1000), torch.rand(1000)
    torch.set_grad_enabled(False)
    try:
        assert asked_again(TASKS) == verdicts()
    finally:
        torch.set_grad_enabled(True)


# --- random numbers ------------------------------------------------------------------------------------------------------

STREAMS = range(1000, 1006)


@pytest.fixture
def stream(monkeypatch):
    """Sets another random stream for every function that is asked."""
    start_afresh = observing.start_afresh

    def use(number: int) -> None:
        monkeypatch.setattr(observing, "start_afresh", lambda seed: start_afresh(seed * 7919 + number))

    return use


def failed(observations: list[dict]) -> set[str]:
    return failed_checks(margins("random_baseline", read_observations("random_baseline", observations)))


def test_right_answers_get_full_marks_on_every_random_stream(stream):
    """Generators that a sample seeds itself, or never, are other streams of their own."""
    for number, path in itertools.product(STREAMS, samples("full_marks", "random_baseline")):
        stream(number)
        assert failed(ask("random_baseline", path.read_text(encoding="utf-8"))) == set(), f"{path.stem} on stream {number}"


@pytest.mark.parametrize("mistake", CATALOGUE["random_baseline"], ids=lambda mistake: mistake.name)
def test_mistakes_fail_the_same_checks_on_every_random_stream(mistake, stream):
    found = []
    for number in STREAMS[:3]:
        stream(number)
        names = {declaration("random_baseline").defines: mistake.wrong_variant}
        found.append(failed(list(observe(names, all_cases("random_baseline")))))
    assert all(checks == found[0] != set() for checks in found), found


# --- what a task depends on ----------------------------------------------------------------------------------------------

STATES = {
    "wrong": "def {name}(*args, **kwargs):\n    return 3, torch.zeros(1, 1)",
    "missing": "",
    "raising": "def {name}(*args, **kwargs):\n    raise ValueError('broken')",
}


@cache
def small_cases(task: str) -> tuple[Case, ...]:
    """The cases without the pocket VGG19: another cell's state cannot tell one network from another."""
    return tuple(case for case in all_cases(task) if case.recipe.get("network", {}).get("network") != "pocket")


def answers(task: str, cells: list[str]) -> str:
    """A task's answers in a notebook of these cells."""
    namespace = {"np": np, "torch": torch, "nn": nn, "F": F, "cv2": cv2}
    exec("\n\n".join(cells), namespace)
    return json.dumps(list(observe(namespace, small_cases(task), substitutes_for(task))))


@cache
def alone(task: str) -> str:
    """A task's answers where no other cell has been run."""
    return answers(task, [solved_cell(task)])


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("task", TASKS)
def test_no_tasks_answers_depend_on_other_cells(task, state):
    cells = [solved_cell(one) if one == task else STATES[state].format(name=declaration(one).defines) for one in TASKS]
    assert answers(task, cells) == alone(task)


def test_an_answer_that_depends_on_another_cell_is_found():
    leaning = "own = saliency_map\n\ndef saliency_map(gradients):\n    predict\n    return own(gradients)"
    cells = [solved_cell("saliency_map"), leaning]
    assert answers("saliency_map", [solved_cell("predict"), *cells]) != answers("saliency_map", cells)
