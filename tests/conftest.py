"""What all tests share."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from autograder.layout import VARIABLE
from tests.asked_once import FOLDER

collect_ignore = ["toy_course"]  # a course of its own, whose checks are the judge's
os.environ.setdefault("OMP_NUM_THREADS", "1")  # tests run side by side; on shared cores more threads wait for each other


# To explain failures Hypothesis traces all that a test runs: that multiplies the time, and Python 3.11 was seen to hang in it.
settings.register_profile("untraced", phases=[phase for phase in Phase if phase is not Phase.explain])
settings.load_profile("untraced")


def pytest_configure(config):
    """Makes the folder in which the processes of a run share answers (`tests.asked_once`); workers find it made."""
    if not hasattr(config, "workerinput"):
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="answers-")


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)


def pytest_collection_modifyitems(items):
    """Files with slow tests come first: of tests that run side by side no slow one is then left over at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(autouse=True)
def course_in_use(monkeypatch):
    """Puts the course in use back after a test that has changed it."""
    monkeypatch.setenv(VARIABLE, os.environ.get(VARIABLE, ""))


@pytest.fixture(scope="module")
def one_thread():
    """torch computes in one thread: on small batches and a busy machine, threads wait for each other longer than they work."""
    from lab.kernel import one_thread

    with one_thread():
        yield


@pytest.fixture(scope="session")
def graded_once(tmp_path_factory) -> Path:
    """The course of the homework's class, graded, for tests of what grading again does; they work on copies."""
    from tests.gradebook.homework_class import graded_class

    return graded_class(tmp_path_factory.mktemp("once") / "course")


@pytest.fixture
def course(graded_once, tmp_path):
    """A copy of that course, as `autograder.gradebook.nbgrader_course.Course`."""
    from autograder.gradebook.nbgrader_course import Course

    shutil.copytree(graded_once, tmp_path / "course")
    return Course(tmp_path / "course")
