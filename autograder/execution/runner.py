"""A notebook -> its outputs and its functions' answers, from kernels that may hang, die or lie: that is a result, too.

The order keeps everything that could help from whoever could still use it:

1. the notebook runs from the top to its end (`autograder.execution.walk`): what people will see of it comes from here,
   and nobody has been asked anything yet;
2. its functions answer the visible cases, as they were at their checks: what may be said of errors is what was said here;
3. they answer the held-out cases;
4. in the notebook's order, a task without full marks is asked once more alone, in a kernel in which only those cells have run
   that it needs, with right answers of earlier tasks put in. The better answers count. Where those to the visible cases leave
   it no more than it has, it is not asked the others.
"""

from collections.abc import Callable, Iterable, Iterator

from nbformat import NotebookNode

from autograder.execution.needed_cells import cells_needed, misses_deferred
from autograder.execution.published import is_visible, lacking, lacks_something, raised, timed_out
from autograder.execution.records import ALONE, IN_THE_NOTEBOOK, Clock, ExecutionResult, Questions, TimeIsUp, Worth
from autograder.execution.unchanging import deferrable
from autograder.execution.walk import Walk
from autograder.guest.stepwise import MIME as SKIPPED
from autograder.notebooks.cells import task_of
from autograder.notebooks.dependencies import names_in
from autograder.sandbox.kernel import Copy, Kernel, KernelDied
from autograder.sandbox.launcher import KernelLauncher
from selfcheck.observe import MIME

WALK, ASKED = 0.5, 0.75  # parts of a notebook's time, after which the run from the top ends, and is not asked any more
ONCE_MORE = 1 / 3  # part of its time that a function is given alone which has not come back in the notebook
Wanted = Callable[[list[dict]], bool]  # answers to the visible cases -> whether they and the others can be of any use


