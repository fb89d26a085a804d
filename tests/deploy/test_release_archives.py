"""What a release consists of: a wheel that holds the engine and nothing of a course, and this course as an archive.

`make release` also installs the wheel into an empty environment and grades with it: deploy/release/verify.py.
"""

import importlib.util
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from autograder.assignments import all_tasks
from autograder.course_toml import MISCONCEPTIONS, RUBRIC
from tests.end_to_end import toy


def program(name: str) -> ModuleType:
    """One of the programs of deploy/release, which are in no package."""
    spec = importlib.util.spec_from_file_location(name, toy.ROOT / "deploy" / "release" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make = program("make")
with pytest.MonkeyPatch.context() as patched:
    patched.setitem(sys.modules, "make", make)  # as it is beside it
    verify = program("verify")

pytestmark = pytest.mark.skipif(not (toy.ROOT / ".git").exists(), reason="what git tracks is what is released")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The engine's wheel, built with the setuptools of this environment."""
    return make.write_wheel(tmp_path_factory.mktemp("wheel"), "--no-isolation")


@pytest.fixture(scope="module")
def engine(wheel, tmp_path_factory) -> Path:
    """What the wheel installs."""
    folder = tmp_path_factory.mktemp("engine")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def course() -> dict[str, bytes]:
    return make.course_files()


def ran(engine: Path, *words: str, where: Path) -> subprocess.CompletedProcess:
    """A command of the wheel's engine."""
    environment = toy.environment() | {"PYTHONPATH": str(engine)}
    return subprocess.run([sys.executable, *words], cwd=where, env=environment, capture_output=True, text=True, check=False)


# --- the wheel -------------------------------------------------------------------------------------------------------


def test_the_wheel_has_every_file_of_the_engine_and_no_other(engine):
    tracked = {name for name in make.tracked("autograder", "selfcheck") if not make.MOVED.match(name)}
    found = {path.relative_to(engine).as_posix() for path in engine.rglob("*") if path.is_file()}
    assert {name for name in found if not name.partition("/")[0].endswith(".dist-info")} == tracked


def test_the_wheels_engine_lints_another_course_and_finds_none_by_itself(engine, tmp_path):
    at_home = toy.copy_of(toy.TOY, tmp_path / "toy")
    done = ran(engine, "-m", "autograder.cli", "lint", where=at_home)
    assert (done.returncode, done.stderr) == (0, "")
    assert "note: " in done.stdout
    verify.complete(done.stdout)
    with pytest.raises(verify.Failed):
        verify.complete("")
    done = ran(engine, "-m", "autograder.cli", "lint", where=tmp_path)
    assert done.returncode == 2
    assert "lies in no course" in done.stderr
    done = ran(engine, "-c", "from autograder.layout import ENGINE; print(ENGINE)", where=tmp_path)
    assert Path(done.stdout.strip()) == engine


def test_the_wheels_engine_speaks_german(engine, tmp_path):
    program = (
        "from pathlib import Path; from autograder.catalogues import loaded; print(loaded(Path(), 'de').say('2 of 3 points'))"
    )
    done = ran(engine, "-c", program, where=tmp_path)
    assert done.stdout == "2 von 3 Punkten\n", done.stderr


def test_the_wheel_asks_for_nothing_that_only_this_course_needs(engine):
    (metadata,) = engine.glob("*.dist-info/METADATA")
    needed = re.findall(r"^Requires-Dist: ([\w-]+)(?!.*extra ==).*$", metadata.read_text(encoding="utf-8"), re.M)
    assert {"nbgrader", "numpy"} <= set(needed)
    assert {"babel"} <= {name.lower() for name in needed}
    assert not {"torch", "torchvision", "opencv-python-headless", "captum", "scikit-image"} & set(needed)


def test_a_file_that_git_does_not_track_is_not_released(tmp_path, monkeypatch):
    monkeypatch.setattr(make, "ROOT", tmp_path)
    for words in (["init", "-q"], ["add", "kept.py"]):
        (tmp_path / "kept.py").touch()
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    (tmp_path / "grades.csv").touch()
    assert list(make.tracked(".")) == ["kept.py"]


# --- the course ------------------------------------------------------------------------------------------------------


def test_the_courses_archive_has_the_five_files_of_each_task(course):
    for task in all_tasks():
        for folder, name in (("lab/tasks", task), (RUBRIC, f"test_{task}"), (MISCONCEPTIONS, task)):
            assert f"{folder}/{name}.py" in course
        assert {f"reference_solutions/{task}.py", f"reference_solutions/cells/{task}.py"} <= course.keys()


def test_nothing_in_the_courses_archive_looks_for_its_checks_in_the_engine(course):
    assert not [name for name in course if name.startswith("autograder/")]
    programs = {name: text for name, text in course.items() if name.endswith((".py", ".toml"))}
    assert [name for name, text in programs.items() if re.search(rb"autograder[./](rubric|misconceptions)", text)] == []
    assert b"from rubric.recipes import" in course["rubric/test_predict.py"]


def test_the_courses_archive_says_what_it_needs(course):
    first, *others = course["requirements.txt"].decode().splitlines()
    assert first == f"{make.project()['name']}=={make.project()['version']}"
    assert others == make.project()["optional-dependencies"]["feature-attribution"]


def test_what_a_class_fills_is_in_no_archive(course):
    filled = ("submitted", "autograded", "feedback", "reports", "gradebook.db", "roster.csv", "source", "release", "build")
    assert not [name for name in course if name.partition("/")[0] in filled]


def test_an_archive_is_the_same_each_time_and_belongs_to_nobody(tmp_path):
    files = {"b/two.txt": b"2", "a/one.txt": b"1"}
    first = make.write_archive(tmp_path / "1.tar.gz", files, 1_700_000_000).read_bytes()
    again = make.write_archive(tmp_path / "2.tar.gz", dict(reversed(files.items())), 1_700_000_000).read_bytes()
    assert first == again
    with tarfile.open(tmp_path / "1.tar.gz") as archive:
        assert {(entry.uid, entry.uname, entry.mtime) for entry in archive} == {(0, "", 1_700_000_000)}
        assert archive.getnames() == sorted(files)


def test_a_site_that_was_not_built_stops_the_release(tmp_path, monkeypatch):
    monkeypatch.setattr(make, "SITE", tmp_path)
    monkeypatch.setattr(make, "RELEASE", tmp_path / "release")
    with pytest.raises(SystemExit, match="make docs"):
        make.main()
    assert os.listdir(tmp_path) == []
