"""Where the engine learns of its course: assignments, tasks, cases, references and checks, each read from a folder.

What a course is made of is imported by name when it is asked for, so that whoever asks for the assignments alone loads nothing.
"""

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from autograder.layout import ROOT

RUBRIC = ROOT / "autograder" / "rubric"  # the folder of the checks
TESTED = re.compile(r'^# %% test="(\w+)"', re.MULTILINE)  # the marker of a test cell in a lesson


def assignments(root: Path = ROOT) -> dict[str, Path]:
    """Assignment -> its lesson, whose name is the notebook's, in the order of their names.

    Raises:
        ValueError: a folder of lessons/ holds files, and not one lesson among them, or several.
    """
    lessons = {folder.name: lesson_in(folder) for folder in sorted((root / "lessons").glob("*/")) if folder.name[0] not in "._"}
    return {name: lesson for name, lesson in lessons.items() if lesson}


def tasks_of(assignment: str, root: Path = ROOT) -> tuple[str, ...]:
    """The autograded tasks of an assignment, in the order in which its lesson tests them.

    Raises:
        KeyError: there is no such assignment.
    """
    return tuple(TESTED.findall(assignments(root)[assignment].read_text(encoding="utf-8")))


def all_tasks(root: Path = ROOT) -> dict[str, str]:
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


@cache
def rubric(task: str) -> ModuleType:
    """The module of a task's checks: autograder/rubric/test_<task>.py."""
    return import_module(f"autograder.rubric.test_{task}")


def checks(task: str) -> list[Callable]:
    """The checks of an autograded task, in the order of the file."""
    return [check for name, check in vars(rubric(task)).items() if name.startswith("test_")]


def visible_cases(task: str) -> list[Any]:
    """The cases that students have in their own notebooks, numbered from 0."""
    return import_module("lab.tasks").visible_cases(task)


@cache
def held_out_cases(task: str) -> tuple[Any, ...]:
    """The cases that students do not have, numbered from 100: `HELD_OUT` of the task's checks."""
    lab = import_module("lab.cases")
    return tuple(lab.Case(task, number, recipe) for number, recipe in enumerate(rubric(task).HELD_OUT, lab.FIRST_NUMBER))


def all_cases(task: str) -> list[Any]:
    """Visible and held-out cases, in the order in which they are asked."""
    return [*visible_cases(task), *held_out_cases(task)]


def reference(task: str) -> Callable:
    """The right answer: reference_solutions/<task>.py, the name that the task asks for."""
    return import_module("reference_solutions").REFERENCES[task]


def mistakes(task: str) -> ModuleType:
    """The module of a task's known mistakes: autograder/misconceptions/<task>.py."""
    return import_module(f"autograder.misconceptions.{task}")
