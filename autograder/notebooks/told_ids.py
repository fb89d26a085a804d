"""Whose a notebook says it is: the id that a student has written into the cell that asks for it, read and never run."""

import ast
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from nbformat import NotebookNode

from autograder.notebooks.cell_texts import parsed, plain
from selfcheck.variants import CHOICE, ID, normalised


class Told(NamedTuple):
    """What a notebook says of its student: the id as it counts, and the variants that a teacher has given: a table, or one."""

    student: str = ""
    variants: Any = None

    def given(self, task: str) -> int | None:
        """The variant of a task that a teacher has given, as the notebook says."""
        found = self.variants.get(task) if isinstance(self.variants, dict) else self.variants
        return found if isinstance(found, int) else None


def told_in(sources: Iterable[str]) -> Told:
    """What the code cells of a notebook say, in their order; of several the last that says something."""
    told = Told()
    for source in sources:
        student, given = literal(source, ID), literal(source, CHOICE)
        if name := normalised(student):
            told = told._replace(student=name)
        if given is not None:
            told = told._replace(variants=given)
    return told


def literal(source: str, name: str) -> Any:
    """The last plain value that a cell binds a name to on its own level; None where it binds it to none."""
    module = parsed(source) if name in source else None
    found = None
    for statement in module.body if module is not None else ():
        if isinstance(statement, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in statement.targets):
            try:
                found = ast.literal_eval(statement.value)
            except (ValueError, TypeError, MemoryError, RecursionError):
                found = None
    return found


def asks_for_id(cell: NotebookNode) -> bool:
    """Whether a cell of a release is the one into which students write their id."""
    return cell.cell_type == "code" and not cell.get("metadata", {}).get("nbgrader") and literal(cell.source, ID) is not None


def filled_in(release: NotebookNode, sources: Sequence[str | None]) -> dict[int, int]:
    """The place in a release of the cell that asks for the id -> the position of the cell that a student has made of it.

    None where it was left as it was: then another cell that names the id comes where it stands.
    """
    places = [number for number, cell in enumerate(release.cells) if asks_for_id(cell)]
    told = [number for number, source in enumerate(sources) if source and normalised(literal(source, ID))]
    if not places or not told:
        return {}
    left = plain(release.cells[places[0]].source)
    return {} if any(source and plain(source) == left for source in sources) else {places[0]: told[-1]}
