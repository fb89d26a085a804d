"""What is wrong with a gradebook in a file, asked of SQLite alone before nbgrader is loaded, and said in one line each."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from re import findall
from urllib.parse import quote

PATIENCE = 3.0  # seconds for another program to let go: a grader's transaction takes milliseconds
LOCKED = "another program holds it: close it (a database browser, a formgrader in the middle of saving) and run this again"
READ_ONLY = "it, or its directory, may not be written by you: see `ls -l` for whose it is"
DAMAGED = "it is damaged, and nothing was written: put back a copy of it and run this again, which grades what the copy lacks"
FULL = "the disk is full: make room and run this again"
OLDER = "an older nbgrader made it: run `nbgrader db upgrade`, which keeps a copy of it first"
NEWER = "a newer nbgrader than this environment's has changed it: install that one, or put back the copy from before"
SAYINGS = {  # a part of what SQLite says: what we say
    "is locked": LOCKED,
    "readonly": READ_ONLY,
    "unable to open": READ_ONLY,
    "malformed": DAMAGED,
    "not a database": DAMAGED,
    "disk I/O": DAMAGED,
    "full": FULL,
    "no such table": OLDER,
    "no such column": OLDER,
}


class Unusable(ValueError):
    """A gradebook that cannot be read or written as it is."""


def refuse_unusable(gradebook: Path, writing: bool = True) -> None:
    """Raises Unusable where a gradebook cannot be used; one that is not there, or empty, is another matter."""
    if found := fault_of(gradebook, writing):
        raise Unusable(f"{gradebook}: {found}")


def fault_of(gradebook: Path, writing: bool) -> str:
    """Why a gradebook cannot be read, or written; empty where it can."""
    if not gradebook.is_file() or not gradebook.stat().st_size:
        return ""
    mode = "rw" if writing else "ro"
    try:
        with closing(sqlite3.connect(f"file:{quote(str(gradebook))}?mode={mode}", uri=True, timeout=PATIENCE)) as connection:
            connection.isolation_level = None  # BEGIN and ROLLBACK are ours
            damage = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if damage != "ok":
                return DAMAGED
            if fault := fault_of_tables(connection):
                return fault
            if writing:
                connection.execute("BEGIN IMMEDIATE")  # takes the lock for writing, and changes nothing
                connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        return said_of(str(error))
    return ""


def fault_of_tables(connection: sqlite3.Connection) -> str:
    """Whether the tables are those of this nbgrader, by the revision that nbgrader notes in them."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "alembic_version" not in tables:
        return OLDER if "grade" in tables and "base_cell" not in tables else ""
    noted, known = {name for (name,) in connection.execute("SELECT version_num FROM alembic_version")}, revisions()
    if not known or noted & heads(known):
        return ""
    return OLDER if noted & known.keys() else NEWER


def revisions() -> dict[str, str]:
    """The revisions of tables that the installed nbgrader knows -> the one before."""
    return dict(read_revisions())


def read_revisions() -> Iterator[tuple[str, str]]:
    """Reads them from nbgrader's files: to ask Alembic takes half a second."""
    nbgrader = find_spec("nbgrader")
    folder = Path(nbgrader.origin).parent / "alembic" / "versions" if nbgrader and nbgrader.origin else Path()
    for path in folder.glob("*.py"):
        said = dict(findall(r"(?m)^(revision|down_revision)\s*=\s*['\"]?(\w+)", path.read_text(encoding="utf-8")))
        if "revision" in said:
            yield said["revision"], said.get("down_revision", "")


def heads(known: dict[str, str]) -> set[str]:
    """The newest revisions: those that come before none."""
    return set(known) - set(known.values())


def said_of(message: str) -> str:
    """Our words for what a database says."""
    first = next(iter(message.splitlines()), "")
    return next((ours for part, ours in SAYINGS.items() if part in message), f"the database says: {first}")


def spoken_of(error: Exception) -> str:
    """One line for an error of the database, whichever library raised it."""
    return f"the gradebook: {said_of(str(getattr(error, 'orig', None) or error))}"
