"""Answers -> verdicts: runs the rubric with pytest, in this process, where no student's code has ever run."""

import contextlib
import io
import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import torch

from autograder.misconceptions import diagnose
from autograder.rubric import RUBRIC
from autograder.rubric.answers import Answers, Wrong
from autograder.rubric.points import checks_of, max_points, points_of
from autograder.verdict import Check, Verdict
from lab.plain import Raised, decode
from lab.tasks import TASKS

OUR_FAULT = "The grader itself failed here: no mark was given, and the submission must be graded again. ({})"
Given = dict[int, dict[str, Any]]  # case number -> decoded values by name


class RubricRun:
    """A pytest plugin: hands the answers to the checks and writes down how each one went."""

    __name__ = "judge"  # the name under which the rubric's conftest finds it

    def __init__(self, answers: dict[str, Given]):
        self.answers = answers
        self.checks: dict[str, list[Check]] = {task: [] for task in answers}
        self.faults: dict[str, str] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        report = yield
        task = item.path.stem.removeprefix("test_")
        if call.excinfo is not None and not call.excinfo.errisinstance(Wrong):
            self.faults[task] = f"{item.name}: {call.excinfo.typename}: {call.excinfo.value}"
        elif call.when == "call":
            self.checks[task].append(check_of(item.function, str(call.excinfo.value) if call.excinfo else None))
        return report


def check_of(function, complaint: str | None) -> Check:
    """One check's record, from its marker, its docstring and its complaint, None where it passed."""
    most = points_of(function)
    return Check(
        name=function.__name__.removeprefix("test_"),
        sentence=" ".join(function.__doc__.split()),
        points=most if complaint is None else 0.0,
        max_points=most,
        passed=complaint is None,
        message=complaint or "",
    )


def run_rubric(answers: dict[str, Given]) -> RubricRun:
    """Every check of the tasks that `answers` names, run once."""
    run = RubricRun(answers)
    if not answers:  # pytest without a file would collect, and so run, whatever lies in the working directory
        return run
    files = [str(RUBRIC / f"test_{task}.py") for task in answers]
    options = ["-q", "-s", "-p", "no:cacheprovider", "--disable-plugin-autoload", "-c", os.devnull]
    options += ["-p", "no:unraisableexception", "-p", "no:threadexception", "-p", "no:logging"]  # what takes a judge's time
    options += ["--rootdir", str(RUBRIC), "--confcutdir", str(RUBRIC), "-W", "ignore"]
    with contextlib.redirect_stdout(io.StringIO()) as said, contextlib.redirect_stderr(said):
        status = pytest.main([*options, *files], plugins=[run])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):  # it did not even get to the checks
        for task in answers:
            run.faults.setdefault(task, f"pytest ended with {status!r}: {said.getvalue()[-300:]}")
    for task in answers:
        if len(run.checks[task]) != len(checks_of(task)):
            run.faults.setdefault(task, "not every check was run")
    return run


def judge(observations: dict[str, list[dict]], excuses: dict[str, str] | None = None) -> dict[str, Verdict]:
    """The verdict on every task.

    Args:
        observations: for each task what its function answered, case by case, as `lab.observe` publishes it.
        excuses: for a task without an answer, why there is none, in a sentence.
    """
    with one_thread():
        return judge_in_one_thread(observations, excuses or {})


@contextlib.contextmanager
def one_thread() -> Iterator[None]:
    """One thread for torch: the judge's networks are small, and several judges share a machine."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def judge_in_one_thread(observations: dict[str, list[dict]], excuses: dict[str, str]) -> dict[str, Verdict]:
    read = {task: read_observations(task, listed) for task, listed in observations.items()}
    reasons = {task: reason for task in read if (reason := why_unanswered(task, read[task], excuses.get(task)))}
    run = run_rubric({task: given for task, given in read.items() if task not in reasons})
    verdicts = {}
    for task in read:
        if task in reasons:
            silent = [check_of(check, reasons[task]) for check in checks_of(task)]
            verdicts[task] = Verdict.unanswered(task, silent, reasons[task])
        elif task in run.faults:
            verdicts[task] = Verdict.not_judged(task, max_points(task), OUR_FAULT.format(run.faults[task]))
        else:
            verdicts[task] = named(Verdict.of_checks(task, run.checks[task]), Answers(task, read[task]))
    return verdicts


def named(verdict: Verdict, answers: Answers) -> Verdict:
    """The verdict with the name of the mistake and its hint, where the answers are those of a known mistake."""
    if verdict.status == "passed":
        return verdict
    try:
        mistake = diagnose(verdict.task, answers)
    except Exception:  # the marks stand without a name, too
        logging.getLogger(__name__).exception("the mistake in %s could not be named", verdict.task)
        return verdict
    return replace(verdict, misconception=mistake.name, hint=mistake.hint) if mistake else verdict


def read_observations(task: str, listed: Iterable[Any]) -> Given:
    """Case number -> decoded values. Believes nothing: what is no observation of this task is left out, and of two
    answers to one case neither counts."""
    given: Given = {}
    for observation in listed:
        match observation:
            case {"task": str(name), "number": int(number), "value": dict(values)} if name == task:
                if number in given:
                    given[number] = {"raised": Raised("NoAnswer", "there are two answers to this case, so neither counts")}
                else:
                    given[number] = read_values(values)
    return given


def read_values(values: dict) -> dict[str, Any]:
    """Decoded values by name; an answer that is no plain data is none."""
    try:
        return {str(name)[:80]: decode(value) for name, value in list(values.items())[:32]}
    except ValueError as error:
        return {"raised": Raised("NoAnswer", str(error))}


def why_unanswered(task: str, given: Given, excuse: str | None) -> str | None:
    """Why there is no answer to a task at all, or None where there is one."""
    if not given:
        name = TASKS[task].defines
        return excuse or f"There is no answer: nothing called {name} was defined."
    errors = [values.get("raised") for values in given.values()]
    if all(isinstance(error, Raised) and error.type in ("NotImplementedError", "NoAnswer") for error in errors):
        told = [error for error in errors if isinstance(error, Raised) and error.type == "NoAnswer" and not error.quiet]
        telling = told[0].message if told else None
        if telling:
            return f"There is no answer that counts: {telling}."
        return excuse or "The cell is not filled in: it still raises NotImplementedError."
    return None
