"""Which file in a student's folder is which notebook of the release: by its name, and where that was changed, by what it holds.

Nothing is parsed for that, for this is asked where marks are recorded: the marks of cells and the names of functions are
looked for in the file's bytes. So they are found in UTF-16, too, and in a file that is not quite JSON any more.
"""

import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path

from autograder.notebooks.cells import grade_id_of, tasks_of
from autograder.notebooks.parse import LARGEST_FILE, MOST_FILES, SHIPPED

CHECKPOINTS = ".ipynb_checkpoints"  # where Jupyter keeps the version that was saved by hand last
NAMED_SO = re.compile(r"\.ipynb(?:[ ._(-].*)?$", re.IGNORECASE)  # browsers add what they think it is
MAYBE = re.compile(r"\.(?:json|txt|ipyn|ipy|nb|download)$|^[^.]+$", re.IGNORECASE)  # where no other is named so
MOST_LOOKED_INTO = 20
GRADE_ID = re.compile(rb'\\?"grade_id\\?"\s*:\s*\\?"([\w.-]{1,100})')
DEFINED = re.compile(rb"\b(?:def|class)[ \t]+(\w{1,100})")


@dataclass(frozen=True)
class Holding:
    """What a notebook holds by which it is known: the ids of its cells, and the names of its tasks' functions."""

    grade_ids: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()


@dataclass
class NotebookFiles:
    """Name of a notebook of the release -> the file that it is in; and what is to be said of that, or why there is none."""

    files: dict[str, Path] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return sorted({*self.files, *self.problems})


@lru_cache(maxsize=32)
def holding_of_release(text: str) -> Holding:
    """What a notebook of the release is known by."""
    release = json.loads(text)
    ids = frozenset(map(grade_id_of, release["cells"])) - {""}
    return Holding(ids, frozenset(mark.defines for mark in tasks_of(release).values()))


def holding_of_file(path: Path) -> Holding:
    """What a submitted file might be known by; nothing where it is no file that could be a notebook."""
    with suppress(OSError):
        if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST_FILE:
            return Holding()
        raw = path.read_bytes().replace(b"\0", b"")  # of UTF-16
        if raw[:64].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith((b"{", b"<<<<<<<")):
            ids, functions = (frozenset(map(bytes.decode, set(one.findall(raw)))) for one in (GRADE_ID, DEFINED))
            return Holding(ids, functions)
    return Holding()


def likeness(file: Holding, release: Holding) -> int:
    """How many of a release's cells a file holds; 0 where most are another release's, or where one name may be chance."""
    shared, functions = len(file.grade_ids & release.grade_ids), len(file.functions & release.functions)
    by_chance = not shared and functions < min(2, len(release.functions))
    return 0 if by_chance or 2 * shared < len(file.grade_ids) else shared + functions


def find(folder: Path, release: Mapping[str, str]) -> NotebookFiles:
    """The notebooks of a release in a student's folder.

    Args:
        release: name -> the release's notebook, as JSON text.
    """
    found = NotebookFiles()
    for name in release:
        if os.path.lexists(exact := folder / f"{name}.ipynb"):
            found.files[name] = exact
    others = [path for path in files_in(folder) if path not in found.files.values()]
    known = {path: holding for path in others if (holding := holding_of_file(path)) != Holding()}
    for name in release:
        settle(folder, name, candidates(known, name, release), release, found)
    return found


def files_in(folder: Path) -> list[Path]:
    """The files in a folder that could be notebooks by their names, likely ones first."""
    paths = submitted_paths(folder)
    named_so = [path for path in paths if NAMED_SO.search(path.name)]
    maybe = [path for path in paths if MAYBE.search(path.name) and holds_something(path)]
    return (named_so or maybe)[:MOST_LOOKED_INTO]


def submitted_paths(folder: Path) -> list[Path]:
    """What lies in a folder, within bounds, without what the release came with and what macOS puts beside files."""
    paths = sorted(islice(folder.rglob("*"), MOST_FILES)) if folder.is_dir() else []
    return [path for path in paths if path.relative_to(folder).parts[0] not in SHIPPED and not path.name.startswith("._")]


def holds_something(path: Path) -> bool:
    """Whether a path is a file that is not empty; False also where the grader may not look."""
    with suppress(OSError):
        return path.is_file() and path.stat().st_size > 0
    return False


def candidates(known: Mapping[Path, Holding], name: str, release: Mapping[str, str]) -> list[Path]:
    """The files that hold a notebook's cells, and no other's as much; Jupyter's own copies only where nothing else does."""
    wanted = {other: holding_of_release(text) for other, text in release.items()}
    fitting = []
    for path, holding in known.items():
        like = {other: likeness(holding, of_other) for other, of_other in wanted.items()}
        if like[name] and like[name] == max(like.values()):
            fitting.append(path)
    return [path for path in fitting if not is_checkpoint(path)] or fitting


def is_checkpoint(path: Path) -> bool:
    """Whether a file is the copy that Jupyter keeps of a notebook."""
    return path.parent.name == CHECKPOINTS or path.stem.endswith("-checkpoint")


def settle(folder: Path, name: str, others: list[Path], release: Mapping[str, str], found: NotebookFiles) -> None:
    """Decides which file is a notebook, and puts down what is to be said of it."""
    said = " and ".join(f"'{path.relative_to(folder)}'" for path in others[:5])
    exact = found.files.get(name)
    if exact is not None and (not others or all(map(is_checkpoint, others))):
        return
    if exact is not None and (len(others) > 1 or likeness(holding_of_file(exact), holding_of_release(release[name]))):
        found.notes[name] = f"There is more than one notebook of this release here; {name}.ipynb was graded, and not {said}."
    elif len(others) == 1:
        found.files[name] = others[0]
        copy = "; it is the copy that Jupyter keeps of the notebook, which may be older" if is_checkpoint(others[0]) else ""
        why = f"holds none of this release's cells, and {said} does" if exact else f"is not there, and {said} holds its cells"
        found.notes[name] = f"{name}.ipynb {why}: that one was graded{copy}."
    elif others:
        found.problems[name] = (
            f"There is no {name}.ipynb, and {said} each hold its cells: nobody can tell which one counts. "
            f"Rename the right one to {name}.ipynb and submit it again."
        )
