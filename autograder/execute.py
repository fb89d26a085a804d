"""A notebook -> its outputs and its functions' answers, from kernels that may hang, die or lie: that is a result, too.

The notebook is run once from the top, as it was handed in. At each check its kernel leaves a copy of itself, in which the
task's function is what its name means there. The order of what follows keeps everything that could help from whoever could still
use it:

1. the notebook runs to its end: what people will see of it comes from here, and nobody has been asked anything yet;
2. the copies answer the visible cases: what may be said of errors is what was said here;
3. the copies answer the held-out cases;
4. in the notebook's order, a task without full marks is asked once more alone, in a kernel in which only those cells have run
   that it needs, with right answers of earlier tasks put in. The better answers count.

A cell that kills the kernel is left out, and the run starts again from the top without it.
"""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.cells import grade_id, is_answer, is_illustration, is_own, task_of
from autograder.kernels import Copy, Kernel, KernelDied
from autograder.place import Place
from autograder.published import is_visible, lacks_something, raised, timed_out
from autograder.slices import missing_name, names_in, needed, touches
from autograder.stepwise import MIME as SKIPPED
from lab.observe import MIME
from lab.tasks import TASKS

MOST_DEATHS = 5  # of cells; after so many the rest is not run
SPARED = 2  # deaths in one place that are nobody's fault: a kernel may be killed from outside, and is asked once more
MOST_KEPT = 20_000_000  # characters of all the outputs of a notebook: more is no page, and has no place in memory
LEAST = 500  # characters that an output counts for at least
WALK, NOTEBOOK = 0.5, 0.75  # parts of a notebook's time, after which the run from the top ends, and its copies are asked no more
AGAIN = 5.0  # seconds for a cell that has overrun its time, where it is run again
IN_THE_NOTEBOOK, ALONE = "notebook", "alone"  # the worlds in which a task is asked


@dataclass(frozen=True)
class Limits:
    """Wall time, in seconds."""

    cell: float = 60.0
    notebook: float = 600.0


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


@dataclass(frozen=True)
class Skipped:
    """A statement that failed and was left out, or a debugger that was passed over."""

    cell: str  # the id of its cell
    task: str  # whose answer stands there, or an empty text
    line: int  # of the cell, from 1
    type: str
    message: str


@dataclass
class Execution:
    """What came of running a notebook: it now has outputs; the answers stand apart, as they were published."""

    notebook: NotebookNode
    observations: dict[str, list[dict]] = field(default_factory=dict)  # task -> one published answer per case: the better ones
    worlds: dict[str, str] = field(default_factory=dict)  # task -> where these come from
    heard: dict[str, list[dict]] = field(default_factory=dict)  # task -> answers that came before anything hidden was known
    notes: list[str] = field(default_factory=list)
    excuses: dict[str, str] = field(default_factory=dict)  # task -> what kept its function from answering
    skipped: list[Skipped] = field(default_factory=list)


class TimeIsUp(Exception):
    """The notebook's time is over, or the part of it that may be used for something."""


class TooManyDeaths(Exception):
    """So many kernels have died that no other is started for the run from the top."""


Earned = Callable[[str, list[dict], str], float]  # task, answers, world -> the part of its marks that they are worth


def everything(task: str, answers: list[dict], world: str) -> float:
    return 1.0 if answers else 0.0


