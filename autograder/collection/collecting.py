"""Collects a class: unpacks, sorts, says what became of each file, and keeps what would be replaced.

`autograder collect` and `nbgrader zip_collect` both do it by this. Beside submitted/, downloaded/<assignment>/ holds

    archive/        what the instructor put there; only read
    set_aside/      all files that came out and are no submission: of nobody, earlier versions, no notebooks
    replaced/       submissions that were in submitted/ before, where --force replaces them
    collected.csv   one line for each file: from where, whose, what became of it, why
"""

import filecmp
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from autograder.collection.archive_reader import ArchiveLimits
from autograder.collection.labels import Assignment
from autograder.collection.matching import Lists, is_notebook, origin
from autograder.collection.names import shown
from autograder.collection.outcome import Assigned, Sorted
from autograder.collection.sorting import sort
from autograder.collection.unpack import Refused, Unpacker
from selfcheck.printable import printable

ARCHIVE = "archive"  # the folder for what the instructor puts there; what lies directly in it was named by hand


@dataclass(frozen=True)
class Collected:
    """What came of a class's archives.

    Args:
        outcome: whose each file is.
        refused: what was not unpacked.
        folder: where set_aside/ lies.
    """

    outcome: Sorted
    refused: list[Refused]
    folder: Path

    @property
    def complete(self) -> bool:
        """Whether every notebook has found its student, without a guess."""
        nobodys = [left for left in self.outcome.unassigned if left.is_nobodys and is_notebook(left.file)]
        return not (nobodys or self.refused or self.outcome.errors)

    def warnings(self, kept: bool = True) -> list[str]:
        """One line for each thing that the instructor should know.

        Args:
            kept: whether files of nobody stay in the folder.
        """
        outcome = self.outcome
        lines = [f"NOT DECIDED: {error}" for error in outcome.errors] + list(outcome.notes)
        for refusal in self.refused:
            where = shown(": ".join(refusal.names))
            lines.append(f"not unpacked: {where}: {refusal.why}. It stays there; ask for one .ipynb, or download it again")
        decided = set(outcome.errors)
        for left in outcome.unassigned:
            if left.is_nobodys and not any(error.endswith(left.why) for error in decided):
                where = f" (it is kept: {left.file.path.relative_to(self.folder)})" if kept else ""
                lines.append(f"not sorted: {origin(left.file)}: {left.why}{where}")
        for student, left in self.without.items():
            if left.why not in decided:
                lines.append(f"no notebook from {student}: {origin(left.file)}: {left.why}")
        if outcome.empty_folders:
            lines.append(f"empty folders: {printable_list(outcome.empty_folders)}")
        if missing := [student for student in outcome.missing if student not in self.without]:
            lines.append(f"in the roster, and nothing has come from: {', '.join(missing)}")
        return lines

    @property
    def students(self) -> set[str]:
        return {assigned.student for assigned in self.outcome.assigned}

    @property
    def without(self) -> dict:
        """Student -> a file, of those who have submitted something other than a notebook."""
        return {
            left.student: left
            for left in self.outcome.unassigned
            if left.student and not set(left.student.split(", ")) & self.students
        }

    def summary(self) -> str:
        """One line with the numbers."""
        nobodys = sum(left.is_nobodys for left in self.outcome.unassigned)
        return (
            f"{len(self.students)} students sorted; {nobodys} files of nobody, {len(self.refused)} refused, "
            f"{len(self.without)} students without a notebook"
        )


@dataclass(frozen=True)
class Request:
    """What is collected, and how.

    Args:
        assignment: its name and those of its notebooks.
        lists: roster, groups, the course's zone.
        limits: on what may come out of an archive.
        strict: take only notebooks that are named as they were given out.
        late_time: in UTC, of what an LMS marks as late without a time.
    """

    assignment: Assignment
    lists: Lists
    limits: ArchiveLimits = field(default_factory=ArchiveLimits)
    strict: bool = False
    late_time: datetime | None = None


