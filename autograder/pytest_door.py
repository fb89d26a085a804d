"""Gives a rubric's checks their answers: from a judge in this process, or from a notebook named on the command line.

A course's rubric/conftest.py imports all that stands in `__all__` here; pytest takes its hooks and its fixture from there.
"""

from pathlib import Path

import pytest

from autograder.assignments import task_names
from autograder.judging.answers import Answers

__all__ = [
    "answers",
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_exception_interact",
]


def pytest_addoption(parser):
    """Adds --submission and --student."""
    parser.addoption("--submission", metavar="FILE.ipynb", help="judge this notebook; nbgrader is not needed")
    parser.addoption("--student", metavar="ID", default="", help="whose it is, where a task's variant follows from that")


def pytest_configure(config):
    """Declares the marker that says what a check is worth."""
    config.addinivalue_line("markers", "points(n): how many points this check is worth")


def task_of(path: Path) -> str:
    """The task that a rubric's file is about: test_<task>.py."""
    return path.stem.removeprefix("test_")


def judge_in(config):
    """The judge's plugin (`autograder.judging.check_session`), or None where a person runs pytest."""
    return config.pluginmanager.get_plugin("judge")


def pytest_collection_modifyitems(config, items):
    """Keeps the checks of the tasks that the submission has."""
    observations = answers_of_the_submission(config)
    if observations is None:
        return
    chosen = [item for item in items if task_of(item.path) in observations]
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = chosen


def answers_of_the_submission(config) -> dict | None:
    """task -> case number -> decoded answer, from --submission; None where nobody has said yet what is to be judged."""
    if judge_in(config) is not None:
        return None
    if config.getoption("submission", None) is None:
        if config.option.collectonly:
            return None
        raise pytest.UsageError("which notebook is to be judged? pytest RUBRIC --submission FILE.ipynb")
    if not hasattr(config, "submission_answers"):
        # the judge imports the rubric; this way back is for people
        from autograder.grading.assessment import answers_in_notebook
        from autograder.grading.variants_file import whose_by_file

        try:
            path, student = Path(config.getoption("submission")), config.getoption("student", "")
            config.submission_answers, config.submission_variants = answers_in_notebook(path, whose_by_file(student))
        except (OSError, ValueError) as error:
            raise pytest.UsageError(str(error)) from error
        terminal = config.pluginmanager.get_plugin("terminalreporter")
        for note in config.submission_variants.notes if terminal else ():
            terminal.write_line(f"note: {note}")
    return config.submission_answers


@pytest.fixture
def answers(request) -> Answers:
    """The answers to the task of the rubric's file."""
    task = task_of(request.path)
    assert task in task_names(), f"{request.path} is about no task; they are {', '.join(task_names())}"
    judge = judge_in(request.config)
    if judge is not None:
        return judge.answers
    given = (answers_of_the_submission(request.config) or {})[task]
    return Answers(task, given, variant=request.config.submission_variants.variants.get(task, 0))


@pytest.hookimpl(tryfirst=True)
def pytest_exception_interact(node, call, report):
    """Shows the student's sentence alone: how the rubric came to it is no news."""
    if call.excinfo is not None and call.excinfo.type.__name__ == "CheckFailed":
        report.longrepr = f"{(node.function.__doc__ or '').strip()}\n    {call.excinfo.value}"
