"""A notebook -> its outputs and its functions' answers, from kernels that may hang, die or lie: that is a result, too.

Every task's function is asked in a kernel of its own, in which only the cells have run that its answer needs: what another
task's cell does to torch, to files or to its own process cannot decide it. For the reader, and for functions that need
more than meets the eye, the whole notebook is run in one more kernel. A cell that kills that one is left out, a new kernel
runs what came before it, and the rest of the notebook goes on.
"""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.kernels import Kernel, KernelDied
from autograder.place import Place
from autograder.slices import needed
from lab.cases import FIRST_NUMBER
from lab.observe import MIME
from lab.tasks import TASKS

MOST_DEATHS = 5  # of cells; after so many the rest is not run
SPARED = 2  # deaths in one place that are nobody's fault: a kernel may be killed from outside, and is asked once more
MOST_KEPT = 20_000_000  # characters of all the outputs of a notebook: more is no page, and has no place in memory
LEAST = 500  # characters that an output counts for at least
ABSENT = ("NameError", "AttributeError", "ImportError", "ModuleNotFoundError")  # what an answer raises that needs other cells


@dataclass(frozen=True)
class Limits:
    """Wall time, in seconds."""

    cell: float = 60.0
    notebook: float = 600.0


@dataclass
class Execution:
    """What came of running a notebook: it now has outputs; the answers stand apart, as they were published."""

    notebook: NotebookNode
    observations: dict[str, list[dict]] = field(default_factory=dict)  # task -> one published answer per case
    notes: list[str] = field(default_factory=list)
    excuses: dict[str, str] = field(default_factory=dict)  # task -> what kept its function from answering
    again: set[str] = field(default_factory=set)  # tasks that were asked in the whole notebook's kernel


class TimeIsUp(Exception):
    """The notebook's time is over."""


class TooManyDeaths(Exception):
    """So many kernels have died that no other is started."""


def is_illustration(cell: NotebookNode) -> bool:
    """Whether a cell of the release only draws what the student has built: no answer depends on it."""
    return bool(cell.metadata.get("feature_attribution", {}).get("illustration"))


def execute(
    notebook: NotebookNode, probes: dict[str, list[str]], place: Place, limits: Limits = Limits(), illustrations: bool = True
) -> Execution:
    """Asks each task's function its questions, and runs a notebook's code cells in order, without its test cells.

    Args:
        notebook: rebuilt from the release; its outputs are replaced.
        probes: task -> the sources that ask its function and publish the answers; a task's test cell is `test_<task>`.
        place: where kernels are started.
        illustrations: run also the given cells that only draw. Without them a notebook takes a fifth of the time.
    Raises:
        NoKernel: none starts.
    """
    run = Run(notebook, probes, place, limits)
    if not illustrations:
        run.left_out |= {number for number, cell in enumerate(notebook.cells) if is_illustration(cell)}
    return run.run()