def collect(paths: Iterable[Path], folder: Path, request: Request) -> Collected:
    """Unpacks archives, and whole folders of them, into folder/set_aside, and finds whose each file is.

    Raises:
        ValueError: that folder is a link.
    """
    target = folder / "set_aside"
    if target.is_symlink():
        raise ValueError(f"{target} is a link, expected a folder; remove it and run again")
    unpacker = Unpacker(target, request.limits)
    for path in paths:
        take(unpacker, path)
    outcome = sort(unpacker.found, request.assignment, request.lists, request.strict, request.late_time, unpacker.seen_folders)
    return Collected(outcome, unpacker.refused, folder)


def take(unpacker: Unpacker, path: Path) -> None:
    """Takes one archive or notebook, or all in a folder, whose name then counts as one around them."""
    if path.is_dir():
        unpacker.everything(path, path.resolve().name if path.name != ARCHIVE else "")
    else:
        unpacker.one_or_refused(path, (path.name,))


def tidy(collected: Collected) -> None:
    """Removes from set_aside/ what has become a submission, after it has been copied."""
    for path in {assigned.file.path for assigned in collected.outcome.assigned}:
        path.unlink()


def keep_earlier(students: Iterable[str], submitted: Callable[[str], Path], replaced: Path, force: bool) -> None:
    """Keeps copies of earlier submissions, which are about to be replaced.

    Raises:
        ValueError: there are some, and nobody said that they may be.
    """
    earlier = sorted(student for student in students if submitted(student).is_dir() and any(submitted(student).iterdir()))
    if earlier and not force:
        others = f", and so have {len(earlier) - 1} more of these students" if len(earlier) > 1 else ""
        raise ValueError(
            f"{submitted(earlier[0])} has an earlier submission{others}; "
            "run again with --force to replace them: copies will be kept in replaced/"
        )
    for student in earlier:
        kept = [copy for copy in (replaced / student).glob("*") if same_files(copy, submitted(student))]
        if not kept:
            number = len(list((replaced / student).glob("*"))) + 1
            shutil.copytree(submitted(student), replaced / student / f"{number:03}", symlinks=True)


def same_files(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files."""
    names = sorted(path.name for path in one.iterdir())
    if names != sorted(path.name for path in other.iterdir()):
        return False
    return filecmp.cmpfiles(one, other, names, shallow=False)[0] == names


def submission_files(assigned: list[Assigned]) -> dict[str, Path | str]:
    """What lies in one student's folder: name -> the file that it is copied from, or its text."""
    files: dict[str, Path | str] = {f"{one.notebook}.ipynb": one.file.path for one in assigned}
    times = [one.when for one in assigned if one.when]
    if times:
        files["timestamp.txt"] = f"{max(times):%Y-%m-%d %H:%M:%S} UTC\n"
    return files


def is_there(files: dict[str, Path | str], folder: Path) -> bool:
    """Whether a folder holds just these files already."""
    if not folder.is_dir() or sorted(path.name for path in folder.iterdir()) != sorted(files):
        return False
    return all((folder / name).read_bytes() == bytes_of(file) for name, file in files.items())


def bytes_of(file: Path | str) -> bytes:
    return file.encode() if isinstance(file, str) else file.read_bytes()


def write_submission(files: dict[str, Path | str], folder: Path) -> None:
    """Writes one student's folder anew: all of it, or, where it is stopped, what was there before."""
    new = folder.with_name(f".{folder.name}.new")
    old = folder.with_name(f".{folder.name}.old")
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
    new.mkdir(parents=True)
    for name, file in files.items():
        (new / name).write_bytes(bytes_of(file))
    if folder.exists():
        os.replace(folder, old)
    os.replace(new, folder)
    shutil.rmtree(old, ignore_errors=True)


def printable_list(names: Iterable[str], most: int = 20) -> str:
    """Names for one line of a terminal."""
    every = list(names)
    return ", ".join(map(printable, every[:most])) + (f" and {len(every) - most} more" if len(every) > most else "")
