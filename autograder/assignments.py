"""Where the engine learns of its course: assignments, tasks, cases, references and checks, each read from a folder.

The course is that of a directory: the one that `use_course` or the environment names, else the one that holds this engine. What
it is made of is imported from there, by name, when it is asked for; whoever asks for the assignments alone loads nothing.
"""

import os
import re
import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from autograder.course_toml import MISCONCEPTIONS, RUBRIC, folder_of, refuse_format
from autograder.layout import COURSE_TOML, VARIABLE, course_root

if TYPE_CHECKING:
    from selfcheck.task import Task

TESTED = re.compile(r'^# %% test="(\w+)"', re.MULTILINE)  # the marker of a test cell in a lesson
LAB, REFERENCES = "lab", "reference_solutions"


class CourseFinder:
    """Import hook that finds a course's packages in the course directory, wherever else packages of these names may lie."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Finds a course's package by the folder that the course keeps it in; everything else is left to Python."""
        folder = package_folders(course_root()).get(name)
        return PathFinder.find_spec(name, [str(folder.parent)]) if folder else None


@cache  # asked at every import of anything
def package_folders(root: Path) -> dict[str, Path]:
    """A course's packages -> the folders that they lie in."""
    folders = (LAB, REFERENCES, folder_of(RUBRIC, root), folder_of(MISCONCEPTIONS, root))
    return {folder.replace("/", "."): root / folder for folder in folders}


def use_course(directory: Path) -> Path:
    """Makes a directory's course the one that this process, and every process that it starts, is about.

    Returns:
        its root: the directory itself, or, for one that holds no lessons, the course that was in use before.
    Raises:
        ValueError: modules of another course are loaded already, or the course is in a format that this engine does not read.
    """
    if not (directory / COURSE_TOML).is_file():
        return course_root()
    root = directory.resolve()
    refuse_format(root)
    if root != course_root():
        for name in (LAB, REFERENCES, folder_of(RUBRIC), folder_of(MISCONCEPTIONS)):
            refuse_loaded(name.replace("/", "."), root)
        os.environ[VARIABLE] = str(root)
        forget()
    return root


def use_course_around(directory: Path) -> Path:
    """Makes the course that a directory lies in the one in use: that of the nearest folder above it that is a course.

    Returns:
        the root of the course in use; the one before, where there is no such folder.
    """
    found = next((folder for folder in (directory, *directory.absolute().parents) if (folder / COURSE_TOML).is_file()), directory)
    return use_course(found)


def refuse_loaded(package: str, root: Path) -> None:
    """Raises ValueError where a package has been imported from another folder than the one that the course in `root` keeps."""
    file = getattr(sys.modules.get(package), "__file__", None)
    if file and Path(file).resolve().parent != (root / package.replace(".", "/")).resolve():  # a course may lie within another
        raise ValueError(
            f"{root} cannot be used here: this process has loaded {file}, which is another course's; start a new one"
        )


def forget() -> None:
    """Drops what was read of a course before another one came into use."""
    for cached in (rubric, held_out_cases, package_of_mistakes):
        cached.cache_clear()


sys.meta_path.insert(0, CourseFinder())  # type: ignore[arg-type]


def assignments(root: Path | None = None) -> dict[str, Path]:
    """Assignment -> its lesson, whose name is the notebook's, in the order of their names.

    Raises:
        ValueError: a folder of lessons/ holds files, and not one lesson among them, or several.
    """
    folders = sorted(((root or course_root()) / "lessons").glob("*/"))
    lessons = {folder.name: lesson_in(folder) for folder in folders if folder.name[0] not in "._"}
    return {name: lesson for name, lesson in lessons.items() if lesson}


def tasks_of(assignment: str, root: Path | None = None) -> tuple[str, ...]:
    """The autograded tasks of an assignment, in the order in which its lesson tests them.

    Raises:
        KeyError: there is no such assignment.
    """
    return tuple(TESTED.findall(assignments(root)[assignment].read_text(encoding="utf-8")))


def all_tasks(root: Path | None = None) -> dict[str, str]:
    """Task -> the assignment that tests it, in the order of the lessons."""
    return {task: assignment for assignment in assignments(root) for task in tasks_of(assignment, root)}


