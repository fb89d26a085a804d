"""Which cells of a notebook a task's answer needs: those that bind a name that it uses, and so on. No cell is run for that.

A task is asked in a process in which these alone have run, so that no other task's code has touched what it works with.
Names are resolved by Python's own symbol table: a name that is local to a function is no use of a cell's.
"""

import ast
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
    imports: frozenset[str] = frozenset()


HELP = re.compile(r"\w[\w.]*\?+")
COMP_ITER = 2 << 8  # CPython's DEF_COMP_ITER, which symtable has no name for before 3.14
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
    binds, uses, imports = set(), set(), set()
    for scope in scopes(table):
        for symbol in scope.get_symbols():
            if (scope is table and not of_comprehension(symbol)) or (scope is not table and symbol.is_global()):
                walrus = scope is table and symbol.is_declared_global()  # := in a comprehension
                if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace() or walrus:
                    binds.add(symbol.get_name())
                if symbol.is_imported():
                    imports.add(symbol.get_name())
                if symbol.is_referenced():
                    uses.add(symbol.get_name())
    return Names(frozenset(binds), frozenset(uses), frozenset(imports))


def of_comprehension(symbol: symtable.Symbol) -> bool:
    """Whether a name is a comprehension's own variable and nothing else: from Python 3.12 on it stands in the scope around it."""
    asked = getattr(symbol, "is_comp_iter", None)
    return bool(asked() if asked else getattr(symbol, "_Symbol__flags", 0) & COMP_ITER)


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


NOT_DEFINED = re.compile(r"(?:free variable|cannot access \w+ variable|name) '(\w+)'")


def missing_name(complaint: str) -> str:
    """The name that a NameError's text says is not there, or an empty text."""
    found = NOT_DEFINED.match(complaint)
    return found[1] if found else ""


CHANGING = {"setattr", "delattr", "copyto", "fill_diagonal", "put", "place", "putmask", "shuffle", "heappush"}


def touches(source: str) -> frozenset[str]:
    """The names of objects that a cell changes without binding them: `x[0] = 1`, `x.a = 1`, `x.append(1)`, `setattr(x, ...)`."""
    return touches_in_short(source) if len(source) < LONG else touches_in_any(source)


def touches_in_any(source: str) -> frozenset[str]:
    try:
        tree = ast.parse("\n".join(map(without_magic, source.split("\n"))))
    except Exception:  # see above
        return frozenset()
    changed = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, (ast.Store, ast.Del)):
            changed.add(root_of(node))
        elif isinstance(node, ast.Expr) and isinstance(call := node.value, ast.Call):
            changed.add(root_of(call.func) if isinstance(call.func, ast.Attribute) else "")
            if call.args and name_called(call.func) in CHANGING:
                changed.add(root_of(call.args[0]))
    return frozenset(changed - {""})


touches_in_short = lru_cache(maxsize=1024)(touches_in_any)


def root_of(node: ast.AST) -> str:
    """The name that `name.a[b].c` begins with, or an empty text."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Starred)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def name_called(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


def needed(
    sources: list[str],
    answer: int | None,
    others: frozenset[int] = frozenset(),
    substitutes: frozenset[str] = frozenset(),
    wanted: str = "",
    own: frozenset[int] = frozenset(),
) -> list[int]:
    """The positions, in order, of the cells that an answer needs, and its own.

    Args:
        sources: of the code cells that may run, in the notebook's order.
        answer: the position of the answer's cell; None where it has none.
        others: positions of other tasks' answers; they are needed for what no other cell binds, and for nothing else.
        provided: names that it gets from elsewhere.
        wanted: the name that is asked for, wherever it is bound.
        own: positions of cells that are the student's: what they change of an object counts like binding its name.
    """
    names = [names_in(source) for source in sources]
    binding = defaultdict(set)
    modules = frozenset().union(*(cell.imports for cell in names))  # what is done to a module is done to all tasks
    for number, cell in enumerate(names):
        for name in cell.binds | (touches(sources[number]) - modules if number in own else frozenset()):
            binding[name].add(number)
    found = {answer} if answer is not None else set()
    seen, waiting = set(substitutes), [wanted, *(names[answer].uses if answer is not None else ())]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            new = (binding[name] - others or binding[name] if name != wanted else binding[name]) - found
            found |= new
            waiting += [used for number in new for used in names[number].uses]
    return sorted(found)
