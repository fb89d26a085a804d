"""The graded tasks that a course's lab/ holds, one file each in lab/tasks/, and the hooks of its lab/kernel.py.

A new file in that folder is a new task; nothing lists them. Nothing of a course is imported before it is asked for.
"""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from selfcheck.task import Case, Task


def names() -> list[str]:
    """The tasks' names, in order; none of their files is loaded."""
    folder = Path(str(import_module("lab").__file__)).parent / "tasks"
    return sorted(module.name for module in iter_modules([str(folder)]))


@cache
def declaration(name: str) -> Task:
    """What a task's file declares.

    Raises:
        KeyError: there is no such task.
    """
    if name not in names():
        raise KeyError(f"lab/tasks/ has no {name}.py; there are {', '.join(names()) or 'none'}")
    return import_module(f"lab.tasks.{name}").TASK


def visible_cases(name: str, variant: int = 0) -> list[Case]:
    """The cases that students have in their own notebooks, numbered from 0; graders add others.

    Args:
        variant: as for `case_of`.
    """
    return [case_of(name, number, recipe, variant) for number, recipe in enumerate(declaration(name).visible)]


def case_of(name: str, number: int, recipe: dict[str, Any], variant: int = 0) -> Case:
    """One case of a task.

    Args:
        variant: which of the task's variants is asked, from 1; 0 is the first one, by which samples and mistakes are judged.
    """
    values = declaration(name).variants
    if not values:
        return Case(name, number, recipe)
    return Case(name, number, recipe | {"variant": values[max(variant, 1) - 1]}, max(variant, 1))


@cache
def kernel_module() -> Any:
    """The course's lab/kernel.py, or None where it has none."""
    return import_module("lab.kernel") if find_spec("lab.kernel") else None


def kernel_hook(name: str, default: Any) -> Any:
    """What a course's lab/kernel.py defines under a name, or the default.

    `preload()` is called once in the process that kernels are forked from; `start_afresh(seed)` before each call of a student's
    function; `rehearse()` computes a little, to show that a kernel can; `on(device)` is a context in which cases are made on
    "cpu" or "cuda", `one_thread()` one in which one thread computes.
    """
    return getattr(kernel_module(), name, default)
