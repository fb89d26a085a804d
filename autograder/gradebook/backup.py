"""All that a course has gathered, in one file: gradebook, submissions, what was made of them, and the lists of people.

A backup is a tape archive. Its last member is its contents list, with the size and the hash of everything else: one that was cut
off has none, and is refused. A gradebook on a server is kept in it as a SQLite file, table by table.
"""

import hashlib
import io
import json
import os
import sqlite3
import stat
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO

import sqlalchemy
from nbgrader.api import Base

from autograder.gradebook.nbgrader_course import Course
from autograder.layout import GROUPS_CSV, ROSTER_CSV, VARIANTS_CSV

STEPS = ("submitted", "autograded", "feedback")  # nbgrader's folders, wherever its configuration has them
FOLDERS = ("downloaded", "replaced", "reports")
LISTS = (ROSTER_CSV, GROUPS_CSV, "extensions.csv", VARIANTS_CSV, "lti_sent.jsonl")
GRADEBOOK, CONTENTS, FORM = "gradebook.db", "contents.json", 1
KEPT_KINDS = {stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK}
VERSIONS = "alembic_version"  # the table that says of which nbgrader a gradebook is


def backup(course: Course, target: Path) -> list[str]:
    """Writes a course's backup.

    Args:
        target: the file to make.
    Returns:
        a line for everything that was left out: pipes, sockets, what cannot be read.
    Raises:
        FileExistsError: the file is there already.
        RuntimeError: the gradebook cannot be read.
    """
    if os.path.lexists(target):
        raise FileExistsError(f"{target} is there already; name another file, backups are never overwritten")
    left: list[str] = []
    contents: dict[str, dict[str, object]] = {}
    with whole_or_nothing(target) as file, tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
        with tempfile.TemporaryDirectory() as folder:  # the gradebook first: what is graded meanwhile is graded again
            snapshot = Path(folder) / GRADEBOOK
            if copy_gradebook(gradebook_url(course), snapshot):
                add(archive, GRADEBOOK, snapshot, contents, left)
        for name, path in members(course):
            add(archive, name, path, contents, left)
        text = json.dumps({"form": FORM, "course": course.directory().course_id, "files": contents}, indent=1).encode()
        entry = tarfile.TarInfo(CONTENTS)
        entry.size = len(text)
        archive.addfile(entry, io.BytesIO(text))
    return left


def gradebook_url(course: Course) -> str:
    """Where a course keeps its gradebook."""
    return str(course.directory().db_url)


def places(course: Course) -> dict[str, Path]:
    """What a backup holds beside the gradebook: its name there -> where the course has it."""
    directory = course.directory()
    steps = {name: course.root / getattr(directory, f"{name}_directory") for name in STEPS}
    return steps | {name: course.root / name for name in (*FOLDERS, *LISTS)}


def members(course: Course) -> Iterator[tuple[str, Path]]:
    """Every file, link and folder to be kept: its name in the backup, and where it lies."""
    for name, place in places(course).items():
        top = place.resolve()  # the folder itself may be a link, to another disk
        if top.is_file():
            yield name, top
        for folder, subfolders, files in os.walk(top):
            links = [entry for entry in subfolders if (Path(folder) / entry).is_symlink()]
            within = Path(name) / Path(folder).relative_to(top)
            yield within.as_posix(), Path(folder)
            for entry in sorted([*files, *links]):
                yield (within / entry).as_posix(), Path(folder) / entry


def add(archive: tarfile.TarFile, name: str, path: Path, contents: dict[str, dict[str, object]], left: list[str]) -> None:
    """Puts one file, link or folder into a backup; what is none of these, or cannot be read, is named instead."""
    try:
        if stat.S_IFMT(path.lstat().st_mode) not in KEPT_KINDS:
            left.append(f"{path}: neither a file nor a folder")
            return
        entry = archive.gettarinfo(path, name)
        if entry.isdir() or entry.issym():
            archive.addfile(entry)
            contents[name] = {"link": entry.linkname} if entry.issym() else {"folder": True}
            return
        data = path.read_bytes()  # as it is now: it may be written to meanwhile
    except OSError as error:
        left.append(f"{path}: {error.strerror or error}")
        return
    entry.type, entry.linkname, entry.size = tarfile.REGTYPE, "", len(data)  # a second name of a file is a file of its own
    archive.addfile(entry, io.BytesIO(data))
    contents[name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


@contextmanager
def whole_or_nothing(target: Path) -> Iterator[IO[bytes]]:
    """A new file that has its name when the `with` has ended well, and none before: also a kill leaves nothing in the folder.

    Raises:
        FileExistsError: somebody else has made it meanwhile.
    """
    folder = target.absolute().parent
    folder.mkdir(parents=True, exist_ok=True)
    try:
        nameless = os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600)
    except OSError:  # a file system without nameless files, such as one over the network
        with named_until_whole(target) as file:
            yield file
        return
    with os.fdopen(nameless, "w+b") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
        own = f"/proc/self/fd/{file.fileno()}"
        os.link(own, target, src_dir_fd=file.fileno(), follow_symlinks=True)  # Python follows the link only with src_dir_fd


@contextmanager
def named_until_whole(target: Path) -> Iterator[IO[bytes]]:
    """The same under a name of its own, which is taken away after an error; a kill leaves it, and it is no backup."""
    number, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".unfinished", dir=target.absolute().parent)
    try:
        with os.fdopen(number, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.link(name, target)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)


def copy_gradebook(url: str, target: Path) -> bool:
    """A gradebook as it is at one moment, as a SQLite file; False where there is none yet.

    Raises:
        RuntimeError: it cannot be read.
    """
    address = sqlalchemy.make_url(url)
    try:
        if address.get_backend_name() != "sqlite":
            copy_tables(url, f"sqlite:///{target}")
            return True
        source = Path(address.database or "")
        if not source.is_file():
            return False
        reading = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, timeout=20)
        with closing(reading) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
            (healthy,) = new.execute("PRAGMA quick_check(1)").fetchone()
    except (sqlite3.Error, sqlalchemy.exc.SQLAlchemyError) as error:
        first = str(error).partition("\n")[0]
        raise RuntimeError(f"the gradebook {address.render_as_string()} cannot be read: {first}") from error
    if healthy != "ok":
        raise RuntimeError(f"the gradebook {source} is damaged: {healthy}. Restore an earlier backup: autograder restore FILE")
    return True


def copy_tables(source: str, target: str) -> None:
    """Copies all of nbgrader's tables from one gradebook to another, in one transaction at each end; what was there goes.

    Args:
        source, target: addresses of databases, as SQLAlchemy writes them.
    """
    versions = sqlalchemy.Table(VERSIONS, sqlalchemy.MetaData(), sqlalchemy.Column("version_num", sqlalchemy.String(32)))
    tables = [*Base.metadata.sorted_tables, versions]
    old, new = sqlalchemy.create_engine(source), sqlalchemy.create_engine(target)
    try:
        snapshot = "SERIALIZABLE" if old.dialect.name == "sqlite" else "REPEATABLE READ"
        with old.connect().execution_options(isolation_level=snapshot) as reading, new.begin() as writing:
            there = set(sqlalchemy.inspect(reading).get_table_names())
            Base.metadata.create_all(writing)
            versions.create(writing, checkfirst=True)
            for table in reversed(tables):
                writing.execute(table.delete())
            for table in (table for table in tables if table.name in there):
                rows = [dict(row) for row in reading.execute(table.select()).mappings()]
                if rows:
                    writing.execute(table.insert(), rows)
    finally:
        old.dispose()
        new.dispose()
