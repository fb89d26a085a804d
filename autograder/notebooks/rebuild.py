"""The notebook that is graded: the release's cells, with the student's answers put into them.

Given and test cells come from the release, whatever the student did to them. Answers are found by their grade_id, or,
where Colab, VS Code, a copy or a paste lost it, by the name that they define. Everything else that the student wrote is
kept where it stood, so that the whole, run from the top, means at each check what the student's notebook meant there.
What had to be repaired is said.
"""

import copy
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.notebooks.answer_search import Search
from autograder.notebooks.cell_order import backbone
from autograder.notebooks.cell_texts import defines, plain
from autograder.notebooks.cells import KEY, grade_id_of, role_of, task_of, task_of_test, tasks_of
from autograder.notebooks.dependencies import names_in
from autograder.notebooks.drawn_answers import figure
from autograder.notebooks.moved_cells import Movers
from autograder.notebooks.parse import ParsedNotebook, SubmittedCell
from autograder.notebooks.told_ids import filled_in
from autograder.notebooks.versions import added_since
from autograder.notebooks.words_beside import Words, Written
from selfcheck.printable import printable

MOST_OWN_CELLS, MOST_OWN_TEXT = 500, 100_000  # cells and characters that a student added: more makes no page to be read
ELSEWHERE = "# answered in another cell: this name is defined there"


@dataclass
class Rebuilt:
    """A notebook that is fit to run, and what is to be said of how it came about.

    Args:
        unanswered: task -> why it has no answer.
        answered_in: task -> the ids of the cells of the notebook before its check that define its name.
        later: the unanswered tasks that came with a later release than the one that was filled in.
    """

    notebook: NotebookNode
    repairs: list[str] = field(default_factory=list)
    unanswered: dict[str, str] = field(default_factory=dict)
    answered_in: dict[str, list[str]] = field(default_factory=dict)
    later: set[str] = field(default_factory=set)


def rebuild(release: NotebookNode, submission: ParsedNotebook) -> Rebuilt:
    """The release with the submission's answers."""
    return Rebuilding(release, submission).run()


