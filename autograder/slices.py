"""Which cells of a notebook a task's answer needs: those that bind a name that it uses, and so on. No cell is run for that.

A task is asked in a process in which these alone have run, so that no other task's code has touched what it works with.
Names are resolved by Python's own symbol table: a name that is local to a function is no use of a cell's.
"""

import symtable
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from IPython.core.inputtransformer2 import TransformerManager


@dataclass(frozen=True)
class Names:
    """What a cell binds at its top level, and what it uses of what others have bound."""

    binds: frozenset[str]
    uses: frozenset[str]


NOTHING = Names(frozenset(), frozenset())


@lru_cache(maxsize=4096)
def names_in(source: str) -> Names:
    """The names of a cell; none where it is no Python. IPython's magics are read as what IPython makes of them."""
    try:
        if source.startswith("%%"):  # the magic's own line says how the cell is run, not what it does
            source = source.partition("\n")[2]
        if any(sign in source for sign in "%!?"):
            source = TransformerManager().transform_cell(source)
        table = symtable.symtable(source, "<cell>", "exec")
    except (SyntaxError, ValueError, RecursionError):
        return NOTHING
    binds, uses = set(), set()
    for scope in scopes(table):
        for symbol in scope.get_symbols():
            if scope is table or symbol.is_global():
                if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace():
                    binds.add(symbol.get_name())
                if symbol.is_referenced():
                    uses.add(symbol.get_name())
    return Names(frozenset(binds), frozenset(uses))


def scopes(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    """A scope and all within it."""
    yield table
    for child in table.get_children():
        yield from scopes(child)


def needed(
    sources: list[str], answer: int, others: frozenset[int] = frozenset(), put_in: frozenset[str] = frozenset()
) -> list[int]:
    """The positions, in order, of the cells that one cell needs, and its own.

    Args:
        sources: of the code cells that may run, in the notebook's order.
        answer: the position of the cell that is asked about.
        others: positions of other tasks' answers; they are needed for what no other cell binds, and for nothing else.
        put_in: names that it gets from elsewhere.
    """
    names = [names_in(source) for source in sources]
    found, wanted, done = {answer}, set(names[answer].uses), set(put_in)
    while wanted - done:
        name = min(wanted - done)
        done.add(name)
        binding = {number for number, cell in enumerate(names) if name in cell.binds}
        new = (binding - others or binding) - found
        found |= new
        wanted |= {used for number in new for used in names[number].uses}
    return sorted(found)
