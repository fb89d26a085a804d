"""A submission as it travels: the bytes that were handed in, the release that they are judged by, the course's settings.

Nothing else decides a verdict, so a worker needs no course directory and no gradebook.
"""

import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from autograder.provenance import hashes
from autograder.submission import Submission, bytes_of, extras, read
from autograder.verdict import Hashes

TIMESTAMP = "timestamp.txt"


@dataclass(frozen=True)
class Settings:
    """What a course lays down for grading."""

    cell_seconds: float = 60.0
    notebook_seconds: float = 600.0
    illustrations: bool = False  # run also the given cells that only draw
    unsafe: bool = False  # where no box can be made, run students' code without one
    device: str = "cpu"  # where functions are asked: "cpu" or "cuda"

    def to_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True)
class Paper:
    """What one student has handed in for one assignment.

    Args:
        notebooks: the name of a notebook of the release -> the bytes of the file.
        problems: the same names -> why a file could not be read; there are no bytes then.
        files: path -> content of what else lies in the student's folder, as far as a notebook sees it.
        timestamp: when it was handed in, as nbgrader writes it; empty where that is not known.
    """

    student: str
    notebooks: dict[str, bytes] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    timestamp: bytes = b""

    @property
    def names(self) -> list[str]:
        """The notebooks that are there, readable or not."""
        return sorted({*self.notebooks, *self.problems})

    def parts(self) -> list[bytes]:
        """All of it, for a hash."""
        problems = {name: text.encode() for name, text in self.problems.items()}
        rooms = (self.notebooks, problems, self.files, {"timestamp": self.timestamp})
        return [part for room in rooms for name in sorted(room) for part in (os.fsencode(name), room[name])]

    def submission(self, name: str) -> Submission:
        """One of its notebooks, read."""
        if name in self.problems:
            return Submission(problems=[self.problems[name]])
        return read(self.notebooks[name], f"{name}.ipynb")


def hashes_of(paper: Paper, release: dict[str, str], settings: Settings) -> Hashes:
    """What the verdicts on a paper rest on, here and now."""
    return hashes([release[name] for name in sorted(release)], paper.parts(), settings.to_json())


def read_paper(folder: Path, student: str, names: list[str]) -> Paper:
    """What lies in a student's folder.

    Args:
        names: the notebooks of the release; others are nobody's.
    Raises:
        PermissionError: it is not this user's to read; nobody knows then what was handed in.
    """
    refuse_closed(folder, names)
    there = [name for name in names if os.path.lexists(folder / f"{name}.ipynb")]
    found = {name: bytes_of(folder / f"{name}.ipynb") for name in there}
    files = extras(folder)
    return Paper(
        student,
        {name: raw for name, (raw, problem) in found.items() if not problem},
        {name: problem for name, (raw, problem) in found.items() if problem},
        files,
        files.pop(TIMESTAMP, b""),
    )


def refuse_closed(folder: Path, names: list[str]) -> None:
    """Raises PermissionError where a folder or a notebook in it may not be read: that is no absence, and no empty notebook."""
    files = [path for path in (folder / f"{name}.ipynb" for name in names) if path.is_file() and not path.is_symlink()]
    closed = [path for path in files if not os.access(path, os.R_OK)]
    if os.path.lexists(folder) and not os.access(folder, os.R_OK | os.X_OK):
        closed = [folder]
    if closed:
        raise PermissionError(f"{closed[0]} cannot be read by who grades; open it (chmod u+rX, or chown) and grade again")


def read_release(folder: Path) -> dict[str, str]:
    """The notebooks of a release folder: name -> JSON text."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.ipynb"))}