class Rebuilding:
    """One rebuilding: who of the submitted cells is which of the release's."""

    def __init__(self, release: NotebookNode, submission: ParsedNotebook):
        self.release, self.marks = release, tasks_of(release)
        self.cells = submission.cells
        self.known = {plain(cell.source) for cell in release.cells}
        self.index = {grade_id_of(cell): number for number, cell in enumerate(release.cells) if grade_id_of(cell)}
        self.repairs = list(submission.problems)
        self.unanswered: dict[str, str] = {}
        self.made_from, self.added = submission.made_from, added_since(release, submission.made_from)
        self.own_cells, self.own_text, self.left_out = 0, 0, 0  # of the student's own cells
        self.unreadable = bool(submission.problems and not submission.cells)
        search = Search(release, self.cells)
        self.codes, self.checks, self.answers = search.codes, search.checks, search.run()
        told = filled_in(release, self.codes.sources)
        self.told = {place: number for place, number in told.items() if number not in self.answers.tasks}
        self.written: dict[str, Written] = {}
        self.used: set[int] = set()  # positions of submitted cells that have found their place
        self.left: set[int] = set()  # answers that run where they stand, and not in their tasks' cells

    def run(self) -> Rebuilt:
        places = self.places()
        self.find_words(set(places))
        self.used |= {number for number in range(len(self.cells)) if self.is_of_release(number)} | set(self.told.values())
        movers = Movers(self.release, self.codes, self.answers, self.checks, backbone(places), self.own_code())
        self.left = movers.left
        self.used |= self.answers.tasks.keys() - self.left
        self.say()
        return self.written_down(movers.run())

    def written_down(self, places: dict[int, int]) -> Rebuilt:
        """The new notebook; each own cell comes after the cell of the release whose place is given."""
        extras: dict[int, list[int]] = defaultdict(list)
        for number in range(len(self.cells)):
            if number not in self.used:
                extras[places[number]].append(number)
        cells: list[NotebookNode] = list(self.kept(extras[-1]))
        for number, cell in enumerate(self.release.cells):
            cells.append(self.rebuilt_cell(cell))
            if number in self.told:
                cells[-1].source = self.codes.sources[self.told[number]] or ""
            cells += self.kept(extras[number])
        if self.left_out:
            self.repairs.append(f"{self.left_out} cells that you had added were left out; keep your own to {MOST_OWN_CELLS}.")
        notebook = new_notebook(cells=cells, metadata=copy.deepcopy(self.release.metadata))
        repairs = list(map(printable, self.repairs))  # names of files and cells are the student's
        notebook.metadata[KEY] = {"repairs": repairs, "unanswered": self.unanswered}
        later = self.added & self.unanswered.keys()
        return Rebuilt(notebook, repairs, self.unanswered, answered_in(notebook, self.release), later)

    # --- who is who -------------------------------------------------------------------------------------------------

    def places(self) -> dict[int, int]:
        """Position of a submitted cell -> the place in the release of the cell that it is, or that it answers."""
        times = Counter(plain(cell.source) for cell in self.release.cells)  # "YOUR ANSWER HERE" stands in many places
        by_source = {plain(c.source): number for number, c in enumerate(self.release.cells) if times[plain(c.source)] == 1}
        found = {}
        for number, cell in enumerate(self.cells):
            place = self.index.get(cell.grade_id or "", by_source.get(plain(cell.source)))
            place = next((there for there, told in self.told.items() if told == number), place)
            if number in self.answers.early:
                continue
            if number in self.answers.tasks:
                place = self.index[self.answers.tasks[number][0]]
            elif place is not None and self.is_displaced(number, place):
                continue
            if place is not None:
                found[number] = place
        return found

    def is_displaced(self, number: int, place: int) -> bool:
        """Whether a cell has the mark of an answer, and another is the answer."""
        cell = self.release.cells[place]
        chosen = self.answers.cell.get(grade_id_of(cell))
        return role_of(cell) == "solution" and chosen is not None and chosen != number

    def find_words(self, taken: set[int]) -> None:
        """The answers in words and the figures that a person grades."""
        marked = {number for number, cell in enumerate(self.cells) if cell.grade_id in self.index}
        words = Words(self.release, self.cells, taken | marked | set(self.answers.tasks))
        for cell in self.release.cells:
            if role_of(cell) == "written":
                is_figure = cell.cell_type == "code"
                found = figure(self.release, self.cells, self.codes.sources, cell) if is_figure else words.answer_to(cell)
                if found is not None:
                    self.written[grade_id_of(cell)] = found
                    self.used |= set(found.cells)

    def is_of_release(self, number: int) -> bool:
        """Whether a submitted cell is one of the release's, unchanged, or says no more than such a one."""
        source = self.cells[number].source
        return plain(source) in self.known or plain(self.codes.sources[number] or "x") in self.known or not source.strip()

    def own_code(self) -> list[int]:
        """The positions of the student's own cells that are run."""
        apart = self.used | self.answers.stubs
        return [n for n, cell in enumerate(self.cells) if n not in apart and (cell.kind == "code" or n in self.answers.tasks)]

    # --- what is made of them ---------------------------------------------------------------------------------------

    def rebuilt_cell(self, cell: NotebookNode) -> NotebookNode:
        """A cell of the release, with the student's source where it is an answer."""
        rebuilt, name = copy.deepcopy(cell), grade_id_of(cell)
        if cell.cell_type == "code":
            rebuilt.outputs, rebuilt.execution_count = [], None
        if role_of(cell) == "solution" and name in self.answers.cell:
            number = self.answers.cell[name]
            here = number not in self.left and self.answers.tasks[number][0] == name
            rebuilt.source = (self.codes.sources[number] or "") if here else ELSEWHERE
        elif role_of(cell) == "written" and name in self.written:
            found = self.written[name]
            rebuilt.source = found.text
            if cell.cell_type == "markdown":
                rebuilt.update(pictures(*(self.cells[number] for number in found.cells)))
        return rebuilt

    def kept(self, extras: list[int]) -> Iterator[NotebookNode]:
        """The student's own cells as cells that have no marks."""
        for number in extras:
            cell, name = self.cells[number], f"student-{number:04}"
            if number in self.left:
                yield new_code_cell(self.codes.sources[number], id=name)
                continue
            self.own_cells += 1
            self.own_text += len(cell.source)
            if self.own_cells > MOST_OWN_CELLS or self.own_text > MOST_OWN_TEXT:
                self.left_out += 1
            elif number in self.answers.stubs and cell.kind == "code":
                yield new_markdown_cell(f"Still to be written, and not run:\n\n```python\n{cell.source}\n```", id=name)
            elif cell.kind == "code":
                yield new_code_cell(cell.source, id=name)
            else:
                yield new_markdown_cell(cell.source, id=name, **pictures(cell))

    # --- what is said -----------------------------------------------------------------------------------------------

    def say(self) -> None:
        """Puts down what had to be repaired, and why tasks have no answer."""
        self.say_where_answers_were()
        self.say_what_came_later()
        self.repairs += [found.said for found in self.written.values() if found.said]
        self.say_what_was_changed()
        for cell in self.release.cells:
            name = grade_id_of(cell)
            if role_of(cell) == "solution" and name in self.marks and name not in self.answers.cell:
                self.unanswered[name] = self.reason(name)

    def reason(self, task: str) -> str:
        if self.unreadable:
            return self.repairs[0]
        marked = any(cell.grade_id == task for cell in self.cells)
        if task in self.added and not marked:
            return f"This task came with a later release than the one that your notebook was made from ({self.made_from})."
        gone = f"The cell was deleted, and nothing else defines {self.marks[task].defines}."
        return "The cell is not filled in." if marked else gone

    def say_what_came_later(self) -> None:
        here = {cell.grade_id for cell in self.cells}
        if missing := sorted(name for name in self.added - here if not task_of_test(name)):
            self.repairs.append(
                f"The notebook was made from release {self.made_from}; a later release added {', '.join(missing)}. "
                "To answer that, get the new release and copy your answers into it."
            )

    def say_where_answers_were(self) -> None:
        answers = self.answers
        became = [
            f"{task} ({self.cells[number].kind})" for task, number in answers.cell.items() if self.cells[number].kind != "code"
        ]
        shared = [tasks for number, tasks in answers.tasks.items() if len(tasks) > 1]
        elsewhere = [task for task in answers.unmarked if len(answers.tasks[answers.cell[task]]) == 1]
        moved = [task for number in self.left for task in answers.tasks[number] if len(answers.tasks[number]) == 1]
        found = [task for task in elsewhere if task not in moved]
        for tasks, words in (
            (found, "These answer cells had lost their metadata, or were empty, and were found by what other cells define"),
            (moved, "These are answered in cells that stand elsewhere and run where they stand"),
            (became, "These answer cells were no code cells any more and were run as code"),
            (answers.doubled, "These answer cells were there more than once; the last one before its check is the answer"),
            *((tasks, "These are answered in one cell, which stands once, and is run once") for tasks in shared),
        ):
            if tasks:
                self.repairs.append(f"{words}: {', '.join(tasks)}.")

    def say_what_was_changed(self) -> None:
        """Which of the cells that were given had been changed or lost."""
        changed, lost = [], []
        here = {plain(cell.source) for cell in self.cells}
        for cell in self.release.cells:
            name = grade_id_of(cell)
            if name and role_of(cell) in ("given", "test"):
                marked = [plain(other.source) for other in self.cells if other.grade_id == name]
                if not marked and plain(cell.source) not in here:
                    lost.append(name)
                elif any(source != plain(cell.source) for source in marked):
                    changed.append(name)
        if lost and not self.unreadable:
            self.repairs.append(f"Put back: {', '.join(lost)}.")
        if changed:
            self.repairs.append(f"These cells had been changed and were taken from the release: {', '.join(changed)}.")


def answered_in(notebook: NotebookNode, release: NotebookNode) -> dict[str, list[str]]:
    """Task -> the ids of the cells of a rebuilt notebook before its check that define its name; the release's stubs are none."""
    given, marks, found = {plain(cell.source) for cell in release.cells}, tasks_of(release), {}
    before: list[NotebookNode] = []
    for cell in notebook.cells:
        if task := task_of(cell):
            found[task] = [other.id for other in before if binds_name(other.source, marks[task].defines)]
        elif cell.cell_type == "code" and plain(cell.source) not in given:
            before.append(cell)
    return found


def binds_name(source: str, name: str) -> bool:
    return name in source and (defines(source, name) or name in names_in(source).binds)


def pictures(*cells: SubmittedCell) -> dict:
    """The attachments of Markdown cells as an argument, or none: a cell without any has no such key."""
    found = {name: kinds for cell in cells for name, kinds in cell.attachments.items()}
    return {"attachments": nbformat.from_dict(copy.deepcopy(found))} if found else {}