def lesson_in(folder: Path) -> Path | None:
    """The one lesson of an assignment's folder; None where git or Python has left the folder empty."""
    files = [path for path in folder.iterdir() if path.name[0] not in "._"]
    lessons = [path.name for path in files if path.suffix == ".py"]
    if files and len(lessons) != 1:
        found = ", ".join(sorted(lessons)) or "none"
        raise ValueError(f"lessons/{folder.name} is to hold one lesson, NOTEBOOK.py, and holds {found}")
    return folder / lessons[0] if files else None


def task_names() -> list[str]:
    """The graded tasks that the course's lab/tasks/ declares, in order; none of them is loaded."""
    return import_module("selfcheck.tasks").names()


def declaration(task: str) -> "Task":
    """What a task's file declares: lab/tasks/<task>.py.

    Raises:
        KeyError: there is no such task.
    """
    return import_module("selfcheck.tasks").declaration(task)


def with_needs(tasks: tuple[str, ...]) -> list[str]:
    """Some tasks, and those that they may call, and those that these may call."""
    found: list[str] = []
    waiting = list(tasks)
    while waiting:
        task = waiting.pop(0)
        if task not in found:
            found.append(task)
            waiting += declaration(task).needs
    return found


def rubric_folder() -> Path:
    """The folder of the course's checks."""
    return course_root() / folder_of(RUBRIC)


@cache
def rubric(task: str) -> ModuleType:
    """The module of a task's checks: test_<task>.py in the course's rubric."""
    return import_module(f"{folder_of(RUBRIC).replace('/', '.')}.test_{task}")


def checks(task: str) -> list[Callable]:
    """The checks of an autograded task, in the order of the file."""
    return [check for name, check in vars(rubric(task)).items() if name.startswith("test_")]


def visible_cases(task: str, variant: int = 0) -> list[Any]:
    """The cases that students have in their own notebooks, numbered from 0.

    Args:
        variant: which of the task's variants is asked, from 1; 0 is the first one, or says that it has none.
    """
    return import_module("selfcheck.tasks").visible_cases(task, variant)


@cache
def held_out_cases(task: str, variant: int = 0) -> tuple[Any, ...]:
    """The cases that students do not have, numbered from 100: `HELD_OUT` of the task's checks."""
    first, case_of = import_module("selfcheck.task").FIRST_NUMBER, import_module("selfcheck.tasks").case_of
    return tuple(case_of(task, number, recipe, variant) for number, recipe in enumerate(rubric(task).HELD_OUT, first))


def all_cases(task: str, variant: int = 0) -> list[Any]:
    """Visible and held-out cases, in the order in which they are asked."""
    return [*visible_cases(task, variant), *held_out_cases(task, variant)]


def case_fact(name: str, default: Callable[[dict], Any]) -> Callable[[dict], Any]:
    """What the course's lab/case_facts.py says of a case's recipe, or the default.

    `described(recipe)` says in words what a case shows; `lengths(recipe)` which lengths of axes it could have; `classes(recipe)`
    how many classes its network has; `tolerance(recipe)` how far right answers lie apart.
    """
    there = find_spec("lab.case_facts")
    return getattr(import_module("lab.case_facts"), name, default) if there else default


def reference(task: str) -> Callable:
    """The right answer: reference_solutions/<task>.py, the name that the task asks for."""
    return getattr(import_module(f"{REFERENCES}.{task}"), declaration(task).defines)


def solved_cell(name: str) -> str:
    """The solved cell of a task or a figure as it stands in the instructor's notebook: reference_solutions/cells/<name>.py.

    Raises:
        FileNotFoundError: there is none.
    """
    text = (course_root() / REFERENCES / "cells" / f"{name}.py").read_text(encoding="utf-8")
    return text.partition("# %%\n")[2].strip()


def mistakes(task: str) -> ModuleType:
    """The module of a task's known mistakes: <task>.py in the course's misconceptions."""
    return import_module(f"{package_of_mistakes(os.environ.get(VARIABLE, ''))}.{task}")


@cache
def package_of_mistakes(course: str) -> str:
    """The package of the known mistakes of the course that the environment names; it is asked for at every comparison."""
    return folder_of(MISCONCEPTIONS).replace("/", ".")
