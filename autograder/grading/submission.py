"""A submission as it travels: the bytes that were submitted, the release that they are judged by, the course's settings.

Nothing else decides a verdict, so a worker needs no course directory and no gradebook.
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.grading.provenance import hashes
from autograder.grading.settings import GradingSettings
from autograder.judging.verdict import Provenance
from autograder.notebooks.cells import KEY, course_metadata, task_of
from autograder.notebooks.parse import ParsedNotebook, bytes_of, extras, read
from autograder.notebooks.renamed import NAMED_SO, find

TIMESTAMP = "timestamp.txt"


@dataclass(frozen=True)
class Submission:
    """What one student has submitted for one assignment.

    Args:
        notebooks: the name of a notebook of the release -> the bytes of the file.
        problems: the same names -> why a file could not be read; there are no bytes then.
        files: path -> content of what else lies in the student's folder, as far as a notebook sees it.
        timestamp: when it was submitted, as nbgrader writes it; empty where that is not known.
        notes: the names of notebooks -> what is to be said of the file that was taken for it.
        partners: the ids of those who submitted it together with the student.
        variants: of them all: student -> task -> which of its variants they have, from 1, where the course's file says so.
        doubt: why a person must look at whose it is; asked only where a task's variant follows from that.
    """

    student: str
    notebooks: dict[str, bytes] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    timestamp: bytes = b""
    notes: dict[str, str] = field(default_factory=dict)
    partners: list[str] = field(default_factory=list)
    variants: dict[str, dict[str, int]] = field(default_factory=dict)
    doubt: str = ""

    @property
    def names(self) -> list[str]:
        """The notebooks that are there, readable or not."""
        return sorted({*self.notebooks, *self.problems})

    def parts(self) -> list[bytes]:
        """All of it, for a hash."""
        problems, notes = ({name: text.encode() for name, text in said.items()} for said in (self.problems, self.notes))
        tables = (self.notebooks, problems, self.files, {"timestamp": self.timestamp}, notes)
        return [part for table in tables for name in sorted(table) for part in (os.fsencode(name), table[name])]

    def parsed(self, name: str) -> ParsedNotebook:
        """One of its notebooks, read."""
        if name in self.problems:
            return ParsedNotebook(problems=[self.problems[name]])
        found = read(self.notebooks[name], f"{name}.ipynb")
        found.problems += [self.notes[name]] if name in self.notes else []  # after what made it unreadable, if anything did
        return found


def hashes_of(submission: Submission, release: dict[str, str], settings: GradingSettings) -> Provenance:
    """What the verdicts on a submission rest on, here and now; whose it is only where a task's variant follows from that."""
    whose = json.dumps([submission.student, submission.partners, submission.variants, submission.doubt], sort_keys=True)
    parts = [*submission.parts(), *([b"whose", whose.encode()] if has_variants(release) else [])]
    return hashes([release[name] for name in sorted(release)], parts, settings.to_json())


def has_variants(release: Mapping[str, str]) -> bool:
    """Whether some task of a release, given as JSON texts, has variants."""
    said = (cell for text in release.values() if '"variants"' in text for cell in json.loads(text)["cells"])
    return any(course_metadata(cell).get("variants") for cell in said)


def read_submission(folder: Path, student: str, release: Mapping[str, str]) -> Submission:
    """What lies in a student's folder.

    Args:
        release: name -> the notebook of the release, as JSON text; other notebooks are nobody's.
    Raises:
        PermissionError: it is not this user's to read; nobody knows then what was submitted.
    """
    refuse_closed(folder, release)
    found = find(folder, release)
    there = {name: bytes_of(path) for name, path in found.files.items()}
    files = extras(folder)
    return Submission(
        student,
        {name: raw for name, (raw, problem) in there.items() if not problem},
        {name: problem for name, (raw, problem) in there.items() if problem} | found.problems,
        files,
        files.pop(TIMESTAMP, b""),
        found.notes,
    )


def refuse_closed(folder: Path, names: Iterable[str]) -> None:
    """Raises PermissionError where a folder or a notebook in it may not be read: that is no absence, and no empty notebook."""
    named = [folder / f"{name}.ipynb" for name in names]
    if os.path.lexists(folder) and not os.access(folder, os.R_OK | os.X_OK):
        closed = [folder]
    else:
        named += [path for path in folder.glob("*") if NAMED_SO.search(path.name)]
        closed = [path for path in named if path.is_file() and not path.is_symlink() and not os.access(path, os.R_OK)]
    if closed:
        raise PermissionError(f"{closed[0]} cannot be read by who grades; open it (chmod u+rX, or chown) and grade again")


def read_release(folder: Path) -> dict[str, str]:
    """The notebooks of a release folder: name -> JSON text, in which each test cell says what it asks for."""
    return {path.stem: with_marks(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.ipynb"))}


def with_marks(text: str) -> str:
    """A release's notebook; one that was built when releases said nothing of their tasks says it now."""
    release = json.loads(text)
    silent = [cell for cell in release["cells"] if task_of(cell) and "defines" not in course_metadata(cell)]
    if not silent:
        return text
    from autograder.assignments import (  # loads what the course computes with, which a release of today does not need
        declaration,
        task_names,
    )

    for cell in silent:
        if (name := task_of(cell)) in task_names():
            task = declaration(name)
            cell["metadata"][KEY] = {"task": name, "defines": task.defines, "needs": list(task.needs)}
    return json.dumps(release)
