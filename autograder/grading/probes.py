"""The questions to a notebook's functions, as code for its kernel: cases as plain data, and right answers of other tasks.

Right answers are put in only where a task is asked alone. They are those of tasks that come earlier in the notebook and have been
asked by then, so there is nothing to be gained from them.
"""

import json
from functools import cache

from autograder.assignments import all_cases, declaration, solved_cell
from autograder.course_toml import imports
from autograder.execution.records import Questions
from selfcheck.task import FIRST_NUMBER, Case


def substitutes_for(task: str) -> dict[str, str]:
    """Name -> source of what a task may call, each complete in itself."""
    needs = declaration(task).needs
    whole = "\n\n".join([imports(), *map(solved_cell, needs)])
    return {declaration(need).defines: whole for need in declaration(task).needs}


def questions_for(task: str, device: str = "cpu", variant: int = 0) -> Questions:
    """The sources that ask a task's function and publish the answers: the visible cases, then, unknown till then, the others."""
    cases = all_cases(task, variant)
    visible = [case for case in cases if case.number < FIRST_NUMBER]
    held_out = [case for case in cases if case not in visible]
    right = substitutes_for(task)
    helped = (asking(visible, right, device), asking(held_out, right, device)) if right else ("", "")
    return Questions(asking(visible, {}, device), asking(held_out, {}, device), helped)


def asking(cases: list[Case], right: dict[str, str], device: str) -> str:
    plain = json.dumps([{"task": case.task, "number": case.number, "recipe": case.recipe} for case in cases])
    arguments = f"{plain!r}, {json.dumps(right)!r}, {device!r}"
    return f"__import__('selfcheck.observe', fromlist=['publish']).publish(globals(), {arguments})"


@cache
def questions(tasks: tuple[str, ...], device: str = "cpu", variants: tuple[int, ...] = ()) -> dict[str, Questions]:
    """The questions of several tasks, to be asked on a device.

    Args:
        variants: which variant of each task is asked, in the same order; none where no task has any.
    """
    whose = variants or (0,) * len(tasks)
    return {task: questions_for(task, device, variant) for task, variant in zip(tasks, whose, strict=True)}
