"""A notebook, run from the top in one kernel as it was submitted, and copies of that kernel in which its functions can be asked.

At a task's check the kernel leaves a copy of itself, in which the task's name means what it means there. For all tasks of which
reading tells that nothing changes between their checks and the end, one copy at the end serves. A cell that kills the
kernel is reduced to what it defines, and left out if it does it again; the run starts again from the top.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.execution.records import Clock, ExecutionResult, Skipped
from autograder.execution.unchanging import is_unchanging, may_read_files
from autograder.guest.stepwise import MIME as SKIPPED
from autograder.notebooks.cells import is_own, task_of
from autograder.notebooks.statements import definitions_in
from autograder.sandbox.kernel import Copy, Kernel, KernelDied
from autograder.sandbox.launcher import KernelLauncher

MOST_DEATHS = 5  # of cells; after so many the rest is not run
SPARED = 2  # deaths in one place that are nobody's fault: a kernel may be killed from outside, and is asked once more
MOST_KEPT = 20_000_000  # characters of all the outputs of a notebook: more is no page, and has no place in memory
LEAST = 500  # characters that an output counts for at least
AGAIN = 5.0  # seconds for a cell that has overrun its time, where it is run again
MOST_SKIPPED = 1_000  # statements of a notebook that are reported
Ask = Callable[[str, Kernel | Copy], None]  # puts a task's visible cases to a kernel


class TooManyDeaths(Exception):
    """So many kernels have died that no other is started for the run from the top."""


class Walk:
    """The run from the top.

    Args:
        tests: task -> the position of its test cell, which is not run.
        result: what is filled in.
    """

    def __init__(
        self, notebook: NotebookNode, tests: dict[str, int], launcher: KernelLauncher, clock: Clock, result: ExecutionResult
    ):
        self.notebook, self.tests, self.launcher, self.clock, self.result = notebook, tests, launcher, clock, result
        self.left_out: set[int] = set()  # cells that are not run, since they killed a kernel
        self.deferred: frozenset[int] = frozenset()  # given cells that are run only if something of theirs is missed
        self.reduced: dict[int, str] = {}  # cells that have killed a kernel once -> what is run of them since
        self.slow: set[int] = set()  # cells that have overrun their time
        self.spared: Counter[str | int] = Counter()  # a question, or the number of a cell -> deaths that were forgiven
        self.budget = MOST_KEPT  # what outputs may still come
        self.kernel: Kernel | None = None
        self.copies: dict[str, Copy] = {}  # task -> a copy made at the task's check
        self.common: Copy | None = None  # the one for all unchanging tasks
        self.steady: set[str] = set()  # tasks of which reading tells that nothing changes between their checks and the end
        self.unchanging: set[str] = set()  # those, where kernels leave copies: one at the end serves them all
        self.second: Kernel | None = None  # in which the notebook has run once more
        self.reached: set[str] = set()  # tasks to whose check the run has come

    def run(self, ask: Ask) -> None:
        """Runs the notebook, again from the top where a cell has ended the kernel.

        Args:
            ask: called at a check at which no copy can be made.
        Raises:
            TimeIsUp: before its end.
            KernelUnavailable: none starts.
        """
        try:
            while not self.runs_through(ask):
                pass
        except TooManyDeaths:
            self.result.note(f"The kernel died {MOST_DEATHS} times; what came later was not run.")

    def runs_through(self, ask: Ask) -> bool:
        """Runs the notebook to its end; False if it must start again, without a cell that the kernel died of."""
        self.end()
        self.budget, self.result.skipped, self.reached = MOST_KEPT, [], set()
        self.kernel = self.launcher.start(copies=3 * len(self.tests))
        code = [(n, cell) for n, cell in enumerate(self.notebook.cells) if self.is_run(n)]
        self.steady = {task for task, check in self.tests.items() if is_unchanging(self.result.name_of(task), check, code)}
        self.unchanging = self.steady if self.launcher.copies else set()
        checks = {number: task for task, number in self.tests.items()}
        for number, cell in enumerate(self.notebook.cells):
            try:
                if number in checks:
                    self.come_to(checks[number], ask)
                elif self.is_run(number):
                    self.run_cell(number, cell)
            except KernelDied as death:
                if not self.spare(death, number):
                    self.leave_out(number, death)
                return False
        return True

    def come_to(self, task: str, ask: Ask) -> None:
        """Leaves a copy at a task's check, to be asked later; where none can be made, the task is asked in the kernel itself."""
        self.reached.add(task)
        if task not in self.unchanging:
            assert self.kernel is not None
            copy = self.kernel.copy()
            if copy is not None:
                self.copies[task] = copy
            else:
                ask(task, self.kernel)

    def run_cell(self, number: int, cell: NotebookNode) -> None:
        """Runs one cell and keeps its outputs."""
        assert self.kernel is not None
        if number not in self.reduced:
            cell.outputs = []
        self.keep(self.without_reports(cell, self.outputs_of(self.kernel, self.source(number), number)), cell.outputs)
        if self.kernel.overran:
            self.slow.add(number)

    def source(self, number: int) -> str:
        """What is run of a cell."""
        return self.reduced.get(number, self.notebook.cells[number].source)

    def is_run(self, number: int) -> bool:
        cell = self.notebook.cells[number]
        return cell.cell_type == "code" and not (
            number in self.left_out or number in self.deferred or task_of(cell) in self.tests
        )

    def without_reports(self, cell: NotebookNode, outputs: Iterator[NotebookNode]) -> Iterator[NotebookNode]:
        """The outputs of a cell; what it reports of statements that were left out is kept elsewhere."""
        for output in outputs:
            if SKIPPED not in output.get("data", {}):
                yield output
            elif is_own(cell):
                self.report(cell.get("id", ""), output.data[SKIPPED])

    def report(self, cell: str, report: object) -> None:
        """Keeps what a kernel says of a statement that was left out."""
        match report:
            case {"line": int(line), "type": str(kind), "message": str(message)} if len(self.result.skipped) < MOST_SKIPPED:
                self.result.skipped.append(Skipped(cell, line, kind, message))

    def spare(self, death: KernelDied, where: str | int) -> bool:
        """Whether a death is forgiven, and what the kernel was doing is done once more."""
        self.spared[where] += 1
        return death.unexplained and self.spared[where] <= SPARED

    def leave_out(self, number: int, death: KernelDied) -> None:
        """Runs from now on only what a cell defines that a kernel has died of; nothing of it, if a kernel dies of that, too."""
        cell = self.notebook.cells[number]
        if task_of(cell) in self.tests:  # its function was asked in the kernel itself
            return
        rest = "" if number in self.reduced else definitions_in(cell.source)
        if rest:
            self.reduced[number] = rest
            self.slow.add(number)
        else:
            self.left_out.add(number)
        cell.outputs = [new_output("error", ename="KernelDied", evalue=str(death), traceback=[str(death)])]
        without = "only what it defines was run" if rest else "the rest was run without it"
        self.result.note(f"{death} in the cell {cell.id}; {without}.")
        if len(self.left_out) + len(self.reduced) >= MOST_DEATHS:
            raise TooManyDeaths

    def has_moved(self, copy: Copy) -> bool:
        """Whether a copy may answer otherwise than at the moment it stands for, since files have changed that it may read.

        Raises:
            KernelDied: it did not answer.
        """
        return copy.moved() and may_read_files(cell for n, cell in enumerate(self.notebook.cells) if self.is_run(n))

    # --- its copies --------------------------------------------------------------------------------------------------

    def copy_for(self, task: str) -> Copy | None:
        """The copy in which a task is to be asked; None where there is none."""
        if task not in self.unchanging:
            return self.copies.get(task)
        if self.common is None:
            self.common = self.copy_at_the_end(late=True)
        return self.common

    def copy_at_the_end(self, late: bool = False) -> Copy | None:
        """A copy as the notebook is at its end; None where none can be made any more."""
        try:
            return self.kernel.copy(late) if self.kernel is not None else None
        except KernelDied:
            self.kernel = None
            return None

    def lose_copy(self, task: str) -> None:
        """The copy in which a task was asked is gone; those who shared it get another."""
        lost = self.common if task in self.unchanging else self.copies.pop(task, None)
        if lost is not None:
            lost.stop()
        if task in self.unchanging:
            self.common = None

    def once_more(self) -> Kernel:
        """A kernel in which the notebook has run once more: one for all tasks, where its own leaves no copies.

        Raises:
            KernelDied: of one of its cells, this time.
        """
        if self.second is None:
            self.second = self.launcher.start()
            self.run_cells(self.second, range(len(self.notebook.cells)))
        return self.second

    def run_cells(self, kernel: Kernel, cells: Iterable[int]) -> None:
        """Runs those of some cells that are run at all; nobody looks at what they put out."""
        for number in filter(self.is_run, cells):
            for _ in self.outputs_of(kernel, self.source(number), number):
                pass

    def end(self) -> None:
        """Ends the kernels, if there are any, and with them their copies."""
        for kernel in (self.kernel, self.second):
            if kernel is not None:
                kernel.stop()
        for copy in (*self.copies.values(), self.common):
            if copy is not None:
                copy.stop()
        self.kernel, self.second, self.copies, self.common = None, None, {}, None

    # --- outputs -----------------------------------------------------------------------------------------------------

    def outputs_of(self, kernel: Kernel | Copy, source: str, number: int = -1, part: float = 1) -> Iterator[NotebookNode]:
        """What a source puts out, while there is time; a cell that has overrun its time before is not given as much again.

        Args:
            part: of the time that it would have.
        """
        yield from kernel.execute(source, part * self.clock.seconds(AGAIN if number in self.slow else self.clock.cell_seconds))

    def keep(self, outputs: Iterator[NotebookNode], kept: list[NotebookNode]) -> None:
        """Adds outputs to a cell's as they come, while the notebook has room for them, and says where it has none."""
        for output in outputs:
            was_within = self.budget > 0
            self.budget -= max(LEAST, len(str(output)))
            if self.budget > 0:
                append(output, kept)
            elif was_within:
                self.result.note(f"Outputs beyond {MOST_KEPT // 1_000_000} MB are not shown.")


def append(output: NotebookNode, outputs: list[NotebookNode]) -> None:
    """Adds an output; one that goes on with the latest stream becomes a part of it."""
    if outputs and output.output_type == "stream" == outputs[-1].output_type and output.name == outputs[-1].name:
        outputs[-1].text += output.text
    else:
        outputs.append(output)
