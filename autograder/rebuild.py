"""The notebook that is graded: the release's cells, with the student's answers put into them.

Given and test cells come from the release, whatever the student did to them. Answers are found by their grade_id, or,
where Colab, VS Code, a copy or a paste lost it, by the name that they define. Everything else that the student wrote is
kept where it stood. What had to be repaired is said.
"""

import copy
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.submission import Submission, SubmittedCell
from lab.tasks import TASKS

META = "feature_attribution"  # our key in the notebook's metadata
MOST_OWN_CELLS, MOST_OWN_TEXT = 500, 100_000  # cells and characters that a student added: more makes no page to be read


@dataclass
class Rebuilt:
    """A notebook that is fit to run, and what is to be said of how it came about."""

    notebook: NotebookNode
    repairs: list[str] = field(default_factory=list)
    excuses: dict[str, str] = field(default_factory=dict)  # task -> why it has no answer


def role_of(cell: NotebookNode) -> str:
    """What a cell of the release is for: text, own, given, solution, test or written (also a figure graded by hand)."""
    marks = cell.metadata.get("nbgrader", {})
    if not marks:
        return "text" if cell.cell_type == "markdown" else "own"
    if marks.get("solution"):
        return "written" if marks.get("grade") else "solution"
    return "test" if marks.get("grade") else "given"


def grade_id_of(cell: NotebookNode) -> str | None:
    """nbgrader's id of a cell, or None where it has no marks."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def plain(source: str) -> str:
    """A source without what editors change on their own: spaces at line ends, blank lines around."""
    return "\n".join(line.rstrip() for line in source.strip().splitlines())


def defines(source: str, name: str) -> bool:
    """Whether a cell defines a name at its top level; works on cells that do not parse, too."""
    return re.search(rf"^(?:(?:async\s+)?def|class)\s+{name}\b|^{name}\s*(?::[^=\n]+)?=(?!=)", source, re.MULTILINE) is not None


def rebuild(release: NotebookNode, submission: Submission) -> Rebuilt:
    """The release with the submission's answers."""
    return Rebuilding(release, submission).run()


