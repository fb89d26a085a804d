"""Reads what was submitted: any bytes -> cells, and a sentence for each thing that was wrong. It never raises."""

import json
import resource
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from autograder.layout import ENGINE
from autograder.layout import SHIPPED as SHIPPED_FOLDERS
from autograder.notebooks.decoding import text_of
from autograder.notebooks.file_kinds import kind_of_bytes, kind_of_text, line_of_conflict
from autograder.notebooks.versions import version_in

LARGEST_FILE = 100_000_000  # bytes
LARGE = 4_000_000  # bytes; what is larger is read in a process of its own
LARGEST_CELLS = 40_000_000  # characters of all cells and the pictures in them
MEMORY = 1_000_000_000  # bytes of address space for the process that reads a large file
SECONDS = 60  # for the same, of wall and of CPU time
READER = f"import sys; sys.path.insert(0, {str(ENGINE)!r}); from autograder.notebooks.parse import reader; reader(sys.argv[1])"
MOST_CELLS = 2_000
LONGEST_CODE, LONGEST_WORDS = 100_000, 1_000_000  # characters of one cell: words may hold a picture as text
IMAGES = ("image/png", "image/jpeg")
SHIPPED = tuple(folder.partition("/")[0] for folder in SHIPPED_FOLDERS)  # folders that come with every notebook
LARGEST_EXTRA = 20_000_000  # bytes of one file that a student submitted beside the notebook
NO_EXTRAS = (".ipynb", ".py", ".pyc", ".so", ".pth")
MOST_EXTRAS = 50_000_000  # of all of them
MOST_FILES = 1_000  # that are looked at


@dataclass(frozen=True)
class SubmittedCell:
    """One cell as the student left it: only what grading needs, outputs and metadata left behind."""

    kind: str  # "code", "markdown" or "raw"
    source: str
    grade_id: str | None
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)  # name -> MIME type -> base64


@dataclass
class ParsedNotebook:
    """All the cells of a file, what was wrong with it, and the version of the release that it was made from, if it says so."""

    cells: list[SubmittedCell] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    made_from: str = ""


def read_file(path: Path) -> ParsedNotebook:
    """A submission from a file, whatever it is."""
    raw, problem = bytes_of(path)
    return ParsedNotebook(problems=[problem]) if problem else read(raw, path.name)


def bytes_of(path: Path) -> tuple[bytes, str]:
    """The content of a file that was submitted as a notebook, or why there is none, in a sentence."""
    try:
        if path.is_symlink() or not path.is_file():
            return b"", f"{path.name} is no ordinary file. Submit the notebook itself."
        if path.stat().st_size > LARGEST_FILE:
            return b"", f"{path.name} is larger than 100 MB. Clear its outputs and submit it again."
        return path.read_bytes(), ""
    except OSError as error:
        return b"", f"{path.name} cannot be read ({error.strerror}). Make it readable and grade again."


def read(raw: bytes, name: str = "the notebook") -> ParsedNotebook:
    """A submission from the bytes of a file; `name` is used in the sentences.

    JSON takes up to thirty times its size when it is read. What could take more than this process can spare is read in another.
    """
    return read_elsewhere(raw, name) if len(raw) > LARGE else read_here(raw, name)


def read_here(raw: bytes, name: str) -> ParsedNotebook:
    """The same in this process, whatever memory it takes."""
    if not raw.strip(b" \t\r\n\0"):
        return ParsedNotebook(problems=[f"{name} is empty. Submit the notebook again; the file lost its content on the way."])
    kind, mend = kind_of_bytes(raw)
    if kind:
        return ParsedNotebook(problems=[f"{name} is no notebook: it is {kind}. {mend}"])
    text, encoding = text_of(raw)
    plain, problem = json_of(text, name)
    if problem:
        return ParsedNotebook(problems=[problem])
    found = from_json(plain, name)
    if encoding and found.cells:
        found.problems.insert(0, f"{name} is not in UTF-8; it was read as {encoding}.")
    return found


def json_of(text: str, name: str) -> tuple[Any, str]:
    """The JSON of a text, or why it is none, in a sentence."""
    try:
        return json.loads(text), ""
    except (ValueError, RecursionError) as error:
        kind, mend = kind_of_text(text, name)
        if kind:
            return None, f"{name} is no notebook: it is {kind}. {mend}"
        return None, f"{name} is no notebook{why_no_json(text, error)}. Save it as .ipynb and submit it again."


def why_no_json(text: str, error: Exception) -> str:
    """What is wrong with a text that begins as JSON, as the end of a sentence."""
    if "\0" in text:
        return " (there are zero bytes in it: it was damaged on the way)"
    if isinstance(error, json.JSONDecodeError):
        ended = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        if ended and not text.rstrip().endswith("}"):
            return " any more: it breaks off in the middle, so a part of it was lost on the way"
        return f" (its JSON does not read: {error.msg} in line {error.lineno})"
    return f" (its JSON does not read: {str(error)[:80]})"


