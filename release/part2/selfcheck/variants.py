"""A task's own value for each student: which of its variants follows from a student's id, in the notebook as in the grader.

Two tasks with as many variants give a student the same one: what follows from one data set may be asked in several tasks.
"""

import hashlib
from typing import Any

from selfcheck.language import say
from selfcheck.tasks import declaration, visible_cases

ID, CHOICE = "my_id", "my_variant"  # what a notebook calls its student's id, and a table of variants that a teacher has given
LONGEST = 64  # characters of an id
NO_ID = f'first write your id in the cell {ID} = "..." and run that cell, then this one: what you are asked follows from it.'


class NoId(ValueError):
    """Raised where nobody has said whose variant is meant; a notebook shows one line of it."""

    def _render_traceback_(self) -> list[str]:  # IPython shows this instead of a traceback
        return [say(str(self))]


def normalised(student: Any) -> str:
    """An id as it counts: without blanks around it, in lower case."""
    plain = str(student) if isinstance(student, (str, int)) and not isinstance(student, bool) else ""
    return plain.strip().lower()[:LONGEST]


def number_for(student: Any, variants: int) -> int:
    """Which of a number of variants a student has, from 1.

    Raises:
        NoId: there is no id to go by.
    """
    plain = normalised(student)
    if not plain:
        raise NoId(NO_ID)
    return int.from_bytes(hashlib.sha256(plain.encode()).digest(), "big") % variants + 1


def own_recipes(task: str, student: Any, variant: Any = None) -> list[dict[str, Any]]:
    """The recipes of a student's visible cases, with the value that is theirs: what the given cells of a lesson show.

    Args:
        student: the id that the notebook names.
        variant: which variant it is, from 1, where the teacher has said so; a table of several tasks will do.
    Raises:
        NoId: there is no id to go by, or no such variant.
    """
    return [case.recipe for case in visible_cases(task, number_of(task, {ID: student, CHOICE: variant}))]


def number_of(task: str, namespace: dict[str, Any]) -> int:
    """Which variant of a task a notebook asks for by the names that it has bound, from 1; 0 for a task without variants.

    Raises:
        NoId: there is no id to go by, or the teacher's table names a variant that there is not.
    """
    variants = len(declaration(task).variants)
    if not variants:
        return 0
    given = namespace.get(CHOICE)
    given = given.get(task) if isinstance(given, dict) else given
    if given is None:
        return number_for(namespace.get(ID), variants)
    if not isinstance(given, int) or not 1 <= given <= variants:
        raise NoId(f"{CHOICE} says {given!r}, and the variants of {task} are 1 to {variants}: ask your teacher.")
    return given