class Run:
    """One notebook's run, over as many kernels as it takes."""

    def __init__(self, notebook: NotebookNode, probes: dict[str, list[str]], place: Place, limits: Limits):
        self.notebook, self.probes, self.place, self.limits = notebook, probes, place, limits
        self.result = Execution(notebook, notes=list(place.notes))
        self.ends = time.monotonic() + limits.notebook
        self.left_out: set[int] = set()  # cells that are not run: illustrations, and those that killed a kernel
        self.deaths = 0
        self.spared: Counter[str | int] = Counter()  # a task, or the number of a cell -> deaths that were forgiven
        self.room = MOST_KEPT  # what outputs may still come
        self.kernel: Kernel | None = None  # the one that runs the whole notebook

    def run(self) -> Execution:
        try:
            for number, cell in enumerate(self.notebook.cells):
                if task_of(cell) in self.probes:
                    self.ask_alone(task_of(cell), number)
            again = [task for task, first in self.result.observations.items() if any(map(lacks_something, first))]
            if again or any(map(is_to_be_seen, self.notebook.cells)):
                self.run_whole()
                self.ask_again(again)
        except TimeIsUp:
            self.result.notes.append(f"The notebook was stopped after {self.limits.notebook:g} s; what came later was not run.")
        except TooManyDeaths:
            self.result.notes.append(f"The kernel died {MOST_DEATHS} times; what came later was not run.")
        finally:
            self.drop_kernel()
        return self.result

    def drop_kernel(self) -> None:
        """Ends the kernel of the whole notebook, if there is one."""
        if self.kernel is not None:
            self.kernel.stop()
        self.kernel = None

    # --- one task ---------------------------------------------------------------------------------------------------

    def ask_alone(self, task: str, number: int) -> None:
        """Asks a task's function in a kernel of its own; an answer that came before the kernel died counts."""
        while True:
            kernel, running = self.place.start(), -1
            try:
                for running in self.cells_for(task, number):
                    cell = self.notebook.cells[running]
                    outputs = self.outputs_of(kernel, cell.source)
                    if grade_id(cell) == task:
                        cell.outputs = []
                        self.keep(outputs, cell.outputs)
                    else:
                        exhaust(outputs)
                running = -1
                return self.ask(kernel, task)
            except KernelDied as death:
                if self.spare(death, task if running == -1 else running):
                    continue
                if running == -1:
                    self.result.excuses[task] = f"{death} while your function was asked: it must come back, whatever happens."
                    self.result.notes.append(f"{death} in the questions to {task}; the rest was run without it.")
                    return None
                self.leave_out(running, death)
            finally:
                kernel.stop()

    def cells_for(self, task: str, number: int) -> list[int]:
        """The positions of the cells before a task's test cell that its answer needs."""
        cells = self.notebook.cells
        before = [earlier for earlier in range(number) if self.is_run(earlier, cells[earlier])]
        answer = next((place for place, earlier in enumerate(before) if grade_id(cells[earlier]) == task), None)
        if answer is None:
            return before
        others = frozenset(place for place, earlier in enumerate(before) if is_answer(cells[earlier]) and place != answer)
        put_in = frozenset(TASKS[need].defines for need in TASKS[task].needs) if task in TASKS else frozenset()
        return [before[place] for place in needed([cells[earlier].source for earlier in before], answer, others, put_in)]

    def ask(self, kernel: Kernel, task: str) -> None:
        """Keeps the answers, as they come. One to a visible case counts only before the others are asked.

        What is said of visible cases may be shown, and whoever has seen the others could say it of them.
        """
        answers = self.result.observations[task] = []
        for turn, source in enumerate(self.probes[task]):
            for output in self.outputs_of(kernel, source):
                answer = output.data.get(MIME) if output.output_type == "display_data" else None
                if answer is not None and (turn == 0 or not is_visible(answer)):
                    answers.append(answer)
            if any(raised(answer)[0] == "TimeoutError" for answer in answers):
                return

    # --- the whole notebook -----------------------------------------------------------------------------------------

    def is_run(self, number: int, cell: NotebookNode) -> bool:
        return cell.cell_type == "code" and number not in self.left_out and task_of(cell) not in self.probes

    def run_whole(self) -> None:
        self.room = MOST_KEPT  # the outputs that there are give way to new ones
        for number, cell in enumerate(self.notebook.cells):
            if self.is_run(number, cell):
                self.surviving(number, cell)

    def surviving(self, number: int, cell: NotebookNode) -> None:
        """Runs one cell; if the kernel dies of it, the cell is left out from now on."""
        while not self.survives(number, cell):
            pass

    def survives(self, number: int, cell: NotebookNode) -> bool:
        """Runs one cell; False if that is to be tried again."""
        cell.outputs = []
        try:
            kernel = self.ready(number)
            self.keep(self.outputs_of(kernel, cell.source), cell.outputs)
            if kernel.overran:  # no other kernel shall wait for it again
                self.left_out.add(number)
        except KernelDied as death:
            self.drop_kernel()
            if self.spare(death, number):
                return False
            self.leave_out(number, death)
        return True

    def spare(self, death: KernelDied, where: str | int) -> bool:
        """Whether a death is forgiven, and what the kernel was doing is done once more."""
        self.spared[where] += 1
        return death.unexplained and self.spared[where] <= SPARED

    def leave_out(self, number: int, death: KernelDied) -> None:
        """A cell that a kernel has died of is not run again."""
        cell = self.notebook.cells[number]
        self.left_out.add(number)
        cell.outputs.append(new_output("error", ename="KernelDied", evalue=str(death), traceback=[str(death)]))
        self.result.notes.append(f"{death} in the cell {cell.id}; the rest was run without it.")
        self.deaths += 1
        if self.deaths >= MOST_DEATHS:
            raise TooManyDeaths

    def ready(self, number: int) -> Kernel:
        """A kernel in which all the cells before a number have run."""
        if self.kernel is None:
            self.kernel = self.place.start()
            for earlier, cell in enumerate(self.notebook.cells[:number]):
                if self.is_run(earlier, cell):
                    exhaust(self.outputs_of(self.kernel, cell.source))
        return self.kernel

    def ask_again(self, tasks: list[str]) -> None:
        """Asks once more where something was not there that the rest of the notebook may have made.

        In the notebook's order, and in a kernel that has not been asked before: with a task's questions come right answers
        of earlier ones, and whoever has seen those is not asked about them again.
        """
        for task in tasks:
            first = self.result.observations[task]
            while task not in self.result.again:
                try:
                    self.ask(self.ready(len(self.notebook.cells)), task)
                    self.result.again.add(task)
                except KernelDied as death:  # the first answers still count
                    self.drop_kernel()
                    self.result.observations[task] = first
                    if not self.spare(death, f"{task} again"):
                        break

    def keep(self, outputs: Iterator[NotebookNode], kept: list[NotebookNode]) -> None:
        """Adds outputs to a cell's as they come, while the notebook has room for them, and says where it has none."""
        for output in outputs:
            had_room = self.room > 0
            self.room -= max(LEAST, len(str(output)))
            if self.room > 0:
                append(output, kept)
            elif had_room:
                self.result.notes.append(f"Outputs beyond {MOST_KEPT // 1_000_000} MB are not shown.")

    def outputs_of(self, kernel: Kernel, source: str) -> Iterator[NotebookNode]:
        left = self.ends - time.monotonic()
        if left <= 0:
            raise TimeIsUp
        yield from kernel.execute(source, min(self.limits.cell, left))


