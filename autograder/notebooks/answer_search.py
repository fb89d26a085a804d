"""Which submitted cell answers which task: known by its mark, then by what it defines, whatever its type has become.

Of several cells the last one before the task's check counts, as in the notebook that was submitted.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograder.notebooks.cell_texts import code_of, defines, plain, stubs_in
from autograder.notebooks.cells import grade_id_of, role_of, task_of_test, tasks_of
from autograder.notebooks.dependencies import NOTHING, Names, names_in
from autograder.notebooks.parse import SubmittedCell

MOST_PARSED = 2_000_000  # characters of a submission's code; of more than that only the beginnings of lines are looked at


@dataclass
class Answers:
    """Where the answers are.

    Args:
        cell: task -> the position of the submitted cell that answers it.
        tasks: such a position -> the tasks that it answers, in the release's order.
        doubled: tasks whose mark is on more than one cell that was worked on.
        unmarked: tasks that were found by what a cell defines.
        early: positions of answers that also bind the name of an earlier task, and ran before its check.
        stubs: positions of cells that define a task's name and leave it to be written; they must not be run over an answer.
    """

    cell: dict[str, int] = field(default_factory=dict)
    tasks: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    doubled: list[str] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    stubs: set[int] = field(default_factory=set)
    early: set[int] = field(default_factory=set)


class Codes:
    """The code of all cells of a submission, and what each of them binds; a parser sees no more of it than a budget allows."""

    def __init__(self, cells: list[SubmittedCell]):
        self.sources = [code_of(cell) for cell in cells]
        self.names: dict[int, Names] = {}
        self.stubs: dict[int, frozenset[str]] = {}
        self.budget = MOST_PARSED

    def look(self, number: int) -> None:
        """Reads a cell once."""
        if number not in self.names:
            source = self.sources[number] or ""
            self.budget -= len(source)
            self.names[number] = names_in(source) if self.budget > 0 else NOTHING
            self.stubs[number] = stubs_in(source) if self.budget > 0 else frozenset()

    def names_of(self, number: int) -> Names:
        """What a cell binds and uses."""
        self.look(number)
        return self.names[number]

    def binds(self, number: int, name: str) -> bool:
        """Whether a cell binds a name, in whatever way, at its top level."""
        source = self.sources[number] or ""
        return name in source and (defines(source, name) or name in self.names_of(number).binds)

    def is_stub(self, number: int, name: str) -> bool:
        """Whether a cell only says that a name is still to be written."""
        self.look(number)
        return name in self.stubs[number]


class Search:
    """One search, over all the cells of a submission."""

    def __init__(self, release: NotebookNode, cells: list[SubmittedCell]):
        self.release, self.tasks = release, tasks_of(release)
        self.codes = Codes(cells)
        self.marks = [cell.grade_id for cell in cells]
        self.is_code = {number for number, cell in enumerate(cells) if cell.kind == "code"}
        self.known = {plain(cell.source) for cell in release.cells}
        self.checks = self.checks_by_task()
        self.found = Answers()

    def run(self) -> Answers:
        for cell in self.release.cells:
            if role_of(cell) == "solution":
                self.search(grade_id_of(cell))
        for task, number in self.found.cell.items():
            self.found.tasks[number].append(task)
        self.found.stubs -= self.found.tasks.keys()
        self.found.early = {number for number, tasks in self.found.tasks.items() if self.is_early(number, tasks[0])}
        return self.found

    def is_early(self, number: int, task: str) -> bool:
        """Whether an answer must run before the check of a task that comes before its own in the release."""
        order = [grade_id_of(cell) for cell in self.release.cells if role_of(cell) == "solution"]
        earlier = [other for other in order[: order.index(task)] if other in self.tasks and self.checks.get(other, -1) > number]
        return any(self.codes.binds(number, self.tasks[other].defines) for other in earlier)

    def checks_by_task(self) -> dict[str, int]:
        """Task -> the position of its last check in the submission."""
        checks = {}
        for cell in self.release.cells:
            if role_of(cell) == "test":
                name, source = grade_id_of(cell), plain(cell.source)
                here = [number for number, mark in enumerate(self.marks) if mark == name]
                here = here or [number for number, code in enumerate(self.codes.sources) if plain(code or "") == source]
                if here:
                    checks[task_of_test(name)] = here[-1]
        return checks

    def search(self, task: str) -> None:
        """Finds the cell that answers a task, if there is one."""
        name = self.tasks[task].defines if task in self.tasks else ""
        marked = [number for number, mark in enumerate(self.marks) if mark == task and self.is_new(number)]
        stubs = [number for number in marked if name and self.codes.is_stub(number, name)]
        written = [number for number in marked if number not in stubs]
        self.found.doubled += [task] if len(written) > 1 else []
        defining = [number for number in written if not name or self.codes.binds(number, name)]
        elsewhere = self.elsewhere(task, name) if name else []
        # what runs in the student's own notebook comes before what has become words
        for candidates in (*self.in_turn(task, defining, elsewhere), written, stubs):
            if candidates:
                self.found.cell[task] = candidates[-1]
                break
        if self.found.cell.get(task) in elsewhere:
            self.found.unmarked.append(task)
        if not stubs or self.found.cell.get(task) not in stubs:
            self.found.stubs |= set(stubs)

    def in_turn(self, task: str, *groups: list[int]) -> Iterator[list[int]]:
        """Groups of cells in parts: code before a task's check first, for that is what the name means there; words last."""
        check = self.checks.get(task, len(self.marks))
        for code, before in ((True, True), (True, False), (False, True), (False, False)):
            for group in groups:
                yield [number for number in group if (number in self.is_code) == code and (number < check) == before]

    def is_new(self, number: int) -> bool:
        """Whether a cell holds code that is not the release's own."""
        code = self.codes.sources[number]
        return code is not None and bool(code.strip()) and plain(code) not in self.known

    def elsewhere(self, task: str, name: str) -> list[int]:
        """The other cells that define a task's name; those that surely do, where there are any."""
        found = [
            number
            for number, mark in enumerate(self.marks)
            if mark != task and self.codes.binds(number, name) and self.is_new(number) and not self.codes.is_stub(number, name)
        ]
        return [number for number in found if defines(self.codes.sources[number] or "", name)] or found
