"""A build tries again only what has changed, and a record never hides a fault: what a trial rests on is hashed whole."""

import subprocess
import sys

import pytest

from autograder.authoring import rests_on, skeletons, tried_before
from autograder.authoring.rests_on import files_of, hash_of_task
from autograder.authoring.trial import Found
from autograder.authoring.tried_before import TriedBefore, fingerprints_since, tried_since
from tests.end_to_end import toy
from tests.this_course import ROOT

NOTHING = Found([], [])


class Tasks:
    """Two tasks whose files are said to have these hashes; it writes down which of them are tried, and made anew."""

    def __init__(self):
        self.keys = {"one": "a", "other": "b"}
        self.faulty: set[str] = set()
        self.tried: list[str] = []
        self.made: list[str] = []

    def try_(self, tasks, passed):
        for task in tasks:
            self.tried.append(task)
            if task not in self.faulty:
                passed(task)
        return Found(sorted(f"{task}: a fault" for task in self.faulty & set(tasks)), [])

    def prints(self, assignment, task, homes):
        self.made.append(task)
        return {"cases": [{"a": {"sums": [1.0], "tolerance": 0.1}}]}


@pytest.fixture
def tasks(monkeypatch) -> Tasks:
    found = Tasks()
    monkeypatch.setattr(tried_before, "all_tasks", lambda: dict.fromkeys(found.keys, "week1"))
    monkeypatch.setattr(tried_before, "tasks_of", lambda assignment: tuple(found.keys))
    monkeypatch.setattr(tried_before, "with_needs", list)
    monkeypatch.setattr(tried_before, "hash_of_task", lambda task: found.keys[task])
    monkeypatch.setattr(tried_before, "tried", found.try_)
    monkeypatch.setattr(tried_before.fingerprints, "of_assignment", found.prints)
    return found


# --- the trial -----------------------------------------------------------------------------------------------------


def test_what_has_not_changed_is_not_tried_again(tasks, tmp_path):
    assert tried_since(TriedBefore(tmp_path)) == NOTHING
    assert tasks.tried == ["one", "other"]
    said = "2 of 2 tasks have not changed since they were tried, and are not tried again (--all tries them)"
    assert tried_since(TriedBefore(tmp_path)) == Found([], [said])
    tasks.keys["one"] = "changed"
    (note,) = tried_since(TriedBefore(tmp_path)).notes
    assert note.startswith("1 of 2 tasks")
    assert tasks.tried == ["one", "other", "one"]


def test_what_has_a_fault_is_tried_until_it_has_none(tasks, tmp_path):
    tasks.faulty = {"one"}
    for _ in range(2):
        assert tried_since(TriedBefore(tmp_path)).faults == ["one: a fault"]
    assert tasks.tried == ["one", "other", "one"]


def test_all_is_tried_where_it_is_asked_for_and_recorded(tasks, tmp_path):
    for _ in range(2):
        assert tried_since(TriedBefore(tmp_path, everything=True)) == NOTHING
    assert tasks.tried == 2 * ["one", "other"]
    assert tried_since(TriedBefore(tmp_path)).notes


def test_what_is_changed_while_it_is_tried_is_not_recorded(tasks, tmp_path, monkeypatch):
    def saved_meanwhile(names, passed):
        tasks.keys["one"] = "saved meanwhile"
        return tasks.try_(names, passed)

    monkeypatch.setattr(tried_before, "tried", saved_meanwhile)
    tried_since(TriedBefore(tmp_path))
    tasks.keys["one"] = "a"
    tried_since(TriedBefore(tmp_path))
    assert tasks.tried == ["one", "other", "one"]


def test_a_task_that_cannot_be_read_is_never_recorded(tasks, tmp_path, monkeypatch):
    monkeypatch.setattr(tried_before, "hash_of_task", lambda task: sys.exit("a file of a task may do anything"))
    for _ in range(2):
        tried_since(TriedBefore(tmp_path))
    assert tasks.tried == 2 * ["one", "other"]


# --- fingerprints --------------------------------------------------------------------------------------------------


def file_in(root):
    path = root / tried_before.FINGERPRINTS / "week1.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def prints_with(**numbers) -> str:
    """Fingerprints of both tasks as they are in a file, the first with other numbers."""
    right = {"sums": [1.0], "tolerance": 0.1}
    return tried_before.fingerprints.as_text({"one": {"cases": [{"a": right | numbers}]}, "other": {"cases": [{"a": right}]}})


