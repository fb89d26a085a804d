"""What running a notebook takes and what comes of it: the clock, questions, answers, and the statements that were left out."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from nbformat import NotebookNode

from autograder.notebooks.cells import TaskMark, tasks_of
from selfcheck.printable import printable

IN_THE_NOTEBOOK, ALONE = "notebook", "alone"  # the worlds in which a task is asked


@dataclass(frozen=True)
class Questions:
    """The sources that ask one task's function and publish its answers; an empty one asks nothing.

    Args:
        visible, held_out: with what the notebook itself has; the second is unknown to the function until the first is answered.
        helped: both, with right answers put in for the tasks that it may call.
    """

    visible: str
    held_out: str = ""
    helped: tuple[str, str] = ("", "")


def everything(task: str, answers: list[dict], world: str) -> float:
    """Takes any answer for a right one."""
    return 1.0 if answers else 0.0


def all_points(task: str, visible: list[dict]) -> float:
    """Takes no answer for a wrong one."""
    return 1.0


@dataclass(frozen=True)
class Worth:
    """What answers are worth, each as a part of the task's points; whoever runs the notebook does not know.

    Args:
        earned: task, answers, the world in which they were given -> what they earn.
        most: task, answers to the visible cases -> what they and the best possible answers to the held-out cases earn.
    """

    earned: Callable[[str, list[dict], str], float] = everything
    most: Callable[[str, list[dict]], float] = all_points


@dataclass(frozen=True)
class Skipped:
    """A statement that failed and was left out, or a debugger that was passed over."""

    cell: str  # the id of its cell
    line: int  # of the cell, from 1
    type: str
    message: str


@dataclass
class ExecutionResult:
    """What came of running a notebook: it now has outputs; the answers stand apart, as they were published."""

    notebook: NotebookNode  # rebuilt from a release, whose test cells say what they ask for
    observations: dict[str, list[dict]] = field(default_factory=dict)  # task -> one published answer per case: the better ones
    worlds: dict[str, str] = field(default_factory=dict)  # task -> where these come from
    heard: dict[str, list[dict]] = field(default_factory=dict)  # task -> answers that came before anything hidden was known
    lacking: dict[str, list[dict]] = field(default_factory=dict)  # task -> answers at its check that lacked what came later
    notes: list[str] = field(default_factory=list)
    unanswered: dict[str, str] = field(default_factory=dict)  # task -> what kept its function from answering
    skipped: list[Skipped] = field(default_factory=list)

    @cached_property
    def tasks(self) -> dict[str, TaskMark]:
        """What the notebook's test cells say of their tasks."""
        return tasks_of(self.notebook)

    def name_of(self, task: str) -> str:
        """The Python name that a task asks for."""
        return self.tasks[task].defines if task in self.tasks else task

    def note(self, text: str) -> None:
        """Says something once."""
        line = printable(text)  # what a cell or an error says of itself is the student's
        if line not in self.notes:
            self.notes.append(line)


class TimeIsUp(Exception):
    """The notebook's time is over, or the part of it that may be used for something."""


class Clock:
    """A notebook's wall time, of which each step may use what is left of a part; it runs from its creation.

    Args:
        cell_seconds: the most that one cell, or one task's questions, may take.
        notebook_seconds: the most that all of them may take together.
    """

    def __init__(self, cell_seconds: float, notebook_seconds: float):
        self.cell_seconds, self.notebook_seconds = cell_seconds, notebook_seconds
        self.began = time.monotonic()
        self.part = 1.0

    def seconds(self, most: float) -> float:
        """What a source may take.

        Raises:
            TimeIsUp: nothing is left.
        """
        left = self.began + self.part * self.notebook_seconds - time.monotonic()
        if left <= 0:
            raise TimeIsUp
        return min(most, self.cell_seconds, left)
