"""A course's nbgrader_config.py from before the modules moved: its names are found, and the warning says the new ones."""

import importlib
import sys

import pytest

from autograder import old_names


@pytest.mark.parametrize("old", old_names.RENAMED)
def test_a_module_is_found_under_its_old_name(old, monkeypatch):
    monkeypatch.delitem(sys.modules, old, raising=False)
    new = old_names.RENAMED[old]
    with pytest.warns(FutureWarning, match=rf"{old} is called {new} now"):
        found = importlib.import_module(old)
    assert found is sys.modules[new]
    assert found.__spec__ is not None
    assert found.__spec__.name == new


def test_a_name_that_never_was_is_none():
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("autograder.no_such_module")
