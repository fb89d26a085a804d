"""Whether an answer uses a package that the course forbids for its task, found by reading. What is found decides nothing.

A package is used where a statement that the answer rests on (`autograder.notebooks.statements`) imports it, by whatever name
and in whatever way, and that name is used. An import that nothing uses, a word in a comment or in a text is none.
"""

import ast
import builtins
from collections.abc import Callable, Iterable, Mapping

from autograder.notebooks.cells import TaskMark
from autograder.notebooks.statements import Step, last_name, reached_from, steps_of, texts

LONGEST = 200_000  # characters of all cells; of more nothing is said
LOADERS = {"import_module", "__import__", "resolve_name"}  # what takes a package's name as a text
WRITES = "%%writefile"


def forbidden(
    sources: list[str],
    task: str,
    tasks: Mapping[str, TaskMark],
    forbid: Iterable[str],
    read: Callable[[int, str], list[Step]] = steps_of,
) -> list[str]:
    """A sentence for each package that an answer uses and may not.

    Args:
        sources: of the notebook's code cells, in order, as far as the task's check.
        task: its id.
        tasks: what the notebook says of its tasks.
        forbid: names of packages, as they are imported.
        read: reads the statements of a cell; for several tasks of one notebook it may keep what it has read.
    """
    forbid = tuple(forbid)
    if not forbid or sum(map(len, sources)) > LONGEST:
        return []
    steps = [step for cell, source in enumerate(sources) for step in read(cell, source)]
    others = {other.defines for other in tasks.values()} - {tasks[task].defines}  # another task's answer is its own affair
    reached, names = reached_from(tasks[task].defines, steps, others)
    used: dict[str, int] = {}
    for step, module in used_by(reached, names, steps, written(sources)):
        for package in forbid:
            if module == package or module.startswith(f"{package}."):
                used[package] = min(step.cell, used.get(package, step.cell))
    return [
        f"the answer to {task} uses {name}, which the course forbids there (code cell {cell + 1})" for name, cell in used.items()
    ]


def used_by(reached: list[Step], names: set[str], steps: list[Step], files: dict[str, str]) -> list[tuple[Step, str]]:
    """The modules that statements use, each with the statement that imports it."""
    named = names | {node.id for step in reached for node in ast.walk(step.tree) if isinstance(node, ast.Name)}
    loaders = LOADERS | others_called(steps)
    found = [(step, module) for step in reached for name, module in step.imports.items() if name in named]
    found += [(step, module) for step in reached for module in loaded(step, loaders)]
    bound = {name for step in steps for name in step.binds} | set(dir(builtins))
    if any(step.uses - bound for step in reached):  # then a name comes from somewhere
        found += [(step, module) for step in steps for module in step.stars]
    return found + [(step, module) for step, own in found for module in imported_in(files.get(own.partition(".")[0], ""))]


def others_called(steps: list[Step]) -> set[str]:
    """Other names of what loads a package by its name: `from importlib import import_module as load`, `load = __import__`."""
    found = {name for step in steps for name, module in step.imports.items() if module.rpartition(".")[2] in LOADERS}
    for step in steps:
        for node in ast.walk(step.tree):
            if isinstance(node, ast.Assign) and last_name(node.value) in LOADERS:
                found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found


def loaded(step: Step, loaders: set[str]) -> set[str]:
    """The modules that a statement asks for by a text: `import_module("a.b")`, `sys.modules["a"]`."""
    found: set[str] = set()
    for node in ast.walk(step.tree):
        if isinstance(node, ast.Subscript) and last_name(node.value) == "modules":
            found |= texts([node.slice])
        elif isinstance(node, ast.Call):
            from_table = isinstance(node.func, ast.Attribute) and last_name(node.func.value) == "modules"
            if last_name(node.func) in loaders or from_table:
                given = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg == "name")]
                found |= {text.replace(":", ".") for text in texts(given)}
    return found


def written(sources: list[str]) -> dict[str, str]:
    """Module -> its source, of those that cells write into files."""
    found = {}
    for source in sources:
        first, _, rest = source.partition("\n")
        if first.startswith(WRITES) and first.rstrip().endswith(".py"):
            found[first.split()[-1].rpartition("/")[2].removesuffix(".py")] = rest
    return found


def imported_in(source: str) -> set[str]:
    """The modules that a file imports under a name that it uses."""
    steps = steps_of(0, source)
    named = {node.id for step in steps for node in ast.walk(step.tree) if isinstance(node, ast.Name)}
    return {module for step in steps for name, module in step.imports.items() if name in named}
