"""Which cells of a notebook a task's answer needs: those that bind a name that it uses, and so on. No cell is run for that.

A task is asked in a process in which these alone have run, so that no other task's code has touched what it works with.
Names are resolved by Python's own symbol table: a name that is local to a function is no use of a cell's.
"""

import re
import symtable
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Names:
    """What a cell binds at its top level, and what it uses of what others have bound."""

    binds: frozenset[str]
    uses: frozenset[str]


HELP = re.compile(r"\w[\w.]*\?+")
LONG = 20_000  # characters; what is longer is not remembered
NOTHING = Names(frozenset(), frozenset())


def names_in(source: str) -> Names:
    """The names of a cell; none where it is no Python. IPython's magics and commands are read as nothing."""
    return names_in_short(source) if len(source) < LONG else names_in_any(source)


def names_in_any(source: str) -> Names:
    if source.startswith("%%"):  # the magic's own line says how the cell is run, not what it does
        source = source.partition("\n")[2]
    try:
        table = symtable.symtable("\n".join(map(without_magic, source.split("\n"))), "<cell>", "exec")
    except Exception:  # a parser may give up in more ways than one: MemoryError, for instance
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


def without_magic(line: str) -> str:
    """A line with None in the place of what IPython alone understands: `%time x`, `!ls`, `files = !ls`, `name?`."""
    words = line.lstrip()
    indent = line[: len(line) - len(words)]
    if words[:1] in ("%", "!", "?") and words:
        return f"{indent}None"
    name, equals, value = words.partition("=")
    if equals and value.lstrip()[:1] in ("%", "!") and value.strip() and value[:1] != "=":
        return f"{indent}{name}= None"
    return f"{indent}None" if words.endswith("?") and HELP.fullmatch(words) else line


names_in_short = lru_cache(maxsize=1024)(names_in_any)  # given cells are the same in every notebook


def scopes(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    """A scope and all within it."""
    waiting = [table]
    while waiting:
        scope = waiting.pop()
        yield scope
        waiting += scope.get_children()


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
    binding = defaultdict(set)
    for number, cell in enumerate(names):
        for name in cell.binds:
            binding[name].add(number)
    found, seen, waiting = {answer}, set(put_in), [*names[answer].uses]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            new = (binding[name] - others or binding[name]) - found
            found |= new
            waiting += [used for number in new for used in names[number].uses]
    return sorted(found)
