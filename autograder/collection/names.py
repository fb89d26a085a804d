"""Makes untrusted names safe for disks, logs, tables and student ids."""

import re
import unicodedata
from typing import Any

from selfcheck.printable import printable

LONGEST_PATH = 1_000  # characters
LONGEST_PART = 255  # bytes, what file systems hold
DEEPEST_PATH = 20  # folders in folders
ALLOWED = re.compile(r"[^A-Za-z0-9._-]+")
STUDENT_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}")
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # what one begins with, also in full width
LETTERS = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "æ": "ae", "Æ": "Ae", "œ": "oe", "ı": "i"})


def why_unsafe(path: str) -> str | None:
    """Fault of a path inside an archive; None if it is a plain relative path."""
    for name in (path, unicodedata.normalize("NFKC", path)):  # full-width dots and slashes are dots and slashes to some
        if any(unicodedata.category(sign) == "Cc" for sign in name):
            return "it holds control characters"
        if name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name):
            return "it is an absolute path"
        parts = path_parts(name)
        if ".." in parts:
            return "it leads out of the archive"
        if not parts:
            return "it is empty"
        if len(name) > LONGEST_PATH or any(len(part.encode("utf-8", "replace")) > LONGEST_PART for part in parts):
            return f"it is longer than {LONGEST_PATH} characters, or than {LONGEST_PART} bytes between two slashes"
        if len(parts) > DEEPEST_PATH:
            return f"it lies in more than {DEEPEST_PATH} folders"
    return None


def path_parts(path: str) -> list[str]:
    """The folders and the file of a path; Windows' own packers write backslashes."""
    return [part for part in re.split(r"[/\\]", path) if part not in ("", ".")]


def disk_name(path: str, longest: int = 120) -> str:
    """One file name, of allowed characters alone, that still tells a reader what the path was."""
    name = re.sub(r"_\.+(?=_)", "", ALLOWED.sub("_", latin(path))).lstrip("._-")
    name = re.sub(r"\.ipynb$", ".ipynb", name, flags=re.IGNORECASE)  # nbgrader goes by the ending as it is written
    half = (longest - 2) // 2
    return (name if len(name) <= longest else f"{name[:half]}__{name[-half:]}") or "unnamed"


def student_id(text: str) -> str | None:
    """An id for nbgrader made of a name or a number, or None where nothing of it is left."""
    made = ALLOWED.sub("_", latin(text)).strip("._-")[:64].rstrip("._-")
    return made if STUDENT_ID.fullmatch(made) else None


def latin(text: str) -> str:
    """The text with accents taken off; letters of other scripts stay."""
    decomposed = unicodedata.normalize("NFKD", text.translate(LETTERS))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def words_of(name: str) -> list[str]:
    """The words of a person's name, for comparing."""
    return re.findall(r"[^\W_]+", latin(name).casefold())


def shown(text: str, longest: int = 200) -> str:
    """The text as it may stand in a log: one line, nothing that a terminal obeys, not too long."""
    said = printable(text)
    return said if len(said) <= longest else f"{said[: longest // 2]}…{said[-longest // 2 :]}"


def no_formula(value: Any) -> Any:
    """A cell of a table that a spreadsheet reads as text, also where it would take it for a formula; "-" alone is none."""
    if not isinstance(value, str) or value == "-":
        return value
    begins_so = value.lstrip().startswith(FORMULA) or value[:1] in ("\t", "\r", "\n")
    return f"'{value}" if begins_so else value
