"""Skeletons work as they are: a new course is linted, built, released and graded at once; nothing that is there is touched."""

import json
import resource
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from autograder.authoring import lint, skeletons
from tests.end_to_end import toy

RIGHT = "def centred(values):\n    return values - sum(values) / len(values)\n"
WRONG = "def centred(values):\n    values -= values.mean()\n    return abs(values)\n"
SECONDS = 0.5  # of CPU


def files_in(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A course that `autograder new course` has written, from a directory that lies in no course."""
    folder = tmp_path_factory.mktemp("new")
    done = toy.autograder("new", "course", "made", course=folder, trapped=toy.trap(folder / "trap"))
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "made"


@pytest.fixture
def course(made, tmp_path) -> Path:
    """A copy, to be changed."""
    return toy.copy_of(made, tmp_path / "made")


# --- a course --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_new_course_grades_its_example_at_once(course):
    trapped = toy.trap(course.with_name("trap"))
    done = toy.autograder("lint", course=course, trapped=trapped)
    assert (done.returncode, done.stderr) == (0, "")
    toy.built_and_released(course, trapped, skeletons.FIRST_ASSIGNMENT)
    for student, source in (("ada", RIGHT), ("ben", WRONG)):
        toy.submit(course, student, {"centred": source}, skeletons.FIRST_ASSIGNMENT)
    done = toy.autograder("grade", skeletons.FIRST_ASSIGNMENT, "--verbose", course=course, trapped=trapped)
    assert done.returncode == 0, done.stderr
    rows = json.loads((course / "reports" / skeletons.FIRST_ASSIGNMENT / "results.json").read_text(encoding="utf-8"))
    assert {row["student"]: row["points"] for row in rows} == {"ada": 3, "ben": 0}
    assert "On number 6" in done.stdout
    assert not Path(f"{trapped}.log").exists()


@pytest.mark.slow
def test_a_new_task_and_assignment_work_as_they_are(course):
    for words in (("assignment", "week2"), ("task", "spread", "--assignment", "week2"), ("task", "later")):
        done = toy.autograder("new", *words, course=course)
        assert done.returncode == 0, done.stderr
    done = toy.autograder("lint", course=course)
    assert done.returncode == 0, done.stdout
    assert 'note: lab/tasks/later.py: no lesson has a cell test="later"' in done.stdout
    done = toy.autograder("build", course=course)
    assert done.returncode == 0, done.stderr
    assert (course / "release" / "week2" / "lab" / "tasks" / "spread.py").is_file()
    assert not (course / "release" / "week1" / "lab" / "tasks" / "spread.py").exists()


def test_a_course_needs_no_file_by_hand(made):
    assert lint.faults(made) == []
    said = (made / "lessons" / "course.toml").read_text(encoding="utf-8")
    assert all(
        f"[{table}" in said for table in ("packages]", "course]", "assignments.", "folders]", "kernel]", "platforms.", "tasks.")
    )


def test_a_directory_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.tex").write_text("all of it", encoding="utf-8")
    for name in ("full", "full/thesis.tex"):
        done = toy.autograder("new", "course", name, course=tmp_path)
        (line,) = done.stderr.splitlines()
        assert done.returncode == 2
        assert line.endswith("name a directory that is new or empty")
    assert files_in(tmp_path) == {"full/thesis.tex": "all of it"}


def test_a_repository_without_a_file_becomes_a_course(tmp_path):
    (tmp_path / ".git").mkdir()
    assert (tmp_path / "nbgrader_config.py") in skeletons.new_course(tmp_path)


def test_a_courses_name_is_made_from_its_directorys(tmp_path):
    skeletons.new_course(tmp_path / 'my "course" 2')
    assert 'course_id = "my__course__2"' in (tmp_path / 'my "course" 2' / "nbgrader_config.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(("course", "name"), [(toy.TOY, "regression"), (toy.ROOT, "feature_attribution")])
def test_the_courses_of_this_repository_have_the_configuration_of_a_new_one(course, name):
    """What is changed in one is changed in all: the template, the toy course and the real one."""
    template = (skeletons.TEMPLATES / "course" / "nbgrader_config.py.in").read_text(encoding="utf-8")
    own = (course / "nbgrader_config.py").read_text(encoding="utf-8")
    assert own.replace("part1", "week1").replace("Part 1", "Week 1") == template.replace("COURSE_ID", f'"{name}"')


def test_all_templates_are_installed_with_the_package():
    patterns = tomllib.loads((toy.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
    package = skeletons.TEMPLATES.parent
    found = {path for pattern in patterns["autograder.authoring"] for path in package.glob(pattern)}
    assert {path for path in skeletons.TEMPLATES.rglob("*") if path.is_file()} == {path for path in found if path.is_file()}


# --- tasks and assignments -------------------------------------------------------------------------------------------


def test_a_lesson_keeps_what_it_has(course):
    lesson = course / "lessons" / "week1" / "week1.py"
    before = lesson.read_text(encoding="utf-8")
    written = skeletons.new_task(course, "spread", "week1")
    after = lesson.read_text(encoding="utf-8")
    assert after.startswith(before)
    assert after.endswith('# %% solution="spread"\n\n# %% test="spread"\n')
    assert len(written) == 6


def test_without_an_assignment_the_cells_are_printed(course):
    before = files_in(course / "lessons")
    done = toy.autograder("new", "task", "spread", course=course)
    assert '# %% solution="spread"\n\n# %% test="spread"\n' in done.stdout, done.stderr
    assert files_in(course / "lessons") == before


def test_a_course_that_keeps_its_rubric_elsewhere_gets_it_there(tmp_path):
    """This repository's own course, by what lessons/course.toml says."""
    for folder in ("lessons", "lab/tasks", "reference_solutions", "autograder/rubric", "autograder/misconceptions"):
        ignored = shutil.ignore_patterns("__pycache__", "*.ipynb", "*.html")
        shutil.copytree(toy.ROOT / folder, tmp_path / folder, ignore=ignored)
    written = skeletons.new_task(tmp_path, "spread", "part1_homework")
    assert tmp_path / "autograder" / "rubric" / "test_spread.py" in written
    assert tmp_path / "autograder" / "misconceptions" / "spread.py" in written
    assert lint.faults(tmp_path) == []
    assert not (tmp_path / "rubric").exists()


REFUSED = {
    "1a": "a letter first",
    "a-b": "letters from a to z",
    "a b": "letters from a to z",
    "": "letters from a to z",
    "../x": "letters from a to z",
    "größe": "letters from a to z",
    "_hidden": "a letter first",
    "import": "Python's own",
    "match": "Python's own",
    "sum": "Python's own",
    "test_mean": "another cell",
    "given_data": "another cell",
    "own_data": "another cell",
    "check": "notebooks have that name",
    "np": "notebooks have that name",
    "autograder": "notebooks have that name",
    "cells": "reference_solutions/",
    "conditions": "reference_solutions/",
    "nul": "Windows",
    "COM1": "Windows",
}


@pytest.mark.parametrize("kind", ["task", "assignment"])
@pytest.mark.parametrize("name", REFUSED)
def test_a_name_that_would_not_do_is_refused(name, kind, course):
    before = files_in(course)
    make = skeletons.new_task if kind == "task" else skeletons.new_assignment
    with pytest.raises(ValueError, match=rf"^a(n|) {kind} cannot be called .*{REFUSED[name]}") as refused:
        make(course, name)
    assert "\n" not in str(refused.value)
    assert files_in(course) == before


@pytest.mark.parametrize(
    "there",
    [
        "lab/tasks/spread.py",
        "rubric/test_spread.py",
        "misconceptions/spread.py",
        "reference_solutions/spread.py",
        "reference_solutions/cells/spread.py",
        "reference_solutions/cells/Spread.py",
        "reference_solutions/written/spread.md",
        "reference_solutions/spread/spread.ipynb",
    ],
)
def test_a_task_of_which_something_is_there_is_refused(there, course):
    (course / there).parent.mkdir(parents=True, exist_ok=True)
    (course / there).write_text("mine", encoding="utf-8")
    before = files_in(course)
    with pytest.raises(FileExistsError, match="is there already; choose another name, nothing was written"):
        skeletons.new_task(course, "spread", "week1")
    assert files_in(course) == before


def test_a_task_that_a_lesson_asks_for_already_is_refused(course):
    toy.replace(course / "lessons" / "week1" / "week1.py", '# %% test="centred"', '# %% test="spread"')
    with pytest.raises(FileExistsError, match='the lesson of week1 has a cell test="spread" already'):
        skeletons.new_task(course, "spread")


def test_an_assignment_that_is_there_is_refused(course):
    for name in ("week1", "Week1"):
        with pytest.raises(FileExistsError, match="is there already; the assignments are week1"):
            skeletons.new_assignment(course, name)


def test_an_assignment_that_is_not_there_gets_no_task(course):
    before = files_in(course)
    with pytest.raises(ValueError, match="there is no assignment called week9; there are week1"):
        skeletons.new_task(course, "spread", "week9")
    assert files_in(course) == before


# --- where, and how fast ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [("task", "spread"), ("assignment", "week2")])
def test_outside_any_course_nothing_is_written(words, tmp_path):
    """Neither there nor into the course that stands beside the engine."""
    done = toy.autograder("new", *words, course=tmp_path)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 2
    assert line.startswith(f"autograder: {tmp_path} lies in no course")
    assert "autograder new course DIR" in line
    assert not (toy.ROOT / "lab" / "tasks" / "spread.py").exists()
    assert not (toy.ROOT / "lessons" / "week2").exists()


def test_below_a_course_it_is_written_into_the_course(course):
    done = toy.autograder("new", "task", "spread", course=course / "lab" / "tasks")
    assert "wrote lab/tasks/spread.py" in done.stdout, done.stderr
    assert (course / "rubric" / "test_spread.py").is_file()


@pytest.mark.parametrize("words", [("course", "another"), ("assignment", "week2"), ("task", "spread"), ("task", "import")])
def test_it_answers_at_once_and_without_torch(words, course):
    trapped = toy.trap(course.with_name("trap"))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    toy.autograder("new", *words, course=course, trapped=trapped)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < SECONDS
    assert not Path(f"{trapped}.log").exists()


def test_an_engine_without_a_course_beside_it_makes_one(tmp_path):
    """As it is installed: autograder/ and selfcheck/ alone."""
    engine, here = tmp_path / "engine", tmp_path / "here"
    for package in ("autograder", "selfcheck"):
        shutil.copytree(toy.ROOT / package, engine / package, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("rubric", "misconceptions"):  # this course's own
        shutil.rmtree(engine / "autograder" / folder)
    here.mkdir()

    def typed(*words: str, folder: Path = here) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "autograder.cli", *words]
        env = toy.environment() | {"PYTHONPATH": str(engine)}
        return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)

    for words, named in ((("lint",), False), (("new", "task", "spread"), False), (("grade", "week1"), True)):
        done = typed(*words)
        (line,) = done.stderr.splitlines()
        assert done.returncode == 2
        assert line.startswith(f"autograder: {here} lies in no course: there is no lessons/course.toml here or above")
        assert ("--course DIR" in line) is named
    assert typed("new", "course", "made").returncode == 0
    assert typed("new", "task", "spread", "--assignment", "week1", folder=here / "made").returncode == 0
    done = typed("lint", folder=here / "made")
    assert (done.returncode, done.stdout, done.stderr) == (0, "nothing is missing, and all of it fits\n", "")
