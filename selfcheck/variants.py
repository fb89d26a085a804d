"""A task's own value for each student: which of its variants follows from a student's id, in the notebook as in the grader.

Two tasks with as many variants give a student the same one: what follows from one data set may be asked in several tasks.
"""

import hashlib
from typing import Any

from selfcheck.tasks import declaration

ID, CHOICE = "my_id", "my_variant"  # what a notebook calls its student's id, and a table of variants that a teacher has given
LONGEST = 64  # characters of an id
NO_ID = f'first write your id in the cell {ID} = "..." and run that cell, then this one: what you are asked follows from it.'


def normalised(student: Any) -> str:
    """An id as it counts: without blanks around it, in lower case."""
    plain = str(student) if isinstance(student, (str, int)) and not isinstance(student, bool) else ""
    return plain.strip().lower()[:LONGEST]


def number_for(student: Any, variants: int) -> int:
    """Which of a number of variants a student has, from 1.

    Raises:
        ValueError: there is no id to go by.
    """
    plain = normalised(student)
    if not plain:
        raise ValueError(NO_ID)
    return int.from_bytes(hashlib.sha256(plain.encode()).digest(), "big") % variants + 1


def value_for(task: str, student: Any, variant: Any = None) -> Any:
    """The value of a task's variant that a student has: what the given cells of a lesson show.

    Args:
        variant: which one it is, from 1, where the teacher has said so; a table of several tasks will do.
    Raises:
        ValueError: there is no id to go by, or no such variant.
    """
    return declaration(task).variants[number_of(task, {ID: student, CHOICE: variant}) - 1]


def number_of(task: str, namespace: dict[str, Any]) -> int:
    """Which variant of a task a notebook asks for by the names that it has bound, from 1; 0 for a task without variants.

    Raises:
        ValueError: there is no id to go by, or the teacher's table names a variant that there is not.
    """
    variants = len(declaration(task).variants)
    if not variants:
        return 0
    given = namespace.get(CHOICE)
    given = given.get(task) if isinstance(given, dict) else given
    if given is None:
        return number_for(namespace.get(ID), variants)
    if not isinstance(given, int) or not 1 <= given <= variants:
        raise ValueError(f"{CHOICE} says {given!r}, and the variants of {task} are 1 to {variants}: ask your teacher.")
    return given