class Run:
    """One notebook's run, over as many kernels as it takes: its code cells in order, without its test cells, and the questions.

    Args:
        notebook: rebuilt from the release; its outputs are replaced.
        questions: task -> what it is asked; a task's test cell is `test_<task>`.
        place: where kernels are started.
        earned: what answers are worth; whoever runs the notebook does not know.
    """

    def __init__(
        self, notebook: NotebookNode, questions: dict[str, Questions], place: Place, limits: Limits, earned: Earned = everything
    ):
        self.notebook, self.questions, self.place, self.limits, self.earned = notebook, questions, place, limits, earned
        self.result = Execution(notebook, notes=list(place.notes))
        self.began = time.monotonic()
        self.part = 1.0  # of the notebook's time that may be used by now
        self.left_out: set[int] = set()  # cells that are not run, since they killed a kernel
        self.deferred: frozenset[int] = frozenset()  # given cells that are run only if something of theirs is missed
        self.slow: set[int] = set()  # cells that have overrun their time
        self.deaths = 0
        self.spared: Counter[str | int] = Counter()  # a task, or the number of a cell -> deaths that were forgiven
        self.room = MOST_KEPT  # what outputs may still come
        self.kernel: Kernel | None = None  # the one that runs the whole notebook
        self.copies: dict[str, Copy] = {}  # task -> a copy of it, made at the task's check
        self.common: Copy | None = None  # one for all tasks for which nothing changes between their checks and the end
        self.silenced: set[str] = set()  # tasks whose function has ended its kernel
        self.tests = {task_of(cell): n for n, cell in enumerate(notebook.cells) if task_of(cell) in questions}
        self.unchanging: set[str] = set()  # tasks that may as well be asked as if at the notebook's end

    def run(self, illustrations: bool = True) -> Execution:
        """All of it.

        Args:
            illustrations: run also the given cells that only draw. Without them a notebook takes a fifth of the time.
        Raises:
            NoKernel: none starts.
        """
        if not illustrations:
            self.deferred = deferrable(self.notebook.cells)
        try:
            self.from_the_top()
            if self.misses_deferred():
                self.deferred = frozenset()
                self.from_the_top()
            self.within(NOTEBOOK, self.ask_held_out)
            self.end_kernels()
            self.within(1.0, self.ask_alone)
        finally:
            self.end_kernels()
        return self.result

    def within(self, part: float, step: Callable[[], None]) -> None:
        """Takes a step, and ends it when a part of the notebook's time is over: what has come by then counts."""
        self.part = part
        try:
            step()
        except TimeIsUp:
            self.note(f"The notebook was stopped after {part * self.limits.notebook:g} s; what came later was not run.")

    def note(self, text: str) -> None:
        if text not in self.result.notes:
            self.result.notes.append(text)

    def end_kernels(self) -> None:
        """Ends the kernel of the whole notebook, if there is one, and with it its copies."""
        for copy in (*self.copies.values(), self.common):
            if copy is not None:
                copy.stop()
        if self.kernel is not None:
            self.kernel.stop()
        self.kernel, self.copies, self.common = None, {}, None

    # --- 1. the notebook, from the top ------------------------------------------------------------------------------

    def from_the_top(self) -> None:
        """Runs the notebook, and has its functions answer the visible cases as it was when it came to their checks."""
        self.within(WALK, self.walk)
        self.within(NOTEBOOK, self.ask_visible)

    def walk(self) -> None:
        try:
            while not self.walked():
                pass
        except TooManyDeaths:
            self.note(f"The kernel died {MOST_DEATHS} times; what came later was not run.")

    def walked(self) -> bool:
        """Runs the notebook to its end; False if it must start again, without a cell that the kernel died of."""
        self.end_kernels()
        self.room, self.result.skipped, self.result.heard = MOST_KEPT, [], {}
        self.kernel = self.place.start(copies=3 * len(self.tests))
        code = [(n, cell) for n, cell in enumerate(self.notebook.cells) if self.is_run(n, cell)]
        self.unchanging = {task for task, check in self.tests.items() if is_unchanging(name_of(task), check, code)}
        for number, cell in enumerate(self.notebook.cells):
            try:
                if task_of(cell) in self.questions and task_of(cell) not in self.unchanging:
                    self.leave_copy(task_of(cell))
                elif self.is_run(number, cell):
                    self.run_cell(number, cell)
            except KernelDied as death:
                if not self.spare(death, number):
                    self.leave_out(number, death)
                return False
        return True

    def leave_copy(self, task: str) -> None:
        """At a task's check: a copy of the kernel to be asked later; where none can be made, the visible cases are asked here."""
        assert self.kernel is not None
        copy = self.kernel.copy()
        if copy is not None:
            self.copies[task] = copy
        else:
            self.hear(task, self.kernel)

    def run_cell(self, number: int, cell: NotebookNode) -> None:
        """Runs one cell and keeps its outputs."""
        assert self.kernel is not None
        cell.outputs = []
        self.keep(self.reported(number, self.outputs_of(self.kernel, cell.source, number)), cell.outputs)
        if self.kernel.overran:
            self.slow.add(number)

    def reported(self, number: int, outputs: Iterator[NotebookNode]) -> Iterator[NotebookNode]:
        """The outputs of a cell; what it reports of statements that were left out goes elsewhere."""
        cell = self.notebook.cells[number]
        for output in outputs:
            report = output.get("data", {}).get(SKIPPED)
            if report is None:
                yield output
                continue
            match report:
                case {"line": int(line), "type": str(kind), "message": str(message)} if is_own(cell):
                    task = grade_id(cell) if grade_id(cell) in self.questions else ""
                    self.result.skipped.append(Skipped(cell.get("id", ""), task, line, kind, message))

    def is_run(self, number: int, cell: NotebookNode) -> bool:
        held_back = number in self.left_out or number in self.deferred
        return cell.cell_type == "code" and not held_back and task_of(cell) not in self.questions

    def spare(self, death: KernelDied, where: str | int) -> bool:
        """Whether a death is forgiven, and what the kernel was doing is done once more."""
        self.spared[where] += 1
        return death.unexplained and self.spared[where] <= SPARED

    def leave_out(self, number: int, death: KernelDied) -> None:
        """A cell that a kernel has died of is not run again."""
        cell = self.notebook.cells[number]
        self.left_out.add(number)
        cell.outputs = [new_output("error", ename="KernelDied", evalue=str(death), traceback=[str(death)])]
        self.note(f"{death} in the cell {cell.id}; the rest was run without it.")
        self.deaths += 1
        if self.deaths >= MOST_DEATHS:
            raise TooManyDeaths

    # --- 2. and 3. what its functions answer -------------------------------------------------------------------------

    def copy_for(self, task: str) -> Copy | None:
        """The kernel's copy in which a task is asked; None where there is none.

        Raises:
            KernelDied: the kernel did not leave one.
        """
        if task not in self.unchanging:
            return self.copies.get(task)
        if self.common is None and self.kernel is not None:
            self.common = self.kernel.copy(late=True)
        return self.common

    def ask_visible(self) -> None:
        """Puts the visible cases to all copies; where a name was not there at the check, to one that is made at the end."""
        for task in self.tests:
            try:
                copy = self.copy_for(task)
                if copy is not None:
                    self.hear(task, copy)
                if any(map(lacks_something, self.result.heard.get(task, []))) and task not in self.unchanging:
                    self.hear_at_the_end(task)
            except KernelDied as death:
                self.lose_copy(task)
                self.blame(task, death)

    def hear_at_the_end(self, task: str) -> None:
        """What a cell below the check defines counts, too, where nothing is right without it."""
        copy, before = self.kernel.copy() if self.kernel is not None else None, self.result.heard[task]
        if copy is None:
            return
        self.hear(task, copy)
        if any(map(lacks_something, self.result.heard[task])):
            self.result.heard[task] = before
            copy.stop()
        else:
            self.copies[task].stop()
            self.copies[task] = copy

    def hear(self, task: str, kernel: Kernel | Copy) -> None:
        """Asks the visible cases. What is answered here may be shown: nobody knows more by now than the student."""
        heard: list[dict] = []
        self.result.heard[task] = heard
        self.ask(kernel, self.questions[task].visible, heard, visible=True)

    def lose_copy(self, task: str) -> None:
        """The copy in which a task was asked is gone; those who shared it get another."""
        lost = self.common if task in self.unchanging else self.copies.pop(task, None)
        if lost is not None:
            lost.stop()
        if task in self.unchanging:
            self.common = None

    def blame(self, task: str, death: KernelDied) -> None:
        """A function that ends its kernel has not answered; where nobody knows who ended it, it is asked again."""
        if self.spare(death, f"asked: {task}"):
            return
        self.silenced.add(task)
        self.result.excuses[task] = f"{death} while your function was asked: it must come back, whatever happens."
        self.note(f"{death} in the questions to {task}; the rest was run without it.")

    def ask(self, kernel: Kernel | Copy, source: str, answers: list[dict], visible: bool) -> None:
        """Adds answers as they come. One to a visible case counts only before the others are asked.

        What is said of visible cases may be shown, and whoever has seen the others could say it of them.
        """
        for output in self.outputs_of(kernel, source) if source else ():
            answer = output.data.get(MIME) if output.output_type == "display_data" else None
            if answer is not None and (visible or not is_visible(answer)):
                answers.append(answer)

    def ask_held_out(self) -> None:
        for task in self.tests:
            answers = list(self.result.heard.get(task, []))
            self.result.observations[task], self.result.worlds[task] = answers, IN_THE_NOTEBOOK
            if task in self.result.heard and task not in self.silenced and not timed_out(answers):
                self.ask_in_copy(task, answers)

    def ask_in_copy(self, task: str, answers: list[dict]) -> None:
        """Adds the answers to the held-out cases; where there is no copy that is as it was, all in a kernel like it."""
        try:
            copy = self.copy_for(task)
            if copy is not None and not copy.moved():
                self.ask(copy, self.questions[task].held_out, answers, visible=False)
                return
        except KernelDied as death:
            self.lose_copy(task)
            self.blame(task, death)
            if task in self.silenced:
                return
        answers[:] = self.asked_like_it(task)

    def asked_like_it(self, task: str) -> list[dict]:
        """The answers in a kernel of its own in which all the cells before the task's check have run."""
        try:
            return self.asked(range(self.tests[task]), (self.questions[task].visible, self.questions[task].held_out))
        except KernelDied as death:
            self.blame(task, death)
            return []

    # --- 4. alone ------------------------------------------------------------------------------------------------

    def ask_alone(self) -> None:
        """Asks what has not earned everything once more, and keeps the better answers."""
        for task in self.tests:
            answers = self.result.observations.setdefault(task, [])
            self.result.worlds.setdefault(task, IN_THE_NOTEBOOK)
            earned = self.earned(task, answers, IN_THE_NOTEBOOK)
            if earned < 1 and self.is_answered_somewhere(task, answers):
                alone = self.asked_alone(task)
                if (self.earned(task, alone, ALONE), -lacking(alone)) > (earned, -lacking(answers)):
                    self.result.observations[task], self.result.worlds[task] = alone, ALONE

    def is_answered_somewhere(self, task: str, answers: list[dict]) -> bool:
        """Whether there is anything that could be asked: some cell binds the name, and not just to what is still to be done."""
        if answers and all(raised(answer)[0] == "NotImplementedError" for answer in answers):
            return False
        sources = (cell.source for n, cell in enumerate(self.notebook.cells) if self.is_run(n, cell))
        return any(name_of(task) in names_in(source).binds for source in sources)

    def asked_alone(self, task: str) -> list[dict]:
        """The answers in a kernel in which only the cells have run that the task's answer needs."""
        questions = self.questions[task]
        sources = questions.helped if any(questions.helped) else (questions.visible, questions.held_out)
        while True:
            try:
                return self.asked(self.cells_for(task), sources)
            except KernelDied as death:
                if not self.spare(death, f"alone: {task}"):
                    return []

    def cells_for(self, task: str) -> list[int]:
        """The positions of the cells before a task's test cell that its answer needs."""
        cells = self.notebook.cells
        before = [n for n in range(self.tests[task]) if self.is_run(n, cells[n])]
        answer = next((place for place, n in enumerate(before) if grade_id(cells[n]) == task), None)
        others = frozenset(place for place, n in enumerate(before) if is_answer(cells[n]) and place != answer)
        own = frozenset(place for place, n in enumerate(before) if is_own(cells[n]))
        put_in = frozenset(name_of(need) for need in TASKS[task].needs) if task in TASKS else frozenset()
        return [before[place] for place in needed([cells[n].source for n in before], answer, others, put_in, name_of(task), own)]

    # --- kernels and what they put out -------------------------------------------------------------------------------

    def asked(self, cells: Iterable[int], sources: tuple[str, str]) -> list[dict]:
        """The answers in a kernel of its own, in which some cells have run."""
        kernel, answers = self.place.start(), []  # type: Kernel, list[dict]
        try:
            for number in cells:
                if self.is_run(number, self.notebook.cells[number]):
                    exhaust(self.outputs_of(kernel, self.notebook.cells[number].source, number))
            self.ask(kernel, sources[0], answers, visible=True)
            if not timed_out(answers):
                self.ask(kernel, sources[1], answers, visible=False)
        except KernelDied:
            if not answers:
                raise  # an answer that came before counts
        finally:
            kernel.stop()
        return answers

    def misses_deferred(self) -> bool:
        """Whether a cell, or a function when asked, did not find a name that a given cell binds that was not run."""
        complaints = [skipped.message for skipped in self.result.skipped if skipped.type == "NameError"]
        complaints += [raised(answer)[1] for answers in self.result.heard.values() for answer in answers]
        missing = set(map(missing_name, complaints)) - {""}
        return any(missing & names_in(self.notebook.cells[number].source).binds for number in self.deferred)

    def keep(self, outputs: Iterator[NotebookNode], kept: list[NotebookNode]) -> None:
        """Adds outputs to a cell's as they come, while the notebook has room for them, and says where it has none."""
        for output in outputs:
            had_room = self.room > 0
            self.room -= max(LEAST, len(str(output)))
            if self.room > 0:
                append(output, kept)
            elif had_room:
                self.note(f"Outputs beyond {MOST_KEPT // 1_000_000} MB are not shown.")

    def outputs_of(self, kernel: Kernel | Copy, source: str, number: int = -1) -> Iterator[NotebookNode]:
        """What a source puts out, while there is time; a cell that has overrun its time before is not given as much again."""
        left = self.began + self.part * self.limits.notebook - time.monotonic()
        if left <= 0:
            raise TimeIsUp
        cell = min(self.limits.cell, AGAIN) if number in self.slow else self.limits.cell
        yield from kernel.execute(source, min(cell, left))


