"""What all tests share."""

import os

import pytest

from autograder.layout import VARIABLE

collect_ignore = ["toy_course"]  # a course of its own, whose checks are the judge's
os.environ.setdefault("OMP_NUM_THREADS", "1")  # tests run side by side; on shared cores more threads wait for each other


@pytest.fixture(autouse=True)
def course_in_use(monkeypatch):
    """Puts the course in use back after a test that has changed it."""
    monkeypatch.setenv(VARIABLE, os.environ.get(VARIABLE, ""))
