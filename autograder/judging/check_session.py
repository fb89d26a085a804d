"""The rubric's checks as pytest runs them: collected once in a process, then run for one task's answers at a time.

The fixtures and the conftest are the rubric's own, as for `pytest autograder/rubric --submission FILE`; to collect the files anew
for each submission took ten times as long as to run the checks.
"""

import contextlib
import io
import os
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from _pytest.config import _prepareconfig  # as pytest-xdist does: pytest has no other way to keep a session

from autograder.judging.answers import Answers, CheckFailed
from autograder.judging.clock import TimeIsOver
from autograder.judging.points import points_of
from autograder.judging.verdict import Check
from selfcheck.judgement import Finding, settled

OPTIONS = [
    *("-s", "-W", "ignore", "--disable-plugin-autoload", "-c", os.devnull, "--continue-on-collection-errors"),
    *("-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:faulthandler", "-p", "no:logging"),  # what takes a judge's time
    *("-p", "no:unraisableexception", "-p", "no:threadexception"),
]


@dataclass
class Run:
    """How the checks of one task went: those that were finished, why the grader failed, and whether the time was over."""

    finished: list[tuple[Callable, list[Finding]]] = field(default_factory=list)  # a check, and what it found on its cases
    fault: str = ""
    over: bool = False

    @property
    def checks(self) -> list[Check]:
        """The finished checks, each with the finding that counts."""
        found = settled({name_of(check): findings for check, findings in self.finished})
        return [check_of(check, found[name_of(check)]) for check, _ in self.finished]


class Rubric:
    """The collected checks, and a pytest plugin that hands them their answers and writes down how each one went."""

    __name__ = "judge"  # the name under which the rubric's conftest finds it

    def __init__(self, folder: Path):
        self.answers: Answers | None = None
        self.run_now = Run()
        self.found: list[Finding] = []  # by the check that runs now
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
            self.run_now.finished.append((item.function, self.found))
        return pytest.TestReport(item.nodeid, item.location, {}, "failed" if error else "passed", None, call.when)

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem):
        """Runs a check until it has said its word of every case: one that tells nothing does not hide another that does."""
        self.found = []
        arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
        try:
            while self.answers is not None and not any(one.told and not one.rests_on for one in self.found):
                try:
                    pyfuncitem.obj(**arguments)
                    break
                except CheckFailed as failed:
                    self.found.append(failed.finding)
                    if failed.number in self.answers.left_out:  # it looks at cases in a way of its own
                        break
                    self.answers.left_out.add(failed.number)
        finally:
            if self.answers is not None:
                self.answers.left_out.clear()
        return True

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


def name_of(check: Callable) -> str:
    """A check's name, as its task's file calls it."""
    return check.__name__.removeprefix("test_")


def check_of(check: Callable, found: Finding | None) -> Check:
    """One check's record, from its marker, its docstring and what was found wrong, None where it passed."""
    most = points_of(check)
    return Check(
        name=name_of(check),
        sentence=" ".join(str(check.__doc__).split()),
        points=most if found is None else 0.0,
        max_points=most,
        passed=found is None,
        message=found.complaint if found else "",
        tested=found is None or found.told,
    )