DYNAMIC = re.compile(
    r"\b(globals|locals|vars|eval|exec|compile|inspect|user_ns|__main__|get_ipython|dir)\b|^\s*%(run|who|store)", re.M
)
FOR_ALL = re.compile(  # what changes more than a name
    r"\bset_(default|grad|num|flush|rng|detect)|use_deterministic|seed\(|seterr|simplefilter|filterwarnings|patch|\b_C\b|__enter__"
    r"|register_module_|sys\.|^\s*(np|torch|nn|F|cv2|plt|lab)\.[\w.]*\s*=|setattr\(\s*(np|torch|nn|F|cv2|lab)\b",
    re.M,
)


def is_unchanging(name: str, check: int, code: list[tuple[int, NotebookNode]]) -> bool:
    """Whether a name means at the end of a notebook what it means at its check, as far as reading the cells can tell.

    Args:
        check: where the notebook's cells that count end.
        code: the cells that run, with their numbers.
    """
    later = [cell.source for number, cell in code if number > check]
    own = [(number, cell.source) for number, cell in code if is_own(cell)]
    if any(DYNAMIC.search(source) or (number > check and FOR_ALL.search(source)) for number, source in own):
        return False
    binds = {number: names_in(cell.source) for number, cell in code}
    known: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in known:
            known.add(one)
            waiting += (used for names in binds.values() if one in names.binds for used in names.uses)
    changed = frozenset().union(*(names_in(source).binds | touches(source) for source in later))
    imported = frozenset().union(*(names_in(source).imports for source in later))
    return not (changed - imported) & known


