"""Every sample answer gets what the name of its folder promises: full_marks, wrong (less than full marks) or no_marks."""

import itertools
from pathlib import Path

import pytest

from autograder.assignments import declaration
from autograder.execution.published import is_visible
from autograder.judging.judge import judge, most_points
from autograder.judging.verdict import Verdict
from tests.asked_once import ask
from tests.asking import samples
from tests.this_course import TASKS


def verdicts(outcome: str) -> dict[Path, Verdict]:
    """The verdicts on all the samples of a folder; one sample of each task goes to the judge at a time."""
    by_task = [[path for path in samples(outcome) if path.parent.name == task] for task in TASKS]
    found = {}
    for paths in itertools.zip_longest(*by_task):
        together = {path.parent.name: path for path in paths if path}
        answers = {task: ask(task, path.read_text(encoding="utf-8")) for task, path in together.items()}
        for task, verdict in judge(answers).items():
            found[together[task]] = verdict
    return found


def named(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def test_there_are_enough_samples():
    for outcome, least in (("full_marks", 8), ("wrong", 10), ("no_marks", 3)):
        for task in TASKS:
            number = len([path for path in samples(outcome) if path.parent.name == task])
            assert number >= least, f"{outcome}/{task} has {number} samples, expected {least}"


def test_right_answers_get_full_marks():
    refused = {
        named(path): [check.message for check in verdict.checks if not check.passed] or verdict.message
        for path, verdict in verdicts("full_marks").items()
        if verdict.status != "passed"
    }
    assert refused == {}


def test_wrong_answers_do_not():
    found = verdicts("wrong")
    assert {named(path) for path, verdict in found.items() if verdict.status == "passed"} == set()
    assert {named(path): v.message for path, v in found.items() if v.status == "not_judged"} == {}
    generous = {named(path): v.points / v.max_points for path, v in found.items() if v.points > 0.75 * v.max_points}
    assert generous == {}, "one mistake should cost at least a quarter of its task"


def test_worthless_answers_get_nothing_much():
    found = verdicts("no_marks")
    assert {named(path): verdict.points for path, verdict in found.items() if verdict.points > 0} == {}
    assert {verdict.status for verdict in found.values()} <= {"failed", "unanswered"}


def test_answers_to_the_visible_cases_leave_no_less_than_all_answers_earn():
    """So what has earned as much already is not asked on: a mark may not depend on that."""
    less, settled = {}, 0
    found = verdicts("wrong")
    for path, verdict in found.items():
        visible = list(filter(is_visible, ask(verdict.task, path.read_text(encoding="utf-8"))))
        left = most_points(verdict.task, visible)
        settled += left <= verdict.points
        if left < verdict.points:
            less[named(path)] = left, verdict.points
    assert less == {}
    assert settled > 0.7 * len(found), "seldom of any use"


@pytest.mark.parametrize("task", TASKS)
def test_every_sample_is_one_cell_about_its_task(task):
    for outcome in ("full_marks", "wrong"):
        for path in samples(outcome):
            if path.parent.name == task:
                assert declaration(task).defines in path.read_text(encoding="utf-8"), path
