"""Carries out a page of the documentation in a copy of a course, step by step, as a person would who reads it from top to bottom.

Steps are what a page shows in fenced blocks: commands of the engine, and files, by the sentence above the block.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from autograder.authoring.skeletons import cells_of

BLOCK = re.compile(r"(?P<above>[^\n]*)\n\n```(?P<language>\w+)\n(?P<text>.*?)^```$", re.M | re.S)
FILE = re.compile(
    r"(?P<how>[Nn]ew file|[Ii]n place of the example, in|[Ii]n place of the cells at the end of) `(?P<path>[\w/.]+)`:$"
)
# by commands, not by people
MADE = ("source", "release", "data", "build", "submitted", "reports", "gradebook.db", ".nbgrader.log")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class Step(NamedTuple):
    """A command, or a file and what is written into it."""

    how: str  # "run", or the words above the block, in small letters
    path: str
    text: str


def steps(page: Path) -> list[Step]:
    """The steps of a page, in its order."""
    found = []
    for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
        if block["language"] == "sh":
            found += [Step("run", "", line.partition("#")[0].strip()) for line in block["text"].splitlines() if line.strip()]
        elif file := FILE.search(block["above"]):
            found.append(Step(file["how"].lower(), file["path"], block["text"]))
    return found


def carry_out(page: Path, course: Path, run: Callable[[str, Path], None]) -> None:
    """Carries out a page in a course; `run` gets each command and the directory that it is typed in."""
    task = ""
    for step in steps(page):
        path = course / step.path
        if step.how == "run":
            run(step.text, course)
            task = found[1] if (found := re.match(r"autograder new task (\w+)", step.text)) else task
        elif step.how == "new file":
            assert not path.exists(), path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.text, encoding="utf-8")
        elif step.how.startswith("in place of the example"):
            assert path.is_file(), path
            path.write_text(step.text, encoding="utf-8")
        else:
            lesson = path.read_text(encoding="utf-8")
            assert lesson.endswith(cells_of(task)), path
            path.write_text(lesson.removesuffix(cells_of(task)) + step.text, encoding="utf-8")


def contents(course: Path) -> dict[str, bytes]:
    """What people have written in a course."""
    files = {path.relative_to(course): path for path in course.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    return {str(name): path.read_bytes() for name, path in files.items() if name.parts[0] not in MADE}


def touched(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """The files that are new or changed; none may be gone."""
    assert before.keys() <= after.keys()
    return {name for name in after if before.get(name) != after[name]}


def promised(page: Path) -> int:
    """How many files a page says that it touches."""
    (word,) = re.findall(r"\*\*(\w+) files?\*\*", page.read_text(encoding="utf-8"))
    return NUMBERS.index(word.lower()) if word.lower() in NUMBERS else int(word)
