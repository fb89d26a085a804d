"""A graded notebook as it travels back from where it was judged, and what we say in it."""

import json
import tempfile
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.notebooks.cells import course_metadata


@dataclass(frozen=True)
class GradedNotebook:
    """A graded notebook.

    Args:
        marks: as JSON, without the answers that they rest on: what nbgrader's steps go through.
        file: the text of its file, which is large.
        path: where that lies instead; a worker of the same machine need not send it.
    """

    marks: str
    file: str = ""
    path: str = ""

    def laid_into(self, folder: str) -> "GradedNotebook":
        """The same, with its file in a folder of this machine.

        Raises:
            OSError: it cannot be written there, and nothing of it is.
        """
        handle, path = tempfile.mkstemp(".ipynb", dir=folder)
        laid = replace(self, file="", path=path)
        try:
            with open(handle, "w", encoding="utf-8") as file:
                file.write(self.file)
        except OSError:
            laid.forget()
            raise
        return laid

    def text(self) -> str:
        """The text of its file, wherever it lies."""
        return self.file or Path(self.path).read_text(encoding="utf-8")

    def fetched(self) -> "GradedNotebook":
        """The same, with its file in memory and nowhere else."""
        here = replace(self, file=self.text(), path="")
        self.forget()
        return here

    def forget(self) -> None:
        """Removes its file: it has been recorded, or will not be."""
        if self.path:
            Path(self.path).unlink(missing_ok=True)

    @cached_property
    def plain(self) -> dict[str, Any]:
        """The JSON of the smaller one."""
        return json.loads(self.marks)

    @property
    def said(self) -> dict[str, Any]:
        """Our part of it, as `said_of` has it."""
        return said_of(self.plain)


# submitted/<student>/<assignment> -> its notebooks, marked by a worker and about to be recorded by nbgrader in this process
READY: dict[str, dict[str, GradedNotebook]] = {}


def said_of(marked_notebook: dict) -> dict:
    """Our part of a marked notebook's JSON: its `verdicts`, `repairs`, `notes` and `seconds`; empty where it has none."""
    ours = course_metadata(marked_notebook)
    return ours if isinstance(ours, dict) else {}
