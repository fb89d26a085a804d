"""Whose variant of a task is asked: that of the student who submitted the notebook, whatever the notebook says.

The notebook was checked with the id that it names. Where that is another one, or where nobody knows the student, the marks wait
for a person.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograder.notebooks.cells import tasks_of
from autograder.notebooks.told_ids import Told, told_in
from selfcheck.variants import CHOICE, ID, normalised, number_for


@dataclass(frozen=True)
class Whose:
    """Whose a notebook is, as the grader knows it.

    Args:
        student: the id by which it was submitted; empty where a door knows none: then that counts which the notebook names.
        table: student -> task -> its variant, from 1, where the course's file says so.
        partners: who submitted it together with that student: any of their ids may stand in the notebook, and counts.
        doubt: why a person must look at whose it is; empty where that is not needed.
    """

    student: str = ""
    table: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    partners: Collection[str] = ()
    doubt: str = ""


NOBODYS = Whose()


@dataclass(frozen=True)
class Chosen:
    """The variants that are asked: task -> which one, from 1; and what is to be said of that.

    Args:
        waits: task -> why a person must look before its marks stand.
    """

    variants: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    waits: dict[str, str] = field(default_factory=dict)


def chosen(notebook: NotebookNode, whose: Whose) -> Chosen:
    """Chooses the variants of a notebook's tasks; nothing is said of one whose tasks have none.

    Args:
        notebook: rebuilt from its release, which says how many variants a task has.
    Raises:
        ValueError: the course's file names a variant that there is not.
    """
    counts = {task: mark.variants for task, mark in tasks_of(notebook).items() if mark.variants}
    if not counts:
        return Chosen()
    told = told_in(cell.source for cell in notebook.cells if cell.cell_type == "code")
    together = told.student in map(normalised, whose.partners)
    student = told.student if together or not whose.student else whose.student
    variants = {task: variant_of(task, counts[task], student, told, whose) for task in counts}
    asked = ", ".join(f"{task} {number} of {counts[task]}" for task, number in variants.items())
    said = doubts(student, told, whose)
    for task, number in variants.items():
        if whose.student and told.given(task) not in (None, number):
            said.append(f"the notebook says variant {told.given(task)} of {task}, and {student!r} has {number}")
    notes = [f"{text[0].upper()}{text[1:]}." for text in said]
    if not whose.student and told.student:
        notes.append(f"Judged as submitted by {told.student!r}, the id that the notebook names; variants: {asked}.")
    elif not told.student:
        notes.append(f"The notebook names no id ({ID}); variants that were asked: {asked}.")
    elif said:
        notes.append(f"Variants that were asked: {asked}.")
    if told.student and not said:
        notes += [note for task in counts if (note := other_check(task, counts[task], variants[task], told))]
    return Chosen(variants, notes, dict.fromkeys(counts, "; ".join(said)) if said else {})


def other_check(task: str, count: int, number: int, told: Told) -> str:
    """What is said where the course's file gives another variant than the notebook's own check has asked: nobody's fault."""
    checked = told.given(task) or number_for(told.student, count)
    if checked == number:
        return ""
    own = f'{CHOICE} = {{"{task}": {number}}}'
    return f"The notebook's own check asked variant {checked} of {task}, and the course's file gives {number}: tell {own}."


def doubts(student: str, told: Told, whose: Whose) -> list[str]:
    """Why a person must look at whose a notebook is."""
    found = [whose.doubt] if whose.doubt else []
    if not student:
        found.append("nobody knows whose notebook this is, so the first variant was asked")
    elif told.student and told.student != normalised(student):
        found.append(f"the notebook names the id {told.student!r}, and was submitted by {student!r}, whose variant was asked")
    return found


def variant_of(task: str, count: int, student: str, told: Told, whose: Whose) -> int:
    """Which variant of a task is asked: what the course's file says, else what follows from the id, else the first one.

    Raises:
        ValueError: the file names a variant that there is not.
    """
    by_file, own = whose.table.get(normalised(student), {}).get(task), told.given(task)
    if by_file is not None and by_file > count:
        raise ValueError(f"the course's file gives {student} variant {by_file} of {task}, which has {count}")
    if by_file is not None:
        return by_file
    if not whose.student and own is not None and 1 <= own <= count:
        return own
    return number_for(student, count) if student else 1
