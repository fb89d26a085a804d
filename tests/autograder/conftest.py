"""The course of the homework's class, graded, for tests of what grading again does."""

import shutil
from pathlib import Path

import pytest

from autograder.gradebook.nbgrader_course import Course
from tests.autograder.homework_class import graded_class


@pytest.fixture(scope="module")
def graded_once(tmp_path_factory) -> Path:
    """Tests work on copies."""
    return graded_class(tmp_path_factory.mktemp("once") / "course")


@pytest.fixture
def course(graded_once, tmp_path) -> Course:
    shutil.copytree(graded_once, tmp_path / "course")
    return Course(tmp_path / "course")