class Rebuilding:
    """One rebuilding: who of the submitted cells is which of the release's."""

    def __init__(self, release: NotebookNode, submission: Submission):
        self.release = release
        self.cells = submission.cells
        self.known = {plain(cell.source) for cell in release.cells}
        self.used: set[int] = set()  # positions of submitted cells that have found their place
        self.repairs = list(submission.problems)
        self.doubled: list[str] = []  # answer cells that were there more than once
        self.found: list[str] = []  # answer cells that had lost their marks
        self.excuses: dict[str, str] = {}
        self.own_cells, self.own_text, self.left_out = 0, 0, 0  # of the student's own cells
        self.unreadable = bool(submission.problems and not submission.cells)

    def run(self) -> Rebuilt:
        answers = {
            grade_id_of(cell): self.answer_to(cell) for cell in self.release.cells if role_of(cell) in ("solution", "written")
        }
        if self.found:
            self.repairs.append(
                "These answer cells had lost their marks and were found by what they define, or by their place: "
                f"{', '.join(self.found)}."
            )
        if self.doubled:
            self.repairs.append(
                f"These answer cells were there more than once; the last one with an answer was taken: {', '.join(self.doubled)}."
            )
        self.claim_the_rest()
        extras = self.extras_by_anchor()
        cells: list[NotebookNode] = list(self.kept(extras.get(-1, [])))
        for number, cell in enumerate(self.release.cells):
            cells.append(self.rebuilt_cell(cell, answers))
            cells += self.kept(extras.get(number, []))
        if self.left_out:
            self.repairs.append(f"{self.left_out} cells that you had added were left out; keep your own to {MOST_OWN_CELLS}.")
        notebook = new_notebook(cells=cells, metadata=copy.deepcopy(self.release.metadata))
        notebook.metadata[META] = {"repairs": self.repairs, "excuses": self.excuses}
        return Rebuilt(notebook, self.repairs, self.excuses)

    def rebuilt_cell(self, cell: NotebookNode, answers: dict[str | None, SubmittedCell | None]) -> NotebookNode:
        """A cell of the release, with the student's source where it is an answer."""
        answer = answers.get(grade_id_of(cell)) if role_of(cell) in ("solution", "written") else None
        rebuilt = copy.deepcopy(cell)
        if answer is not None:
            rebuilt.source = answer.source
            rebuilt.update(pictures(answer))
        if cell.cell_type == "code":
            rebuilt.outputs, rebuilt.execution_count = [], None
        return rebuilt

    def positions(self, grade_id: str | None) -> list[int]:
        return [number for number, cell in enumerate(self.cells) if grade_id and cell.grade_id == grade_id]

    def answer_to(self, cell: NotebookNode) -> SubmittedCell | None:
        """The student's cell for an answer cell, or None where there is none; says what had to be guessed."""
        name = grade_id_of(cell) or ""
        marked = [n for n in self.positions(name) if (self.cells[n].kind == "code") == (cell.cell_type == "code")]
        changed = [n for n in marked if plain(self.cells[n].source) != plain(cell.source)]
        if changed:
            if len(marked) > 1:
                self.doubled.append(name)
            defining = [n for n in changed if name in TASKS and defines(self.cells[n].source, TASKS[name].defines)]
            return self.take((defining or changed)[-1])  # of an answer that was split, the part that defines the name
        found = self.by_definition(name) if name in TASKS else None if marked else self.by_place(cell)
        if found is not None:
            self.found.append(name)
            return self.take(found)
        if not self.unreadable and name in TASKS:
            self.excuses[name] = (
                "The cell is not filled in."
                if marked
                else f"The cell was deleted, and nothing else defines {TASKS[name].defines}."
            )
        elif self.unreadable:
            self.excuses[name] = self.repairs[0]
        return None

    def take(self, number: int) -> SubmittedCell:
        self.used.add(number)
        return self.cells[number]

    def by_definition(self, task: str) -> int | None:
        """The last code cell that defines a task's name: one without marks, or else another answer's."""
        found = [
            number
            for number, cell in enumerate(self.cells)
            if cell.kind == "code" and plain(cell.source) not in self.known and defines(cell.source, TASKS[task].defines)
        ]
        unmarked = [number for number in found if self.cells[number].grade_id not in TASKS]
        chosen = unmarked or found
        return chosen[-1] if chosen else None

    def by_place(self, cell: NotebookNode) -> int | None:
        """The unmarked cell that stands right after the question that a person grades."""
        before = self.release.cells[: self.release.cells.index(cell)]
        question = next((plain(other.source) for other in reversed(before) if role_of(other) == "text"), None)
        for number, submitted in enumerate(self.cells[:-1]):
            following = self.cells[number + 1]
            if plain(submitted.source) == question and following.kind == cell.cell_type and following.grade_id is None:
                return None if plain(following.source) in self.known else number + 1
        return None

    def claim_the_rest(self) -> None:
        """Marks every submitted cell that is a cell of the release, unchanged, and says which of those were changed or lost."""
        changed, lost = [], []
        for cell in self.release.cells:
            name = grade_id_of(cell)
            if name and role_of(cell) in ("given", "test"):
                marked = self.positions(name)
                if not marked and plain(cell.source) not in {plain(submitted.source) for submitted in self.cells}:
                    lost.append(name)
                elif any(plain(self.cells[number].source) != plain(cell.source) for number in marked):
                    changed.append(name)
        self.used |= {
            number for number, cell in enumerate(self.cells) if plain(cell.source) in self.known or not cell.source.strip()
        }
        if lost and not self.unreadable:
            self.repairs.append(f"Put back: {', '.join(lost)}.")
        if changed:
            self.repairs.append(f"These cells had been changed and were taken from the release: {', '.join(changed)}.")

    def extras_by_anchor(self) -> dict[int, list[tuple[int, SubmittedCell]]]:
        """The student's own cells, by the position of the release's cell that they stand after."""
        by_id = {grade_id_of(cell): number for number, cell in enumerate(self.release.cells) if grade_id_of(cell)}
        times = Counter(plain(cell.source) for cell in self.release.cells)  # "YOUR ANSWER HERE" stands in many places
        by_source = {plain(c.source): number for number, c in enumerate(self.release.cells) if times[plain(c.source)] == 1}
        extras: dict[int, list[tuple[int, SubmittedCell]]] = {}
        anchor = -1
        for number, cell in enumerate(self.cells):
            anchor = max(anchor, by_id.get(cell.grade_id, by_source.get(plain(cell.source), -1)))
            if number not in self.used:
                extras.setdefault(anchor, []).append((number, cell))
        return extras

    def kept(self, extras: list[tuple[int, SubmittedCell]]) -> Iterator[NotebookNode]:
        """The student's own cells as cells that have no marks; the spare copies of an answer are kept as text, not run."""
        for number, cell in extras:
            self.own_cells += 1
            self.own_text += len(cell.source)
            if self.own_cells > MOST_OWN_CELLS or self.own_text > MOST_OWN_TEXT:
                self.left_out += 1
                continue
            name = f"student-{number:04}"
            if cell.kind == "code" and cell.grade_id in TASKS and defines(cell.source, TASKS[cell.grade_id].defines):
                yield new_markdown_cell(f"Another version of this answer, not used:\n\n```python\n{cell.source}\n```", id=name)
            elif cell.kind == "code":
                yield new_code_cell(cell.source, id=name)
            else:
                yield new_markdown_cell(cell.source, id=name, **pictures(cell))


def pictures(cell: SubmittedCell) -> dict:
    """A Markdown cell's attachments as an argument, or none: a cell without any has no such key."""
    return {"attachments": nbformat.from_dict(copy.deepcopy(cell.attachments))} if cell.attachments else {}
