"""A course's nbgrader_config.py from before the modules moved: its names are found, and the warning says the new ones."""

import importlib
import json
import sys

import nbformat
import pytest
from nbformat.v4 import new_notebook

from autograder import old_names
from autograder.grading.submission import read_release
from autograder.notebooks.cells import course_metadata, is_illustration, tasks_of
from tests.this_course import ROOT


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


# --- releases and marked notebooks from before -------------------------------------------------------------------------


def before(release: str) -> str:
    """A release as it was built when its cells said nothing of their tasks, and marked its illustrations with another key."""
    plain = json.loads(release)
    for cell in plain["cells"]:
        said = cell["metadata"].pop("autograder", {})
        if said.get("illustration"):
            cell["metadata"]["feature_attribution"] = said
    return json.dumps(plain)


@pytest.mark.parametrize("assignment", sorted(path.name for path in (ROOT / "release").iterdir()))
def test_a_release_from_before_says_what_one_of_today_says(assignment, tmp_path):
    (path,) = (ROOT / "release" / assignment).glob("*.ipynb")
    (tmp_path / path.name).write_text(before(path.read_text(encoding="utf-8")), encoding="utf-8")
    (old,), (new,) = (read_release(folder).values() for folder in (tmp_path, path.parent))
    old, new = nbformat.reads(old, as_version=4), nbformat.reads(new, as_version=4)
    without_variants = {task: mark._replace(variants=0) for task, mark in tasks_of(new).items()}  # there were none then
    assert tasks_of(old) == without_variants != {}
    assert list(map(is_illustration, old.cells)) == list(map(is_illustration, new.cells))


def test_a_marked_notebook_from_before_keeps_its_verdicts():
    old = new_notebook(metadata={"feature_attribution": {"verdicts": [1], "repairs": ["x"]}})
    assert course_metadata(old) == {"verdicts": [1], "repairs": ["x"]}
