"""What the trial and the fingerprints of a task rest on, as files and as one hash: if that is the same, so is what they find.

A Python file counts if the task's own five files, the trial or the kernel's hooks import it, directly or not. Of `lab/` and of
`data/` every file counts but those of other tasks, because what reads them does not say so. A module that a course loads by a
computed name is not seen, unless it lies in `lab/`.
"""

import ast
import json
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from autograder.assignments import LAB, all_tasks, with_needs
from autograder.authoring.lint import parts
from autograder.authoring.shipping import FINGERPRINTS
from autograder.course_toml import RUBRIC, folder_of, kernel_environment
from autograder.grading.provenance import hash_of, versions
from autograder.layout import COURSE_TOML, SENTENCES, course_root, files_in, folder_at

TRIAL = ("autograder/authoring/trial.py", "autograder/authoring/fingerprints.py")
DATA, BUILT = ("data/public", "data/held_out"), (f"{FINGERPRINTS}/", f"{SENTENCES}/")


def hash_of_task(task: str) -> str:
    """The hash of all that a task's trial and fingerprints rest on: files, versions, and where it is tested."""
    here = {name: os.environ.get(name) for name in kernel_environment()}
    beside = json.dumps([all_tasks().get(task), versions(), here])
    return hash_of([beside.encode(), *(part for name, path in files_of(task) for part in (name.encode(), path.read_bytes()))])


def files_of(task: str) -> list[tuple[str, Path]]:
    """The files that count for a task: their names from the root on, and where they stand, in order."""
    mine, others = own_files(with_needs((task,))), own_files(list(all_tasks()))
    found: dict[str, Path] = {}
    seen: set[str] = set()
    waiting = [*TRIAL, *mine, f"{folder_of(RUBRIC)}/conftest.py"]
    waiting += [name for name, _ in files_in("selfcheck", LAB) if name not in others]
    while waiting:
        name = waiting.pop()
        if name not in seen and (path := folder_at(name)).is_file():
            found[name] = path
            waiting += imported_by(path.read_text(encoding="utf-8")) if path.suffix == ".py" else ()
        seen.add(name)
    data = {name: path for name, path in files_in(*DATA) if not name.startswith(BUILT)}
    return sorted({**found, **data, COURSE_TOML: course_root() / COURSE_TOML}.items())


def own_files(tasks: list[str]) -> set[str]:
    """The names of the five files of each of some tasks."""
    return {part.format(task) for task in tasks for part in parts(course_root()).values()}


@lru_cache(4096)
def imported_by(text: str) -> tuple[str, ...]:
    """The names that the modules which a program imports would have as files here; most are none."""
    return tuple(sorted({name for module in modules_in(text) for name in names_of(module)}))


def modules_in(text: str) -> Iterator[str]:
    """All that import statements name, wherever they stand; of `from package import name` both."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def names_of(module: str) -> Iterator[str]:
    """The files that are run when a module is imported, if it is one of ours: itself, and the packages around it."""
    path = module.replace(".", "/")
    yield f"{path}.py"
    while path:
        yield f"{path}/__init__.py"
        path = path.rpartition("/")[0]
