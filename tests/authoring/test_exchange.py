"""What was there stays until what is built is whole: after an error at any step, a full disk, a kill, beside another build."""

import errno
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.authoring import exchange as module
from autograder.authoring.exchange import BESIDE, beside, exchange

NAMES = ["source/one", "release/one", "data/made.json"]
BUILD = """
import os, signal, sys
from pathlib import Path
from autograder.authoring import exchange as module
from tests.authoring.test_exchange import NAMES, put

last, root = int(sys.argv[1]), Path(sys.argv[2])
steps = 0
def dying(function):
    def counted(*arguments, **named):
        global steps
        steps += 1
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **named)
    return counted

module.take_out, module.shutil.move = dying(module.take_out), dying(module.shutil.move)
with module.beside(root) as made:
    put(made, "new")
    module.exchange(made, root, NAMES)
"""


def put(root: Path, text: str) -> None:
    for name in ("source/one/a.ipynb", "source/one/lab/b.py", "release/one/a.ipynb", "data/made.json"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def state(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in root.rglob("*") if path.is_file()}


def build(root: Path, text: str = "new") -> None:
    with beside(root) as made:
        put(made, text)
        exchange(made, root, NAMES)


@pytest.fixture
def course(tmp_path) -> Path:
    put(tmp_path, "old")
    (tmp_path / "source" / "by_hand").mkdir()
    (tmp_path / "source" / "by_hand" / "c.ipynb").write_text("theirs", encoding="utf-8")
    return tmp_path


def everything(text: str) -> dict[str, str]:
    names = ("source/one/a.ipynb", "source/one/lab/b.py", "release/one/a.ipynb", "data/made.json")
    return dict.fromkeys(names, text) | {"source/by_hand/c.ipynb": "theirs"}


def test_the_new_takes_the_place_of_the_old_and_what_is_not_built_stays(course):
    (course / "source" / "one" / "left_over.py").touch()
    build(course)
    assert state(course) == everything("new")
    assert not (course / BESIDE).exists()


def test_where_nothing_was_the_new_is_put(tmp_path):
    build(tmp_path)
    assert set(state(tmp_path).values()) == {"new"}
    assert len(state(tmp_path)) == 4


def stopped(root: Path, error: Exception) -> None:
    """Half of a build, which ends with an error."""
    with beside(root) as made:
        (made / "source").mkdir()
        (made / "source" / "half").touch()
        raise error


def test_an_error_while_it_is_made_changes_nothing(course):
    with pytest.raises(OSError, match="No space left"):
        stopped(course, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    assert state(course) == everything("old")
    assert not (course / BESIDE).exists()


@pytest.mark.parametrize("step", range(1, 7))
def test_an_error_at_any_step_of_the_exchange_puts_all_of_it_back(step, course, monkeypatch):
    steps = []

    def failing(function):
        def counted(*arguments):
            steps.append(arguments)
            if len(steps) == step:
                raise OSError(errno.EIO, "the disk fails")
            return function(*arguments)

        return counted

    monkeypatch.setattr(module, "take_out", failing(module.take_out))
    monkeypatch.setattr(shutil, "move", failing(shutil.move))
    with pytest.raises(OSError, match="the disk fails"):
        build(course)
    assert state(course) == everything("old")
    assert not (course / BESIDE).exists()


@pytest.mark.parametrize("step", range(1, 7))
def test_after_a_kill_at_any_step_the_next_build_begins_from_the_old(step, course):
    done = subprocess.run([sys.executable, "-c", BUILD, str(step), str(course)], check=False)
    assert done.returncode == -signal.SIGKILL
    kept = state(course)
    assert {kept[name] for name in kept if not name.startswith(BESIDE.as_posix())} <= {"old", "new", "theirs"}
    with pytest.raises(ValueError, match="a lesson is wrong"):
        stopped(course, ValueError("a lesson is wrong"))
    assert state(course) == everything("old")
    build(course)
    assert state(course) == everything("new")


def test_two_builds_do_not_meet(course):
    with beside(course) as made:
        put(made, "first")
        with pytest.raises(RuntimeError, match="another build is at work"):
            build(course, "second")
        exchange(made, course, NAMES)
    assert state(course) == everything("first")
    build(course, "third")
    assert state(course) == everything("third")


def test_where_a_folder_cannot_be_renamed_it_is_copied_first(course, monkeypatch):
    """As a folder in an image of Docker, or on another disk."""
    real = Path.rename

    def rename(self, target):
        if BESIDE.as_posix() not in self.as_posix():
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    (course / "source" / "one" / "link").symlink_to("../../data/made.json")
    build(course)
    assert state(course) == everything("new")
