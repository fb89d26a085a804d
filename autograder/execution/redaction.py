"""What of a student's answers may be shown to the student: no words that could carry out what only the grader knows.

A process that is asked gets to know held-out cases and, where a task is asked alone, right answers of the tasks that it calls.
The text of an error, the name of its type or the line that it came from are the student's to choose, and the feedback would
show them. So a text is shown only where the same came of a visible case before anybody was asked anything else; a name only
where it is Python's or stands in the notebook that was submitted; a line only if it is one of that notebook's, and a visible
case came to it, too.
"""

import builtins
import copy
import re
import types
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from selfcheck.encoding import DTYPES
from selfcheck.task import FIRST_NUMBER

OWN = "of your own"
WORDS = re.compile(r"\w+")
PYTHONS = [value for module in (builtins, types) for value in vars(module).values()]
TYPES = {kind.__name__ for value in PYTHONS for kind in (value, type(value)) if isinstance(kind, type)}
TYPES |= {"Tensor", "ndarray", "Parameter"}
ARRAYS = {*DTYPES, "bfloat16", "object", "uint16", "uint32", "uint64"}


class Redactor:
    """What one notebook's answers may say.

    Args:
        notebook: as it was submitted, or rebuilt from that.
    """

    def __init__(self, notebook: NotebookNode):
        sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
        self.words = TYPES | {word for source in sources for word in WORDS.findall(source)}
        self.lines = {line.strip() for source in sources for line in source.splitlines()}

    def apply(self, answers: list[Any], heard: list[Any]) -> None:
        """Marks in a task's published answers what is not to be shown; the answers count as before.

        Args:
            heard: answers to visible cases from before anything hidden was known.
        """
        public = set(said(heard, "message"))
        lines = {line.strip() for line in said(heard, "line")} & self.lines
        for answer in answers:
            for part in parts(answer):
                if part.get("kind") == "raised":
                    self.redact(part, public, lines)
                elif part.get("kind") == "other" and not is_one_of(part.get("type"), self.words):
                    part["type"] = ""
                elif "dtype" in part and not is_one_of(part["dtype"], ARRAYS):
                    part["dtype"] = "another"

    def errors(self, heard: list[Any]) -> list[dict]:
        """The errors among answers that were heard before anything hidden was known, as they may be shown."""
        failed = copy.deepcopy([answer for answer in heard if any(part.get("kind") == "raised" for part in parts(answer))])
        self.apply(failed, heard)
        return failed

    def redact(self, error: dict, public: set[str], lines: set[str]) -> None:
        line, text = error.get("line"), error.get("message")
        if not (isinstance(line, str) and line.strip() in lines):
            error["line"] = None
        error["quiet"] = not is_one_of(text, public)
        if not is_one_of(error.get("type"), self.words):
            error["type"] = f"an error {OWN}"


def is_one_of(name: Any, names: set[str]) -> bool:
    """Whether a name is among some; what no text is, a list for one, a set could not even be asked for."""
    return isinstance(name, str) and name in names


def parts(answer: Any) -> Iterator[dict]:
    """All values of a published answer, and those within tuples."""
    values = answer.get("value") if isinstance(answer, dict) else None
    waiting = list(values.values()) if isinstance(values, dict) else []
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            if isinstance(part.get("items"), list):
                waiting += part["items"]


def said(answers: list[Any], name: str) -> Iterator[str]:
    """What visible cases' errors say: their `message`s, or the `line`s that they come from."""
    for answer in answers:
        if isinstance(answer, dict) and isinstance(answer.get("number"), int) and answer["number"] < FIRST_NUMBER:
            yield from (part[name] for part in parts(answer) if isinstance(part.get(name), str))
