"""A notebook -> its outputs and its functions' answers, from a kernel that may hang, die or lie: that is a result, too.

The loop over cells is our own and not nbclient's: nbclient waits without end for a cell that ignores an interrupt, keeps
outputs without bound, and ends the notebook with the kernel. Here a cell that kills the kernel is left out, a new kernel
runs what came before it, and the rest of the notebook goes on.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.manager import KernelManager
from nbformat import NotebookNode
from nbformat.v4 import new_output, output_from_msg

from autograder.box import probe
from autograder.sandbox import BoxedManager, environment
from lab.observe import MIME

MOST_KERNELS = 5  # after so many deaths the rest is not run
GRACE = 3.0  # seconds that an interrupted cell has to stop
START = 60.0  # seconds for a kernel to start
MOST_OUTPUT = 5_000_000  # characters kept of one cell's outputs
UNSAFE = "NOT IN A BOX: this notebook ran with all the rights of the user who grades, as --unsafe asked for."


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


class KernelDied(Exception):
    """The kernel is gone, or was stopped because it did not answer."""


class TimeIsUp(Exception):
    """The notebook's time is over."""


class NoBox(RuntimeError):
    """Students' code must not run here: this machine makes no box, and nobody asked for less."""


class TooManyDeaths(Exception):
    """So many kernels have died that no other is started."""


def is_illustration(cell: NotebookNode) -> bool:
    """Whether a cell of the release only draws what the student has built: no answer depends on it."""
    return bool(cell.metadata.get("feature_attribution", {}).get("illustration"))


def execute(
    notebook: NotebookNode,
    probes: dict[str, str],
    folder: Path,
    limits: Limits = Limits(),
    illustrations: bool = True,
    unsafe: bool = False,
) -> Execution:
    """Runs a notebook's code cells in order, and in place of its test cells the questions to each task's function.

    Args:
        notebook: rebuilt from the release; its outputs are replaced.
        probes: task -> the code that asks its function and publishes the answers; a task's test cell is `test_<task>`.
        folder: the kernel's working directory; it can be written.
        illustrations: run also the given cells that only draw. Without them a notebook takes a fifth of the time.
        unsafe: where this machine makes no box, run without one.
    Raises:
        NoBox: it makes none, and `unsafe` was not asked for.
    """
    in_box = boxed(unsafe)
    run = Run(notebook, probes, folder, limits, in_box)
    if not in_box:
        run.result.notes.append(UNSAFE)
    if not illustrations:
        run.left_out |= {number for number, cell in enumerate(notebook.cells) if is_illustration(cell)}
    return run.run()


def boxed(unsafe: bool = False) -> bool:
    """Whether notebooks run in a box here.

    Raises:
        NoBox: they cannot, and `unsafe` was not asked for.
    """
    ability = probe()
    if not ability.works and not unsafe:
        raise NoBox(f"not judged, no box for students' code: {ability.why_not}; {ability.mend} (or trust them all: --unsafe)")
    return ability.works


class Run:
    """One notebook's run, over as many kernels as it takes."""

    def __init__(self, notebook: NotebookNode, probes: dict[str, str], folder: Path, limits: Limits, in_box: bool):
        self.notebook, self.probes, self.folder, self.limits, self.in_box = notebook, probes, folder, limits, in_box
        self.result = Execution(notebook)
        self.ends = time.monotonic() + limits.notebook
        self.left_out: set[int] = set()  # cells that are not run: illustrations, and those that killed a kernel
        self.kernels = 0
        self.kernel: Kernel | None = None

    def run(self) -> Execution:
        try:
            for number, cell in enumerate(self.notebook.cells):
                if cell.cell_type == "code" and number not in self.left_out:
                    self.surviving(number, cell)
            self.ask_again()
        except TimeIsUp:
            self.result.notes.append(f"The notebook was stopped after {self.limits.notebook:g} s; what came later was not run.")
        except TooManyDeaths:
            self.result.notes.append(f"The kernel died {MOST_KERNELS} times; what came later was not run.")
        finally:
            self.drop_kernel()
        return self.result

    def drop_kernel(self) -> None:
        """Ends the kernel, if there is one."""
        if self.kernel is not None:
            self.kernel.stop()
        self.kernel = None

    def surviving(self, number: int, cell: NotebookNode) -> None:
        """Runs one cell; if the kernel dies of it, the cell is left out from now on."""
        task = task_of(cell)
        try:
            self.ready(number)
            if task in self.probes:
                self.ask(task)
            else:
                cell.outputs = []
                for output in self.outputs_of(cell.source):
                    cell.outputs.append(output)
                if self.kernel is not None and self.kernel.overran:  # no other kernel shall wait for it again
                    self.left_out.add(number)
        except KernelDied as death:
            self.drop_kernel()
            self.left_out.add(number)
            if task in self.probes:
                self.result.excuses[task] = f"{death} while your function was asked: it must come back, whatever happens."
            else:
                cell.outputs.append(new_output("error", ename="KernelDied", evalue=str(death), traceback=[str(death)]))
            where = f"in the questions to {task}" if task in self.probes else f"in the cell {cell.id}"
            self.result.notes.append(f"{death} {where}; the rest was run without it.")

    def ready(self, number: int) -> None:
        """A kernel in which all the cells before a number have run."""
        if self.kernel is not None:
            return
        if self.kernels >= MOST_KERNELS:
            raise TooManyDeaths
        self.kernels += 1
        self.kernel = Kernel(self.folder, self.in_box)
        for earlier, cell in enumerate(self.notebook.cells[:number]):
            if cell.cell_type == "code" and earlier not in self.left_out and task_of(cell) not in self.probes:
                list(self.outputs_of(cell.source))

    def ask(self, task: str) -> None:
        """Asks a task's function its questions; an answer that came before the kernel died counts."""
        answers = self.result.observations[task] = []
        for output in self.outputs_of(self.probes[task]):
            if output.output_type == "display_data" and MIME in output.data:
                answers.append(output.data[MIME])

    def ask_again(self) -> None:
        """Asks once more at the notebook's end where a name was not known yet: students put helper functions below, too."""
        for task, first in list(self.result.observations.items()):
            if any(not_defined_yet(answer) for answer in first):
                try:
                    self.ready(len(self.notebook.cells))
                    self.ask(task)
                except (KernelDied, TimeIsUp, TooManyDeaths):  # the first answers still count
                    self.drop_kernel()
                    self.result.observations[task] = first

    def outputs_of(self, source: str) -> Iterator[NotebookNode]:
        assert self.kernel is not None
        left = self.ends - time.monotonic()
        if left <= 0:
            raise TimeIsUp
        yield from self.kernel.execute(source, min(self.limits.cell, left))


