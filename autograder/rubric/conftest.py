"""pytest's way to this rubric: `pytest autograder/rubric --submission FILE.ipynb`."""

from autograder.pytest_door import (
    answers,
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_configure,
    pytest_exception_interact,
)

__all__ = ["answers", "pytest_addoption", "pytest_collection_modifyitems", "pytest_configure", "pytest_exception_interact"]