def from_json(plain: Any, name: str) -> ParsedNotebook:
    """A submission from a notebook's JSON, of any version of the format from 2 on."""
    found = ParsedNotebook()
    if not isinstance(plain, dict):
        return ParsedNotebook(problems=[f"{name} is JSON, but no notebook. Save it as .ipynb and submit it again."])
    if "cells" not in plain and isinstance(plain.get("content"), dict):  # as Jupyter's server sends one
        plain = plain["content"]
    found.made_from = version_in(plain.get("metadata"))
    cells = plain.get("cells")
    if not isinstance(cells, list) and isinstance(plain.get("worksheets"), list):  # nbformat 2 and 3
        cells = [cell for sheet in plain["worksheets"] if isinstance(sheet, dict) for cell in as_list(sheet.get("cells"))]
        found.problems.append(f"{name} is in an old notebook format; it was read all the same.")
    if not isinstance(cells, list):
        return ParsedNotebook(problems=[f"{name} has no cells. Save it as .ipynb and submit it again."])
    if len(cells) > MOST_CELLS:
        found.problems.append(f"{name} has {len(cells)} cells; only the first {MOST_CELLS} were read.")
    gather(cells[:MOST_CELLS], name, found)
    return found


def gather(cells: list, name: str, found: ParsedNotebook) -> None:
    """Reads cells from their JSON, and says what is wrong with them."""
    unreadable, left = 0, LARGEST_CELLS
    for number, plain in enumerate(cells, 1):
        cell = as_cell(plain)
        if cell is None:
            unreadable += 1
            continue
        left -= size_of(cell)
        if left < 0:
            found.problems.append(f"The cells of {name} are too long together; those from number {number} on were not read.")
            break
        found.cells.append(cell)
        if len(cell.source) == (most := longest(cell.kind)):
            found.problems.append(f"A cell of {name} is longer than {most} characters; the rest was cut off.")
        if line_of_conflict(cell.source):
            found.problems.append(f"Cell {number} of {name} holds a git conflict: choose one of the two versions in it.")
    if unreadable:
        found.problems.append(f"{unreadable} cells of {name} could not be read.")


def size_of(cell: SubmittedCell) -> int:
    """How many characters a cell and its pictures have."""
    return len(cell.source) + sum(len(data) for kinds in cell.attachments.values() for data in kinds.values())


def longest(kind: str) -> int:
    """How many characters of a cell are read."""
    return LONGEST_CODE if kind == "code" else LONGEST_WORDS


def as_list(value: Any) -> list:
    return value if isinstance(value, list) else []


def as_cell(plain: Any) -> SubmittedCell | None:
    """One cell from its JSON, or None where it is none."""
    if not isinstance(plain, dict):
        return None
    source = plain.get("source", plain.get("input"))  # "input" until nbformat 3
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    kind = plain.get("cell_type")
    if not isinstance(source, str) or kind not in ("code", "markdown", "raw", "heading"):
        return None
    metadata = plain.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = marks.get("grade_id") if isinstance(marks, dict) else None
    return SubmittedCell(
        kind="markdown" if kind == "heading" else kind,
        source=whole_characters(source[: longest(kind)]),
        grade_id=whole_characters(grade_id) if isinstance(grade_id, str) else None,
        attachments=as_attachments(plain.get("attachments")) if kind in ("markdown", "raw") else {},
    )


def as_attachments(plain: Any) -> dict[str, dict[str, str]]:
    """The images of a Markdown cell, of those that are stored as the format says; nobody has looked into them yet."""
    return {
        whole_characters(name): {
            mime: kinds[mime] for mime in IMAGES if isinstance(kinds.get(mime), str) and kinds[mime].isascii()
        }
        for name, kinds in (plain.items() if isinstance(plain, dict) else ())
        if isinstance(kinds, dict)
    }


def whole_characters(text: str) -> str:
    """The text without halves of characters, which JSON can hold and no file can."""
    return text.encode("utf-8", "replace").decode("utf-8")


# --- in a process of its own ---------------------------------------------------------------------------------------


def read_elsewhere(raw: bytes, name: str) -> ParsedNotebook:
    """A submission from the bytes of a large file, read by a process that may not take more than its share of memory and time."""
    try:
        command = [sys.executable, "-I", "-S", "-c", READER, name]
        done = subprocess.run(command, input=raw, capture_output=True, timeout=SECONDS, check=False)
        plain = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, OSError, ValueError):
        plain = None
    if plain is None:
        megabytes = len(raw) // 1_000_000
        return ParsedNotebook(
            problems=[f"{name} ({megabytes} MB) takes too much memory or time to be read. Clear its outputs and submit it again."]
        )
    return ParsedNotebook([SubmittedCell(**cell) for cell in plain["cells"]], plain["problems"], plain["made_from"])


def reader(name: str) -> None:
    """What that process does: bytes in, the cells out, as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        sys.stdout.write(json.dumps(asdict(read_here(sys.stdin.buffer.read(), name))))
    except MemoryError:
        sys.exit(1)


# --- what lies beside ----------------------------------------------------------------------------------------------


def extras(folder: Path) -> dict[str, bytes]:
    """A submission's ordinary files: no notebooks, no links, nothing huge, nothing that Python would import."""
    found: dict[str, bytes] = {}
    for path in sorted(islice(folder.rglob("*"), MOST_FILES)):
        inside = path.relative_to(folder)
        ours = inside.parts[0] in SHIPPED  # the package's own are used
        with suppress(OSError):  # one that the grader may not read, no notebook can, either
            ordinary = path.is_file() and not path.is_symlink() and path.suffix.lower() not in NO_EXTRAS
            if ordinary and not ours and path.stat().st_size <= LARGEST_EXTRA:
                if sum(map(len, found.values())) + path.stat().st_size > MOST_EXTRAS:
                    break
                found[str(inside)] = path.read_bytes()
    return found
