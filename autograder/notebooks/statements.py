"""A notebook's cells as statements, each with what it binds, fills, uses and imports; and which of them a name rests on.

Nothing is run for that. What a function uses is what the name means at the end, what any other statement uses is what it
meant there: `old = f` and a new `f` below it are two. A later binding takes the place of earlier ones unless it is conditional.
"""

import ast
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from autograder.notebooks.dependencies import names_in, without_magic

PYTHON_MAGICS = ("%%time", "%%timeit", "%%capture", "%%prun")  # below which stands the notebook's own Python
RUNNERS = {"exec", "eval", "run_cell"}  # what takes a program as a text
SHORT = 5_000  # characters; of what is longer the statements are not remembered, for they take a hundred times its memory
LATE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
SURE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)


@dataclass
class Step:
    """One statement at the top of a cell."""

    cell: int
    tree: ast.AST
    binds: set[str]
    uses: set[str]
    fills: set[str] = field(default_factory=set)  # names of what it changes in place
    imports: dict[str, str] = field(default_factory=dict)  # the name here -> the module, wherever in it the import stands
    stars: set[str] = field(default_factory=set)  # modules of which it imports everything


def steps_of(cell: int, source: str) -> list[Step]:
    """The statements of a cell, `import a, b` as two; none where it is no Python."""
    return steps_in_short(cell, source) if len(source) < SHORT else steps_in_any(cell, source)


def steps_in_any(cell: int, source: str) -> list[Step]:
    if source.startswith("%%"):
        magic, _, source = source.partition("\n")
        if magic.split()[0] not in PYTHON_MAGICS:
            return []
    try:
        body = ast.parse("\n".join(map(without_magic, source.split("\n")))).body
        return [step_of(cell, part) for statement in body for part in parted(statement)]
    except Exception:  # a parser may give up in more ways than one: RecursionError, MemoryError
        return []


steps_in_short = lru_cache(maxsize=128)(steps_in_any)  # given cells are the same in every notebook


def definitions_in(source: str) -> str:
    """What a cell defines, imports and assigns, on its lines where that is possible; empty where it does nothing beside."""
    try:
        body = ast.parse("\n".join(map(without_magic, source.split("\n")))).body
        kept = [(statement.lineno, ast.unparse(statement)) for statement in body if only_defines(statement)]
    except Exception:  # as in `steps_of`
        return ""
    if len(kept) == len(body):
        return ""
    text = ""
    for line, statement in kept:
        text += "\n" * max(bool(text), line - 1 - text.count("\n")) + statement
    return text


def only_defines(statement: ast.AST) -> bool:
    """Whether a statement does nothing but bind names, also as one of several ways: an import that is tried."""
    if isinstance(statement, (ast.If, ast.Try, ast.ExceptHandler)):
        inner = [child for child in ast.iter_child_nodes(statement) if isinstance(child, (ast.stmt, ast.ExceptHandler))]
        return all(map(only_defines, inner))
    return isinstance(statement, (*SURE, ast.Pass))


def parted(statement: ast.stmt) -> list[ast.stmt]:
    if isinstance(statement, ast.Import):
        return [ast.Import([alias]) for alias in statement.names]
    if isinstance(statement, ast.ImportFrom):
        return [ast.ImportFrom(statement.module, [alias], statement.level) for alias in statement.names]
    return [statement]


def step_of(cell: int, statement: ast.stmt) -> Step:
    names = names_in(ast.unparse(ast.fix_missing_locations(statement)))
    step = Step(cell, statement, set(names.binds), set(names.uses), filled(statement))
    for node in ast.walk(statement):
        if isinstance(node, ast.Import):
            step.imports |= {alias.asname or alias.name.partition(".")[0]: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            step.imports |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            step.stars |= {node.module for alias in node.names if alias.name == "*"}
        elif isinstance(node, ast.Call) and last_name(node.func) in RUNNERS:
            for inner in (inner for text in texts(node.args) for inner in steps_of(cell, text)):
                step.binds |= inner.binds
                step.uses |= inner.uses
                step.imports |= inner.imports
    return step


def filled(statement: ast.stmt) -> set[str]:
    """The names of what a statement changes in place: `a.b = 1`, `a[0] = 1`, `a.append(1)`, `setattr(a, "b", 1)`."""
    found: set[str] = set()
    for node in ast.walk(statement):
        if isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, (ast.Store, ast.Del)):
            found |= root_of(node)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            call = node.value
            found |= root_of(call.func) if isinstance(call.func, ast.Attribute) else set()
            found |= root_of(call.args[0]) if last_name(call.func) == "setattr" and call.args else set()
    return found


def root_of(node: ast.AST) -> set[str]:
    """The name that a chain such as `a.b[0].c()` begins with."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def last_name(node: ast.AST) -> str:
    """What a function is called by: `a.f`, `f`, `getattr(a, "f")`, `a["f"]`."""
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name) | ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
        case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=str(name)), *_]):
            return name
    return ""


def texts(nodes: Iterable[ast.AST]) -> set[str]:
    """The texts among some expressions."""
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def reached_from(name: str, steps: list[Step], stop: Iterable[str] = ()) -> tuple[list[Step], set[str]]:
    """The statements that a name's meaning at the end rests on, and all names that they use.

    Args:
        stop: names that are not followed.
    """
    binding, filling = places(steps, "binds"), places(steps, "fills")
    walked: dict[str, set[int]] = defaultdict(set)
    found: set[int] = set()
    stopped, seen = frozenset(stop), set[tuple[str, int]]()
    waiting = [(name, len(steps))]
    while waiting:
        wanted, before = waiting.pop()
        if wanted not in stopped and (wanted, before) not in seen:
            seen.add((wanted, before))
            new = {*binders(binding[wanted], before, steps, walked[wanted]), *filling.pop(wanted, ())} - found
            found |= new
            waiting += [(used, limit) for number in new for used in steps[number].uses for limit in limits(number, steps)]
    return [steps[number] for number in sorted(found)], {wanted for wanted, _ in seen}


def places(steps: list[Step], what: str) -> dict[str, list[int]]:
    """Name -> the statements that bind it, or fill it."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, step in enumerate(steps):
        for name in getattr(step, what):
            found[name].append(number)
    return found


def binders(numbers: list[int], before: int, steps: list[Step], walked: set[int]) -> Iterator[int]:
    """The statements that may have bound a name last, before a place: back to one that did for sure, or was looked at."""
    for index in range(bisect_left(numbers, before) - 1, -1, -1):
        number = numbers[index]
        if number in walked:
            return
        walked.add(number)
        yield number
        if isinstance(steps[number].tree, SURE):
            return


def limits(number: int, steps: list[Step]) -> list[int]:
    """Up to where the bindings count of what a statement uses."""
    tree = steps[number].tree
    if isinstance(tree, (ast.FunctionDef, ast.AsyncFunctionDef)) and not (tree.decorator_list or tree.args.defaults):
        return [len(steps)]
    late = any(isinstance(node, LATE) for node in ast.walk(tree))
    return [number, len(steps)] if late else [number]