def task_of(cell: NotebookNode) -> str:
    """The task whose test cell this is, or an empty text."""
    marks = cell.metadata.get("nbgrader", {})
    grade_id = marks.get("grade_id", "")
    return grade_id.removeprefix("test_") if marks.get("grade") and grade_id.startswith("test_") else ""


def name_error(answer: Any) -> str:
    """What a published answer says of a name that its function did not find, or an empty text."""
    match answer:
        case {"value": {"raised": {"type": "NameError", "message": str(message)}}}:
            return message
    return ""


def not_defined_yet(answer: Any) -> bool:
    """Whether a published answer says that the function, or something that it calls, was not defined."""
    return bool(name_error(answer)) or (isinstance(answer, dict) and answer.get("missing") is True)


class Kernel:
    """One Python kernel that works in a folder, or in a box's copy of it, with nothing of the grader's environment."""

    def __init__(self, folder: Path, in_box: bool = True):
        self.overran = False  # whether the latest source was stopped because its time was over
        self.manager = BoxedManager() if in_box else KernelManager(transport="ipc", ip=str(folder / ".kernel"))
        self.manager.start_kernel(cwd=str(folder), env=environment(folder))
        self.client = self.manager.client()
        self.client.start_channels()
        try:
            self.client.wait_for_ready(timeout=START)
        except RuntimeError as error:
            self.stop()
            raise KernelDied("The kernel did not start") from error

    def stop(self) -> None:
        """Ends the kernel at once: it has nothing to save."""
        if self.manager.has_kernel:
            self.client.stop_channels()
            self.manager.shutdown_kernel(now=True)
            self.manager.cleanup_resources()

    def execute(self, source: str, seconds: float) -> Iterator[NotebookNode]:
        """Runs a source and yields its outputs as they come.

        Raises:
            KernelDied: during this source; also where it did not stop in time, and not when interrupted either.
        """
        request = self.client.execute(source, store_history=False, allow_stdin=False, stop_on_error=False)
        deadline, interrupted, size = time.monotonic() + seconds, False, 0
        self.overran = False
        while True:
            message = self.next_message()
            if message is None:
                if not self.manager.is_alive():
                    self.stop()
                    raise KernelDied(getattr(self.manager.provisioner, "complaint", "") or "The kernel died")
            elif message["parent_header"].get("msg_id") == request:
                if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                    return
                for output in outputs_in(message):
                    size += len(str(output))
                    if size <= MOST_OUTPUT:
                        yield output
            if time.monotonic() > deadline:
                if interrupted:
                    self.stop()
                    raise KernelDied("The kernel did not stop when its time was over")
                yield new_output("stream", name="stderr", text=f"\nStopped: this took longer than {seconds:.0f} s.\n")
                self.overran = True
                self.manager.interrupt_kernel()
                deadline, interrupted = time.monotonic() + GRACE, True

    def next_message(self) -> dict | None:
        """The next message, or None where there is none for a while."""
        try:
            return self.client.get_iopub_msg(timeout=0.5)
        except Empty:
            return None


def outputs_in(message: dict) -> list[NotebookNode]:
    """What a message adds to a cell's outputs."""
    if message["msg_type"] not in ("stream", "display_data", "execute_result", "error"):
        return []
    return [output_from_msg(message)]
