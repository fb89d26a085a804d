"""A backup back into a course's directory: all of it is checked before anything there is touched, and what was there is kept."""

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy

from autograder.gradebook.backup import (
    CONTENTS,
    FOLDERS,
    FORM,
    GRADEBOOK,
    LISTS,
    STEPS,
    copy_gradebook,
    copy_tables,
    gradebook_url,
    places,
)
from autograder.gradebook.course_folders import CONFIGURATION
from autograder.gradebook.nbgrader_course import Course

BESIDE_SQLITE = ("-journal", "-wal", "-shm")  # files of a gradebook that was open when its machine went down


class Restored:
    """What a restore did: how many files it wrote, and where what was there before lies now (None: nothing was there)."""

    def __init__(self, files: int, kept: Path | None):
        self.files, self.kept = files, kept


def restore(file: Path, root: Path, replace: bool = False) -> Restored:
    """Puts a backup's contents into a directory: an empty one, or a course's.

    Args:
        replace: what is there of the same kind is moved into a folder of its own; without it nothing may be there.
    Raises:
        ValueError: it is no whole backup.
        FileExistsError: the directory holds such folders, lists or a gradebook, and they are not to be replaced.
    """
    root.mkdir(parents=True, exist_ok=True)
    course = Course(root) if (root / CONFIGURATION).is_file() else None
    targets = places(course) if course else {name: root / name for name in (*STEPS, *FOLDERS, *LISTS)}
    url = gradebook_url(course) if course else f"sqlite:///{root.resolve() / GRADEBOOK}"
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=root) as folder:
        files = unpacked(file, Path(folder))
        names = sorted(path.name for path in Path(folder).iterdir())
        there = [name for name in (*targets, GRADEBOOK) if is_there(targets.get(name), url)]
        if there and not replace:
            raise FileExistsError(
                f"{root} holds {', '.join(there)} already; nothing was changed. With --replace they are moved into a folder "
                "of their own and the backup takes their place"
            )
        kept = root / f"before_restore_{datetime.now(UTC):%Y-%m-%d_%H%M%S}" if there else None
        put(Path(folder), names, targets, url, kept)
    return Restored(files, kept)


def is_there(target: Path | None, url: str) -> bool:
    """Whether something would be overwritten: a file, a folder with anything in it, or, for no path, a gradebook."""
    if target is None:
        address = sqlalchemy.make_url(url)
        return os.path.lexists(address.database or "") if address.get_backend_name() == "sqlite" else has_rows(url)
    return os.path.lexists(target) and not (target.is_dir() and not any(target.iterdir()))


def has_rows(url: str) -> bool:
    """Whether a gradebook on a server knows an assignment or a student."""
    engine = sqlalchemy.create_engine(url)
    try:
        with engine.connect() as connection:
            tables = set(sqlalchemy.inspect(connection).get_table_names()) & {"assignment", "student"}
            return any(connection.execute(sqlalchemy.text(f"SELECT 1 FROM {table} LIMIT 1")).first() for table in tables)
    finally:
        engine.dispose()


def unpacked(file: Path, folder: Path) -> int:
    """Unpacks a backup into a folder and compares each file with the backup's own list; the number of files.

    Raises:
        ValueError: it is no backup, or not whole, or a file in it is not what it was.
    """
    try:
        with tarfile.open(file, "r:gz") as archive:
            entries = {entry.name: entry for entry in archive}
            listed = archive.extractfile(entries.pop(CONTENTS)) if CONTENTS in entries else None
            if listed is None:
                raise ValueError(f"{file} is no whole backup: its list of contents is missing")
            contents: dict[str, Any] = json.load(listed)
            if contents.get("form") != FORM:
                raise ValueError(f"{file} was made by another version of autograder (form {contents.get('form')}, not {FORM})")
            if set(entries) != set(contents["files"]):
                raise ValueError(f"{file} is no whole backup: it holds other files than its list names")
            known = {*STEPS, *FOLDERS, *LISTS, GRADEBOOK}
            if strange := sorted(name for name in entries if Path(name).parts[0] not in known or ".." in Path(name).parts):
                raise ValueError(f"{file} is no backup of a course: it holds {strange[0]}")
            unpack_entries(archive, entries, contents["files"], folder, file)
    except (tarfile.TarError, EOFError, OSError, zlib.error, json.JSONDecodeError, KeyError, TypeError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        raise ValueError(f"{file} is no whole backup: {error}") from error
    return sum("sha256" in said for said in contents["files"].values())


def unpack_entries(
    archive: tarfile.TarFile, entries: dict[str, tarfile.TarInfo], listed: dict[str, Any], folder: Path, file: Path
) -> None:
    """Writes folders, then files, and links last, so that nothing is written through a link."""
    kinds = (tarfile.TarInfo.isdir, tarfile.TarInfo.isreg, tarfile.TarInfo.issym)
    for is_kind in kinds:
        for name, entry in entries.items():
            if not is_kind(entry):
                continue
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if entry.isdir():
                path.mkdir(exist_ok=True)
            elif entry.issym():
                path.symlink_to(entry.linkname)
            else:
                stream = archive.extractfile(entry)
                data = stream.read() if stream else b""
                if hashlib.sha256(data).hexdigest() != listed[name].get("sha256"):
                    raise ValueError(f"{file} is damaged: {name} is not what was kept")
                path.write_bytes(data)
                path.chmod(entry.mode & 0o777)
                os.utime(path, (entry.mtime, entry.mtime))  # what was graded is told by it from what came later


def put(made: Path, names: list[str], targets: dict[str, Path], url: str, kept: Path | None) -> None:
    """Moves what is there out of the way and the backup's contents in; after an error everything stands where it stood."""
    moved: list[tuple[Path, Path]] = []  # from, to
    address = sqlalchemy.make_url(url)
    by_file = address.get_backend_name() == "sqlite"
    all_targets = targets | ({GRADEBOOK: Path(address.database or "")} if by_file else {})
    try:
        if kept:
            kept.mkdir()
            if not by_file:
                copy_gradebook(url, kept / GRADEBOOK)
        for name, place in all_targets.items():
            for old in [place, *(Path(f"{place}{end}") for end in BESIDE_SQLITE if name == GRADEBOOK)]:
                if os.path.lexists(old) and (kept or name in names):
                    away = kept / (name + old.name.removeprefix(place.name)) if kept else made / f".empty-{name}"
                    move(old, away, moved)
        for name in (name for name in names if name in all_targets):
            all_targets[name].parent.mkdir(parents=True, exist_ok=True)
            move(made / name, all_targets[name], moved)
        if not by_file and GRADEBOOK in names:
            copy_tables(f"sqlite:///{made / GRADEBOOK}", url)
    except BaseException:
        for start, end in reversed(moved):
            shutil.move(end, start)
        raise


def move(start: Path, end: Path, moved: list[tuple[Path, Path]]) -> None:
    """Moves a file or folder, a link as a link, and remembers it."""
    shutil.move(start, end)
    moved.append((start, end))