def test_fingerprints_are_made_anew_only_where_something_has_changed(tasks, tmp_path):
    file = file_in(tmp_path)
    file.write_text(fingerprints_since("week1", TriedBefore(tmp_path)))
    assert fingerprints_since("week1", TriedBefore(tmp_path)) == file.read_text() == prints_with()
    assert tasks.made == ["one", "other"]
    tasks.keys["other"] = "changed"
    fingerprints_since("week1", TriedBefore(tmp_path))
    file.write_text(prints_with(sums=[7.0]))
    assert fingerprints_since("week1", TriedBefore(tmp_path)) == prints_with(), "somebody has edited the file"
    assert tasks.made == ["one", "other", "other", "one"]


@pytest.mark.parametrize(
    ("there", "stays"),
    [({"sums": [1.0 + 1e-6]}, True), ({"sums": [1.5]}, False), ({"tolerance": 0.11}, False)],
    ids=["rounding", "another answer", "another tolerance"],
)
def test_fingerprints_that_differ_by_rounding_alone_stay(there, stays, tasks, tmp_path):
    """Another processor would change them all, and the next one change them back."""
    file_in(tmp_path).write_text(prints_with(**there))
    assert fingerprints_since("week1", TriedBefore(tmp_path)) == (prints_with(**there) if stays else prints_with())
    assert fingerprints_since("week1", TriedBefore(tmp_path, everything=True)) == prints_with()


# --- what a trial rests on -----------------------------------------------------------------------------------------


def test_it_rests_on_its_own_files_and_on_what_they_import():
    names = {name for name, _ in files_of("predict")}
    assert rests_on.own_files(["predict"]) <= names
    assert "reference_solutions/pre_processing.py" in names, "the reference imports it"
    assert names >= {"lessons/course.toml", "selfcheck/compare.py", "lab/kernel.py", "autograder/judging/judge.py"}
    assert names >= {"data/public/pocket_vgg19.pt", "data/held_out/rocket.png", "autograder/rubric/conftest.py"}
    assert not names & rests_on.own_files(["vgg_hook"])
    assert not [name for name in names if "fingerprints/" in name], "they are what is built"


def test_another_file_version_or_setting_gives_another_hash(monkeypatch, tmp_path):
    before = hash_of_task("predict")
    assert hash_of_task("predict") == before
    (tmp_path / "file").write_text("changed")
    for name, path in (("LAB_NETWORK", None), ("versions", None), ("lab/kernel.py", tmp_path / "file")):
        with monkeypatch.context() as patch:
            if name == "versions":
                patch.setattr(rests_on, "versions", lambda: (("torch", "0.1"),))
            elif path is None:
                patch.setenv(name, "another")
            else:
                files = dict(files_of("predict")) | {name: path}
                patch.setattr(rests_on, "files_of", lambda task, files=files: sorted(files.items()))
            assert hash_of_task("predict") != before, name


LOADED = """
import sys
from pathlib import Path
from autograder.authoring import trial
from autograder.assignments import reference
task, root = sys.argv[1:]

def print_loaded(*folders):
    for file in filter(None, [getattr(module, "__file__", None) for module in list(sys.modules.values())]):
        path = Path(file).resolve()
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else ""
        if path.is_file() and name.startswith(folders) and not path.is_relative_to(Path(sys.prefix).resolve()):
            print(name)

assert not list(trial.unloadable(task)), "a part of it cannot be loaded"
print_loaded("")
assert trial.verdict_on(task, reference(task)).status == "passed"
print_loaded(*(f"autograder/{name}/" for name in ("authoring", "grading", "judging", "execution", "guest")), "selfcheck/")
"""


@pytest.mark.slow
@pytest.mark.parametrize("task", ["backprop", "integrated_gradients"])
def test_all_that_a_trial_loads_is_hashed(task):
    """The judge collects the checks of the other tasks, too, and asks none of them."""
    command = [sys.executable, "-c", LOADED, task, str(ROOT)]
    done = subprocess.run(command, cwd=ROOT, env=toy.environment(), capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert f"lab/tasks/{task}.py" in loaded
    assert loaded - {name for name, _ in files_of(task)} == set()


# --- a course ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_course_is_built_twice_and_a_fault_is_found_all_the_same(tmp_path):
    course = tmp_path / "course"
    skeletons.new_course(course)
    assert "not tried again" not in toy.autograder("build", course=course).stdout
    built = (course / "data" / "public" / "fingerprints" / "week1.json").read_text(encoding="utf-8")
    assert "1 of 1 tasks have not changed" in toy.autograder("build", course=course).stdout
    assert (course / "data" / "public" / "fingerprints" / "week1.json").read_text(encoding="utf-8") == built
    toy.replace(course / "reference_solutions" / "cells" / "centred.py", "np.mean", "np.median")
    refused = toy.autograder("build", course=course)
    assert refused.returncode == 2
    assert "the rubric gives reference_solutions/cells/centred.py" in refused.stderr
