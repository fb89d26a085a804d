"""Where a student's cells stand in the release: what ran before a task's check in their notebook does so in the rebuilt one.

The release's cells that stand in its own order are the backbone. Each cell of the student's comes after the one of them that
it followed. Where an answer or its check was moved, the cells that decide what the answer means are moved along with it.
"""

import ast
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from itertools import accumulate

from autograder.notebooks.cell_texts import parsed
from autograder.notebooks.dependencies import Names, names_in

PUT_ON = r"\b{name}(?:\.\w+|\[[^\]\n]*\])\s*=(?!=)|setattr\(\s*{name}\b"  # something is put onto what the name means


def backbone(places: Mapping[int, int]) -> dict[int, int]:
    """The most cells that stand in the release's order, as position -> place, of those that have a place in it."""
    ends: list[int] = []  # of the best chains so far by their length: the lowest place at which one ends
    last: list[int] = []  # and the position that has it
    before: dict[int, int | None] = {}
    for position in sorted(places):
        length = bisect_left(ends, places[position])
        before[position] = last[length - 1] if length else None
        ends[length : length + 1] = [places[position]]
        last[length : length + 1] = [position]
    chain, position_or_none = {}, last[-1] if last else None
    while position_or_none is not None:
        chain[position_or_none] = places[position_or_none]
        position_or_none = before[position_or_none]
    return chain


def anchors(number: int, chain: Mapping[int, int]) -> list[int]:
    """For each of so many submitted cells the place in the release after which it stands; -1 is before all."""
    return list(accumulate((chain.get(position, -1) for position in range(number)), max))


def needed(names: Names, others: Iterable[Names]) -> set[str]:
    """The names that a cell uses, and those that the cells use that bind them, and so on."""
    cells, found = list(others), set[str]()
    waiting = set(names.uses)
    while waiting:
        found |= waiting
        waiting = {name for cell in cells if cell.binds & waiting for name in cell.uses} - found
    return found


def puts_onto(source: str, names: Iterable[str]) -> bool:
    """Whether a cell puts something onto what one of some names means: an attribute, a method, an item."""
    return any(re.search(PUT_ON.format(name=re.escape(name)), source) for name in names)


def used_at_once(source: str) -> set[str]:
    """The names that a cell uses while it runs, and not only when its functions are called."""
    module = parsed(source)
    if module is None:
        return set(names_in(source).uses)
    found, waiting = set(), list[ast.AST](module.body)
    while waiting:
        part = waiting.pop()
        if isinstance(part, ast.Name):
            found.add(part.id)
        elif isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef)):
            waiting += [*part.decorator_list, part.args]
        else:
            waiting += [part.args] if isinstance(part, ast.Lambda) else ast.iter_child_nodes(part)
    return found