class Run:
    """One notebook's run, over as many kernels as it takes: its code cells in order, without its test cells, and the questions.

    Args:
        notebook: rebuilt from the release; its outputs are replaced.
        questions: task -> what it is asked; a task's test cell is `test_<task>`.
        launcher: where kernels are started.
        clock: how much wall time there is for it.
        worth: what answers are worth; whoever runs the notebook does not know.
    """

    def __init__(
        self,
        notebook: NotebookNode,
        questions: dict[str, Questions],
        launcher: KernelLauncher,
        clock: Clock,
        worth: Worth = Worth(),  # noqa: B008 - it is frozen
    ):
        self.notebook, self.questions, self.launcher, self.worth = notebook, questions, launcher, worth
        self.result = ExecutionResult(notebook, notes=list(launcher.notes))
        self.clock = clock
        self.tests = {task_of(cell): n for n, cell in enumerate(notebook.cells) if task_of(cell) in questions}
        self.walk = Walk(notebook, self.tests, launcher, self.clock, self.result)
        self.silenced: set[str] = set()  # tasks whose function has ended its kernel

    def run(self, illustrations: bool = True) -> ExecutionResult:
        """All of it.

        Args:
            illustrations: run also the given cells that only draw. Without them a notebook takes a fifth of the time.
        Raises:
            KernelUnavailable: none starts.
        """
        if not illustrations:
            self.walk.deferred = deferrable(self.notebook.cells)
        try:
            self.from_the_top()
            if misses_deferred(self.notebook.cells, self.walk.deferred, self.result):
                self.walk.deferred = frozenset()
                self.from_the_top()
            self.within(ASKED, self.ask_held_out)
            self.walk.end()
            self.within(1.0, self.ask_alone)
        finally:
            self.walk.end()
        return self.result

    def from_the_top(self) -> None:
        """Runs the notebook, and has its functions answer the visible cases as it was when it came to their checks."""
        self.result.heard, self.result.lacking = {}, {}
        self.within(WALK, lambda: self.walk.run(self.hear_in_the_kernel))
        self.within(ASKED, self.ask_visible)

    def within(self, part: float, step: Callable[[], None]) -> None:
        """Takes a step, and ends it when a part of the notebook's time is over: what has come by then counts."""
        self.clock.part = part
        try:
            step()
        except TimeIsUp:
            self.result.note(f"This was stopped after {part * self.clock.notebook_seconds:g} s; what came later was not run.")

    # --- 2. the visible cases ----------------------------------------------------------------------------------------

    def ask_visible(self) -> None:
        """Puts the visible cases to the copies; where a name was not there at the check, to one that is made at the end."""
        for task in self.tests:
            while task in self.walk.reached and task not in self.silenced and not self.is_heard(task):
                pass

    def is_heard(self, task: str) -> bool:
        """Asks a task's visible cases; False if that is to be done once more."""
        copy = self.walk.copy_for(task)
        try:
            if copy is not None:
                self.hear(task, copy)
            if task not in self.walk.unchanging and any(map(lacks_something, self.result.heard.get(task, []))):
                self.hear_at_the_end(task)
        except KernelDied as death:
            self.walk.lose_copy(task)
            self.blame(task, death)
            return False
        return True

    def hear(self, task: str, kernel: Kernel | Copy) -> None:
        """Asks the visible cases. What is answered here may be shown: nobody knows more by now than the student."""
        heard: list[dict] = []
        self.result.heard[task] = heard
        for answer in self.answers_of(kernel, self.questions[task].visible, task):
            heard.append(answer)

    def hear_in_the_kernel(self, task: str, kernel: Kernel | Copy) -> None:
        """Asks the visible cases at a check where the kernel leaves no copy.

        Raises:
            KernelDied: the run from the top must start again.
        """
        if task not in self.silenced:
            try:
                self.hear(task, kernel)
            except KernelDied as death:
                self.blame(task, death)
                raise

    def hear_at_the_end(self, task: str) -> None:
        """What a cell below the check defines counts, too, where nothing is right without it."""
        copy, before = self.walk.copy_at_the_end(), self.result.heard[task]
        if copy is None:
            return
        self.hear(task, copy)
        if any(map(lacks_something, self.result.heard[task])):
            self.result.heard[task] = before
            copy.stop()
        else:
            self.result.lacking[task] = before
            self.walk.lose_copy(task)
            self.walk.copies[task] = copy

    def blame(self, task: str, death: KernelDied) -> None:
        """A function that ends its kernel has not answered; where nobody knows who ended it, it is asked again."""
        if not self.walk.spare(death, f"asked: {task}"):
            self.silenced.add(task)
            self.result.unanswered[task] = f"{death} while your function was asked: it must come back, whatever happens."
            self.result.note(f"{death} in the questions to {task}; the rest was run without it.")

    def answers_of(self, kernel: Kernel | Copy, source: str, task: str = "", part: float = 1) -> Iterator[dict]:
        """Answers as they are published.

        Args:
            part: of the time that a question may take.
            task: whose reports of debuggers are kept; those of kernels that know more than the student are not.
        """
        for output in self.walk.outputs_of(kernel, source, part=part) if source else ():
            if output.output_type == "display_data" and MIME in output.data:
                yield output.data[MIME]
            elif task and output.output_type == "display_data" and SKIPPED in output.data:
                self.walk.report(self.notebook.cells[self.tests[task]].get("id", ""), output.data[SKIPPED])

    # --- 3. the held-out cases ---------------------------------------------------------------------------------------

    def ask_held_out(self) -> None:
        for task in self.tests:
            answers = list(self.result.heard.get(task, []))
            self.result.observations[task], self.result.worlds[task] = answers, IN_THE_NOTEBOOK
            if task in self.walk.reached and task not in self.silenced and not timed_out(answers):
                self.ask_in_copy(task, answers)
            if task not in self.walk.unchanging:
                self.walk.lose_copy(task)

    def ask_in_copy(self, task: str, answers: list[dict]) -> None:
        """Adds the answers to the held-out cases; where there is no copy that is as it was, all in a kernel like it."""
        copy = self.walk.copy_for(task)
        try:
            if copy is not None and task in self.result.heard and not self.walk.has_moved(copy):
                self.add_held_out(copy, self.questions[task].held_out, answers)
                return
        except KernelDied as death:
            self.walk.lose_copy(task)
            self.blame(task, death)
        if task not in self.silenced:
            in_second = copy is None and task in self.walk.steady
            answers[:] = self.asked_in_second(task) if in_second else self.asked_like_it(task)
            if in_second and task not in self.silenced and self.answers_otherwise(task, answers):
                answers[:] = self.asked_like_it(task)

    def answers_otherwise(self, task: str, answers: list[dict]) -> bool:
        """Whether visible cases are answered otherwise than at the check: a cell below it has changed more than names."""
        heard = self.result.heard.get(task, [])
        return bool(heard) and list(filter(is_visible, answers)) != heard

    def add_held_out(self, kernel: Kernel | Copy, source: str, answers: list[dict]) -> None:
        """Adds answers as they come. One to a visible case counts only before the others are asked.

        What is said of visible cases may be shown, and whoever has seen the others could say it of them.
        """
        for answer in self.answers_of(kernel, source):
            if not is_visible(answer):
                answers.append(answer)

    def asked_like_it(self, task: str) -> list[dict]:
        """The answers in a kernel of its own in which all the cells before the task's check have run."""
        answers, death = self.asked(range(self.tests[task]), (self.questions[task].visible, self.questions[task].held_out))
        if death is not None:
            self.blame(task, death)
        return answers

    def asked_in_second(self, task: str) -> list[dict]:
        """The answers in the one kernel that has run the notebook once more, for all tasks that mean the same at its end."""
        answers: list[dict] = []
        try:
            self.ask_all(self.walk.once_more(), (self.questions[task].visible, self.questions[task].held_out), answers)
        except KernelDied as death:
            self.walk.second = None
            self.blame(task, death)
        return answers

    def ask_all(
        self, kernel: Kernel, sources: tuple[str, str], answers: list[dict], part: float = 1, wanted: Wanted = lambda _: True
    ) -> None:
        """Adds the answers to the visible cases, then, where the function has come back, those to the held-out ones."""
        for answer in self.answers_of(kernel, sources[0], part=part):
            answers.append(answer)  # one that came before the kernel died counts
        if not wanted(answers):
            answers.clear()
        elif not timed_out(answers):
            self.add_held_out(kernel, sources[1], answers)

    def asked(
        self, cells: Iterable[int], sources: tuple[str, str], part: float = 1, wanted: Wanted = lambda _: True
    ) -> tuple[list[dict], KernelDied | None]:
        """The answers in a kernel of its own, in which some cells have run; and what ended it before it had answered all.

        Args:
            part: of the time that visible cases may take.
            wanted: after whose answers to the visible cases it goes on; the others' are dropped.
        """
        kernel, answers = self.launcher.start(), []  # type: Kernel, list[dict]
        try:
            self.walk.run_cells(kernel, cells)
            self.ask_all(kernel, sources, answers, part, wanted)
        except KernelDied as death:
            return answers, death
        finally:
            kernel.stop()
        return answers, None

    # --- 4. alone ----------------------------------------------------------------------------------------------------

    def ask_alone(self) -> None:
        """Asks what has not earned everything once more, and keeps the better answers."""
        for task in self.tests:
            answers = self.result.observations.setdefault(task, [])
            self.result.worlds.setdefault(task, IN_THE_NOTEBOOK)
            earned = self.worth.earned(task, answers, IN_THE_NOTEBOOK)
            if earned < 1 and self.is_answered_somewhere(task, answers):
                known = earned, -lacking(answers)
                alone = self.asked_alone(task, known)
                judged = alone and alone != answers  # what is the same has been judged
                if judged and (self.worth.earned(task, alone, ALONE), -lacking(alone)) > known:
                    self.result.observations[task], self.result.worlds[task] = alone, ALONE

    def is_answered_somewhere(self, task: str, answers: list[dict]) -> bool:
        """Whether there is anything that could be asked: some cell binds the name, and not just to what is still to be done."""
        calls_others = any(self.questions[task].helped)  # what is still to be done may be theirs
        if answers and not calls_others and all(raised(answer)[0] == "NotImplementedError" for answer in answers):
            return False
        cells = self.notebook.cells
        return any(self.result.name_of(task) in names_in(cells[n].source).binds for n in range(len(cells)) if self.walk.is_run(n))

    def asked_alone(self, task: str, known: tuple[float, int]) -> list[dict]:
        """The answers in a kernel in which only the cells have run that the task's answer needs; none where they are no better.

        Args:
            known: what the answers in the notebook earn, and, with a minus sign, how many of them lack something.
        """
        questions = self.questions[task]
        sources = questions.helped if any(questions.helped) else (questions.visible, questions.held_out)
        part = ONCE_MORE if timed_out(self.result.observations[task]) else 1
        cells = cells_needed(self.notebook.cells, self.result, self.tests, task, self.walk.is_run)
        while True:
            answers, death = self.asked(cells, sources, part, lambda visible: (self.worth.most(task, visible), 0) > known)
            if death is None:
                return answers
            if not self.walk.spare(death, f"alone: {task}"):
                self.blame(task, death)
                return answers
