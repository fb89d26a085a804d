"""The rubric's checks as pytest runs them: collected once in a process, then run for one task's answers at a time.

The fixtures and the conftest are the rubric's own, as for `pytest autograder/rubric --submission FILE`; to collect the files anew
for each submission took ten times as long as to run the checks.
"""

import contextlib
import io
import os
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from _pytest.config import _prepareconfig  # as pytest-xdist does: pytest has no other way to keep a session

from autograder.judging.answers import Answers, CheckFailed
from autograder.judging.clock import TimeIsOver
from autograder.judging.points import points_of
from autograder.judging.verdict import Check

OPTIONS = [
    *("-s", "-W", "ignore", "--disable-plugin-autoload", "-c", os.devnull, "--continue-on-collection-errors"),
    *("-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:faulthandler", "-p", "no:logging"),  # what takes a judge's time
    *("-p", "no:unraisableexception", "-p", "no:threadexception"),
]


@dataclass
class Run:
    """How the checks of one task went: those that were finished, why the grader failed, and whether the time was over."""

    checks: list[Check] = field(default_factory=list)
    fault: str = ""
    over: bool = False


class Rubric:
    """The collected checks, and a pytest plugin that hands them their answers and writes down how each one went."""

    __name__ = "judge"  # the name under which the rubric's conftest finds it

    def __init__(self, folder: Path):
        self.answers: Answers | None = None
        self.run_now = Run()
        self.broken: dict[str, str] = {}  # task -> why its file cannot be collected
        self.items: dict[str, list[pytest.Item]] = defaultdict(list)
        files = sorted(map(str, folder.glob("test_*.py")))
        options = [*OPTIONS, "--rootdir", str(folder), "--confcutdir", str(folder)]
        with contextlib.redirect_stdout(io.StringIO()) as said, contextlib.redirect_stderr(said):
            config = _prepareconfig([*options, *files], [self])
            config._do_configure()
            session = pytest.Session.from_config(config)
            config.hook.pytest_sessionstart(session=session)
            config.hook.pytest_collection(session=session)
        for item in session.items:
            self.items[task_of(item.path)].append(item)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.broken[task_of(Path(report.nodeid))] = f"its checks cannot be read: {str(report.longrepr)[-300:]}"

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item, call):
        """In place of pytest's own, which writes down the lines of every error on its way; here only our sentence counts."""
        error = call.excinfo
        if error is not None and error.errisinstance(TimeIsOver):
            self.run_now.over = True
        elif error is not None and not error.errisinstance(CheckFailed):
            self.run_now.fault = f"{item.name}: {error.typename}: {error.value}"
        elif call.when == "call":
            self.run_now.checks.append(check_of(item.function, str(error.value) if error else None))
        return pytest.TestReport(item.nodeid, item.location, {}, "failed" if error else "passed", None, call.when)

    def run(self, answers: Answers, into: Run) -> None:
        """Runs all the checks of a task, until the time is over."""
        self.answers, self.run_now = answers, into
        into.fault = self.broken.get(answers.task, "")
        try:
            items = self.items[answers.task]
            for item, following in zip(items, [*items[1:], None], strict=False):
                if not into.over:
                    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        finally:
            self.answers, self.run_now = None, Run()


@cache
def collected(folder: Path) -> Rubric:
    """The checks in a folder. After an exception from nowhere they are collected anew: `collected.cache_clear()`."""
    return Rubric(folder)


def task_of(path: Path) -> str:
    """The task that a rubric's file is about: test_<task>.py."""
    return path.stem.removeprefix("test_")


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
