"""Unpacks untrusted archives, zip and tar, nested ones too, within limits, and into one folder only.

A member's name is never used as a path: each file is written as <number>_<allowed characters> in one flat folder, and its
name is kept in the record. What is refused is recorded with the reason, and stays in the archive, which is only read.
"""

import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import IO

from autograder.collection.archive_reader import (
    ArchiveLimits,
    Member,
    Refusal,
    is_archive,
    members,
    open_member,
    refuse_foreign,
    refusing_damage,
)
from autograder.collection.names import disk_name, path_parts, why_unsafe

JUNK = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")  # what operating systems add by themselves
CHUNK = 1 << 16


@dataclass(frozen=True)
class Extracted:
    """An unpacked file.

    Args:
        path: where it was written.
        names: where it came from, outermost first: (archive, member) or (archive, archive in it, member); a loose file's path.
        modified: time that the archive claims, in seconds; used for ordering only.
        unsafe: what is wrong with its name, or None. Such a name is no evidence of whose the file is.
    """

    path: Path
    names: tuple[str, ...]
    modified: float = 0.0
    unsafe: str | None = None


@dataclass(frozen=True)
class Refused:
    """Something that was not unpacked, or only in part, and why."""

    names: tuple[str, ...]
    why: str


@dataclass
class Budget:
    """Number of members and bytes that may still come out of one archive."""

    members: int
    bytes: int
    around: "Budget | None" = None

    def take(self, members: int = 0, size: int = 0) -> None:
        """Counts members and bytes, here and in the archives around.

        Raises:
            Refusal: more than was left.
        """
        self.members -= members
        self.bytes -= size
        if self.members < 0 or self.bytes < 0:
            raise Refusal("it holds more than an archive may: too many files or too many bytes; the rest stays in it")
        if self.around is not None:
            self.around.take(members, size)

    @property
    def spent(self) -> bool:
        """Whether nothing more may come, here or in the archives around."""
        return self.members < 0 or self.bytes < 0 or (self.around is not None and self.around.spent)