def deferrable(cells: list[NotebookNode]) -> frozenset[int]:
    """Given cells that need not run: they only draw, or bind names that nothing of the student's uses, and import nothing.

    Names that are looked up as text cannot be seen; where a student's cell may do that, only drawing is left out.
    """
    given = {n for n, cell in enumerate(cells) if cell.cell_type == "code" and not is_own(cell) and not task_of(cell)}
    drawing = {n for n in given if is_illustration(cells[n])}
    own = [cell.source for cell in cells if cell.cell_type == "code" and is_own(cell)]
    if any(map(DYNAMIC.search, own)):
        return frozenset(drawing)
    names = {n: names_in(cells[n].source) for n in given - drawing}
    used = frozenset().union(*(names_in(source).uses for source in own))
    kept = {n for n in names if names[n].imports or not names[n].binds}
    while True:
        wanted = used.union(*(names[n].uses for n in kept))
        more = {n for n in names if names[n].binds & wanted} - kept
        if not more:
            return frozenset(drawing | (names.keys() - kept))
        kept |= more


def name_of(task: str) -> str:
    """The Python name that a task asks for."""
    return TASKS[task].defines if task in TASKS else task


def lacking(answers: list[dict]) -> int:
    return sum(map(lacks_something, answers)) if answers else 1


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
