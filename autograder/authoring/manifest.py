"""data/manifest.toml, kept up to date: an entry for every file in data/, with its hash.

Where a file comes from, what allows it and how it was made is written by people; what the build makes is known.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

NAME = "data/manifest.toml"
FIELDS = ("path", "sha256", "source", "licence", "made_by")
UNKNOWN = "?"
BUILT = {"source": "own work", "licence": "the course's own", "made_by": "autograder build"}
HEADER = "# Every file in data/, where it comes from, what allows it. `autograder build` keeps path and sha256.\n\n"

Entry = dict[str, str]


class Kept(NamedTuple):
    """The manifest as it should be today, and a line for everything that a person has to look at."""

    text: str
    notes: list[str]


def manifest(root: Path, built: Mapping[str, str]) -> Kept:
    """Brings the manifest of a course up to date.

    Args:
        root: the directory that holds data/.
        built: files of data/ that are about to be written, by their paths from `root`.
    Raises:
        ValueError: the manifest that is there cannot be read.
    """
    header, old = read(root / NAME)
    hashes = hashes_of(root, built)
    new = {path: entry_of(path, digest, old.get(path, {}), f"data/{path}" in built) for path, digest in hashes.items()}
    notes = [note for path in sorted(old.keys() | new.keys()) for note in notes_on(path, old.get(path), new.get(path))]
    return Kept(header + "\n".join(map(as_toml, new.values())), notes)


def read(path: Path) -> tuple[str, dict[str, Entry]]:
    """What stands above a manifest's entries, and the entries by their files' paths."""
    text = path.read_text(encoding="utf-8") if path.is_file() else HEADER
    try:
        entries = {entry["path"]: entry for entry in tomllib.loads(text).get("file", [])}
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path} cannot be read: {type(error).__name__}: {error}") from error
    return text.partition("[[file]]")[0], entries


def hashes_of(root: Path, built: Mapping[str, str]) -> dict[str, str]:
    """Path within data/ -> SHA-256, of every file but the manifest itself and programs."""
    paths = [path for path in (root / "data").rglob("*") if path.is_file() and path != root / NAME]
    paths = [path for path in paths if path.suffix not in (".py", ".pyc")]
    hashes = {path.relative_to(root).as_posix(): sha256(path.read_bytes()) for path in paths}
    hashes |= {name: sha256(text.encode()) for name, text in built.items()}
    return {name.removeprefix("data/"): hashes[name] for name in sorted(hashes)}


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def entry_of(path: str, digest: str, old: Entry, built: bool) -> Entry:
    """A file's entry: what people wrote of it stays."""
    known = BUILT if built else {}
    return dict.fromkeys(FIELDS, UNKNOWN) | known | old | {"path": path, "sha256": digest}


def notes_on(path: str, old: Entry | None, new: Entry | None) -> list[str]:
    """What a person has to write or to look at in one entry; nothing where the course itself made the file."""
    if new is None:
        return [f"{NAME}: {path} is gone, and its entry with it"]
    missing = [field for field in FIELDS if str(new[field]).strip() in ("", UNKNOWN)]
    if missing:
        return [f"{NAME}: {path} needs its {', '.join(missing)}: write what is true in place of {UNKNOWN!r}"]
    if old and old.get("sha256") != new["sha256"] and new["source"] != BUILT["source"]:
        return [f"{NAME}: {path} is another file than before: do its source and licence still hold?"]
    return []


def as_toml(entry: Entry) -> str:
    """One entry; strings of JSON are strings of TOML."""
    return "\n".join(["[[file]]", *(f"{field} = {json.dumps(value, ensure_ascii=False)}" for field, value in entry.items()), ""])
