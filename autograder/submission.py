"""Reads what was handed in: any bytes -> cells, and a sentence for each thing that was wrong. It never raises."""

import json
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

LARGEST_FILE = 100_000_000  # bytes
MOST_CELLS = 2_000
LONGEST_CODE, LONGEST_WORDS = 100_000, 1_000_000  # characters of one cell: words may hold a picture as text
IMAGES = ("image/png", "image/jpeg")
SHIPPED = ("lab", "data")  # folders that come with every notebook
LARGEST_EXTRA = 20_000_000  # bytes of one file that a student handed in beside the notebook
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
class Submission:
    """All the cells of a file, and what was wrong with the file."""

    cells: list[SubmittedCell] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_file(path: Path) -> Submission:
    """A submission from a file, whatever it is."""
    raw, problem = bytes_of(path)
    return Submission(problems=[problem]) if problem else read(raw, path.name)


def bytes_of(path: Path) -> tuple[bytes, str]:
    """The content of a file that was handed in as a notebook, or why there is none, in a sentence."""
    try:
        if path.is_symlink() or not path.is_file():
            return b"", f"{path.name} is no ordinary file. Hand in the notebook itself."
        if path.stat().st_size > LARGEST_FILE:
            return b"", f"{path.name} is larger than 100 MB. Clear its outputs and hand it in again."
        return path.read_bytes(), ""
    except OSError as error:
        return b"", f"{path.name} cannot be read ({error.strerror}). Make it readable and grade again."


def read(raw: bytes, name: str = "the notebook") -> Submission:
    """A submission from the bytes of a file; `name` is used in the sentences."""
    if not raw.strip():
        return Submission(problems=[f"{name} is empty. Hand in the notebook again; the file lost its content on the way."])
    try:
        plain = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return Submission(
            problems=[
                f"{name} is no notebook (its JSON does not read: {str(error)[:80]}). Save it as .ipynb and hand it in again."
            ]
        )
    return from_json(plain, name)


def from_json(plain: Any, name: str) -> Submission:
    """A submission from a notebook's JSON, of any version of the format from 2 on."""
    found = Submission()
    if not isinstance(plain, dict):
        return Submission(problems=[f"{name} is JSON, but no notebook. Save it as .ipynb and hand it in again."])
    cells = plain.get("cells")
    if not isinstance(cells, list) and isinstance(plain.get("worksheets"), list):  # nbformat 2 and 3
        cells = [cell for sheet in plain["worksheets"] if isinstance(sheet, dict) for cell in as_list(sheet.get("cells"))]
        found.problems.append(f"{name} is in an old notebook format; it was read all the same.")
    if not isinstance(cells, list):
        return Submission(problems=[f"{name} has no cells. Save it as .ipynb and hand it in again."])
    if len(cells) > MOST_CELLS:
        found.problems.append(f"{name} has {len(cells)} cells; only the first {MOST_CELLS} were read.")
    unreadable = 0
    for cell in cells[:MOST_CELLS]:
        read_cell = as_cell(cell)
        if read_cell is None:
            unreadable += 1
        else:
            found.cells.append(read_cell)
            if len(read_cell.source) == (most := longest(read_cell.kind)):
                found.problems.append(f"A cell of {name} is longer than {most} characters; the rest was cut off.")
    if unreadable:
        found.problems.append(f"{unreadable} cells of {name} could not be read.")
    return found


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


def extras(handed_in: Path) -> dict[str, bytes]:
    """A submission's ordinary files: no notebooks, no links, nothing huge, nothing that Python would import."""
    found: dict[str, bytes] = {}
    for path in sorted(islice(handed_in.rglob("*"), MOST_FILES)):
        inside = path.relative_to(handed_in)
        ours = inside.parts[0] in SHIPPED  # the package's own are used
        with suppress(OSError):  # one that the grader may not read, no notebook can, either
            ordinary = path.is_file() and not path.is_symlink() and path.suffix not in (".ipynb", ".py", ".pyc", ".so", ".pth")
            if ordinary and not ours and path.stat().st_size <= LARGEST_EXTRA:
                if sum(map(len, found.values())) + path.stat().st_size > MOST_EXTRAS:
                    break
                found[str(inside)] = path.read_bytes()
    return found