def grade_id(cell: NotebookNode) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def task_of(cell: NotebookNode) -> str:
    """The task whose test cell this is, or an empty text."""
    is_test = cell.metadata.get("nbgrader", {}).get("grade") and grade_id(cell).startswith("test_")
    return grade_id(cell).removeprefix("test_") if is_test else ""


def is_answer(cell: NotebookNode) -> bool:
    """Whether the student answers a task here."""
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def is_to_be_seen(cell: NotebookNode) -> bool:
    """Whether a person will look at what a code cell puts out: it is the student's own, or it is graded by hand."""
    marks = cell.metadata.get("nbgrader", {})
    by_hand = marks.get("grade") and marks.get("solution")
    return cell.cell_type == "code" and bool(by_hand or not marks) and bool(cell.source.strip())


def exhaust(outputs: Iterator[NotebookNode]) -> None:
    """Waits for the end of outputs that nobody will look at."""
    for _ in outputs:
        pass


def append(output: NotebookNode, outputs: list[NotebookNode]) -> None:
    """Adds an output; one that goes on with the latest stream becomes a part of it."""
    if outputs and output.output_type == "stream" == outputs[-1].output_type and output.name == outputs[-1].name:
        outputs[-1].text += output.text
    else:
        outputs.append(output)


def is_visible(answer: Any) -> bool:
    """Whether a published answer says that it is one to a case that students can see."""
    number = answer.get("number") if isinstance(answer, dict) else None
    return isinstance(number, int) and number < FIRST_NUMBER


def raised(answer: Any) -> tuple[str, str]:
    """The type and the message of what a published answer says that its function raised; empty where it raised nothing."""
    match answer:
        case {"value": {"raised": {"type": str(name), "message": str(message)}}}:
            return name, message
    return "", ""


def lacks_something(answer: Any) -> bool:
    """Whether a published answer says that the function, or something that it calls, was not there."""
    return raised(answer)[0] in ABSENT or (isinstance(answer, dict) and answer.get("missing") is True)
