"""The graded tasks, one file each: what it asks for, how it is asked, on which cases, and what the student's check looks at.

A new file in this folder is a new task; nothing lists them.
"""

from importlib import import_module
from pkgutil import iter_modules

from lab.cases import Case
from selfcheck.task import Task


def found() -> dict[str, Task]:
    """Task -> what its file declares, in the order of their names."""
    names = sorted(module.name for module in iter_modules(__path__))
    return {name: import_module(f"{__name__}.{name}").TASK for name in names}


TASKS = found()


def visible_cases(task: str) -> list[Case]:
    """The cases that students have in their own notebooks; graders add others."""
    return [Case(task, number, recipe) for number, recipe in enumerate(TASKS[task].visible)]