@dataclass
class Unpacker:
    """Unpacks into one folder, and records what it found and what it refused."""

    root: Path
    limits: ArchiveLimits = field(default_factory=ArchiveLimits)
    found: list[Extracted] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    folders: set[Path] = field(default_factory=set)
    seen_folders: list[tuple[str, ...]] = field(default_factory=list)  # of archives, by the names around them
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def everything(self, folder: Path, around: str = "") -> None:
        """Unpacks all archives in a folder, and copies all other files.

        Args:
            around: a folder's name that is to stand before theirs.
        """
        for path in files_in(folder):
            self.one_or_refused(path, (Path(around, path.relative_to(folder)).as_posix(),))

    def one_or_refused(self, path: Path, names: tuple[str, ...]) -> None:
        """Takes one file, or records why it is not taken."""
        try:
            self.one(path, names)
        except Refusal as refusal:
            self.refused.append(Refused(names, str(refusal)))

    def one(self, path: Path, names: tuple[str, ...]) -> None:
        """Takes one file that the instructor put there: an archive of a class or of a student, or a student's file."""
        facts = path.lstat()
        if not stat.S_ISREG(facts.st_mode):
            raise Refusal("it is a link or a device, expected a file; put the file itself there")
        if any(part in JUNK for part in path_parts(names[0])):
            return
        if is_archive(names[0]):
            budget = Budget(self.limits.class_members, self.limits.class_bytes)
            with path.open("rb") as file:
                self.archive(file, names, budget, self.folder_for(names[0]), depth=1)
            return
        refuse_foreign(names[0])
        budget = Budget(1, self.limits.file_bytes)
        with path.open("rb") as file:
            stored = self.store(file, names, budget, self.limits.file_bytes, self.folder_for("loose"))
        self.found.append(Extracted(stored, names, facts.st_mtime, first_wrong(names)))

    def folder_for(self, name: str) -> Path:
        """Makes the flat folder for the files of one archive; removes what an earlier run left in it."""
        folder = self.root / disk_name(name)
        if folder not in self.folders:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            self.folders.add(folder)
        return folder

    def archive(self, file: IO[bytes], names: tuple[str, ...], budget: Budget, folder: Path, depth: int) -> None:
        """Unpacks all members of an archive; a fault of one does not stop the others."""
        try:
            for member in refusing_damage(members(file, self.limits, budget.members, budget.bytes)):
                if member.folder:
                    self.see_folder((*names, member.name))
                    continue
                budget.take(members=1)
                self.member(member, (*names, member.name), budget, folder, depth)
        except Refusal as refusal:
            self.refused.append(Refused(names, str(refusal)))

    def see_folder(self, names: tuple[str, ...]) -> None:
        """Notes a folder, which may be that of a student who has submitted nothing."""
        junk = first_wrong(names) or any(part in JUNK for part in path_parts(names[-1]))
        if not junk and len(self.seen_folders) < self.limits.class_members:
            self.seen_folders.append(names)

    def member(self, member: Member, names: tuple[str, ...], budget: Budget, folder: Path, depth: int) -> None:
        """Writes one member, and unpacks it if it is an archive itself."""
        if any(part in JUNK for part in path_parts(member.name)):
            return
        most = self.limits.nested_bytes if is_archive(member.name) else self.limits.file_bytes
        why = member.refused or (f"it is larger than {most} bytes" if member.size > most else None)
        if why is not None:
            self.refused.append(Refused(names, why))
            return
        try:
            with open_member(member) as source:
                stored = self.store(source, names, budget, most, folder, member.size)
        except Refusal as refusal:
            self.refused.append(Refused(names, str(refusal)))
            if budget.spent:
                raise
            return
        record = Extracted(stored, names, member.modified, first_wrong(names))
        if not (is_archive(member.name) and self.nested(stored, names, budget, folder, depth)):
            self.found.append(record)

    def nested(self, path: Path, names: tuple[str, ...], budget: Budget, folder: Path, depth: int) -> bool:
        """Unpacks a nested archive. True if all of it was unpacked: then the archive itself is removed."""
        before = len(self.refused)
        if depth >= self.limits.depth:
            self.refused.append(Refused(names, f"archives lie in archives more than {self.limits.depth} deep; expected one file"))
            return False
        own = Budget(self.limits.nested_members, self.limits.nested_bytes, around=budget)
        with path.open("rb") as file:
            self.archive(file, names, own, folder, depth + 1)
        if len(self.refused) > before:
            return False
        path.unlink()
        return True

    def store(
        self, source: IO[bytes], names: tuple[str, ...], budget: Budget, most: int, folder: Path, declared: int | None = None
    ) -> Path:
        """Writes one new file, counting the bytes that really come; on a refusal nothing of it is left."""
        path = folder / f"{next(self.numbers):05}_{disk_name('/'.join(names[1:]) or names[0])}"
        try:
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "wb") as target:
                written = 0
                for chunk in refusing_damage(iter(partial(source.read, CHUNK), b"")):
                    written += len(chunk)
                    if written > most:
                        raise Refusal(f"it is larger than {most} bytes")
                    budget.take(size=len(chunk))
                    target.write(chunk)
            if declared is not None and written != declared:
                raise Refusal(f"it is damaged: {written} bytes came, the archive says {declared}")
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path


def first_wrong(names: tuple[str, ...]) -> str | None:
    """First fault of a file's names; a bad outer name makes all inside it untrusted."""
    return next((why for why in map(why_unsafe, names) if why), None)


def files_in(folder: Path) -> list[Path]:
    """Lists all files below a folder, in order; links are listed, not followed."""
    found = []
    for root, folders, files in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(root, name))]
        found += [Path(root, name) for name in [*files, *links]]
    return sorted(found)
