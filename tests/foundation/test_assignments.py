"""The folders of lessons/ are the list of assignments."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.assignments import assignments

ROOT = Path(__file__).resolve().parent.parent.parent


def course(root: Path, *names: str) -> Path:
    for name in names:
        (root / "lessons" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "lessons" / name).touch()
    return root


def test_every_folder_with_a_lesson_is_an_assignment_and_nothing_else_is(tmp_path):
    course(tmp_path, "two/b.py", "one/a.py", "one/picture.png", "course.toml", "set_up.py", ".ipynb_checkpoints/x.py")
    lessons = tmp_path / "lessons"
    assert assignments(tmp_path) == {"one": lessons / "one" / "a.py", "two": lessons / "two" / "b.py"}
    assert list(assignments(tmp_path)) == ["one", "two"]


def test_a_folder_that_git_or_python_left_behind_is_none(tmp_path):
    course(tmp_path, "one/a.py", "gone/__pycache__/b.cpython-311.pyc")
    (tmp_path / "lessons" / "empty").mkdir()
    assert list(assignments(tmp_path)) == ["one"]


@pytest.mark.parametrize(("names", "found"), [(["a.py", "b.py"], "a.py, b.py"), (["a.ipynb"], "none"), (["a.txt"], "none")])
def test_a_folder_without_one_lesson_is_refused(names, found, tmp_path):
    course(tmp_path, *(f"new/{name}" for name in names))
    with pytest.raises(ValueError, match=f"lessons/new is to hold one lesson, NOTEBOOK.py, and holds {found}"):
        assignments(tmp_path)


def test_every_assignment_is_released():
    released = {path.name for path in (ROOT / "release").iterdir() if path.is_dir()}
    assert released == set(assignments()), "make build"


def test_what_can_ask_the_folder_names_no_assignment():
    """Nor the lesson's set-up cell, into which the build writes it."""
    files = [ROOT / name for name in (".gitignore", "Makefile", "lessons/set_up.py", "autograder/authoring/build.py")]
    files += [path for path in (ROOT / "deploy").rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert len(files) > 20
    assert [(path, name) for path in files for name in assignments() if name in path.read_text(encoding="utf-8")] == []


# --- which course ----------------------------------------------------------------------------------------------------

TWO_COURSES = """
import sys
from pathlib import Path
from autograder.assignments import use_course
use_course(Path(sys.argv[1]))
import lab
use_course(Path(sys.argv[2]))
"""
TOY = ROOT / "tests" / "toy_course"


@pytest.mark.parametrize(("first", "second"), [(TOY, ROOT), (ROOT, TOY)], ids=["the inner first", "the outer first"])
def test_a_course_within_another_is_told_from_it(first, second):
    """What the one has loaded is not used for the other, whichever of them holds the other."""
    done = subprocess.run(
        [sys.executable, "-c", TWO_COURSES, str(first), str(second)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    line = done.stderr.splitlines()[-1]
    assert line.startswith(f"ValueError: {second} cannot be used here: this process has loaded {first / 'lab'}")


def test_the_course_in_use_can_be_named_again():
    done = subprocess.run(
        [sys.executable, "-c", TWO_COURSES, str(TOY), str(TOY)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
