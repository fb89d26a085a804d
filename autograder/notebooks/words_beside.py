"""Answers in words, wherever they were written: in their own cell, whatever its type, beside it, or in the question's cell."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograder.notebooks.cell_texts import added_to, is_placeholder, is_prose, plain, words_of
from autograder.notebooks.cells import grade_id_of, role_of
from autograder.notebooks.parse import LONGEST_CODE, SubmittedCell


@dataclass
class Written:
    """An answer in words.

    Args:
        text: the words.
        cells: the positions of the submitted cells that hold them.
        said: how they were found, in a sentence; empty where they stood where they belong.
    """

    text: str
    cells: list[int] = field(default_factory=list)
    said: str = ""


class Words:
    """Looks for the answers in words of one submission.

    Args:
        taken: positions of cells that are the release's, or answers to tasks: the bounds of what stands beside an answer.
    """

    def __init__(self, release: NotebookNode, cells: list[SubmittedCell], taken: set[int]):
        self.release, self.cells, self.taken = release, cells, taken
        self.placeholders = [cell.source for cell in release.cells if role_of(cell) == "written"]
        self.known = {plain(cell.source) for cell in release.cells}

    def answer_to(self, cell: NotebookNode) -> Written | None:
        """The words that answer a cell's question; None where there are none."""
        name = grade_id_of(cell)
        marked = [number for number, other in enumerate(self.cells) if other.grade_id == name]
        filled = [number for number in marked if not self.is_empty(number)]
        if filled:
            return self.in_its_cell(name, filled[-1])
        found = self.beside(cell, marked)
        self.taken |= set(found.cells) if found else set()
        return found

    def is_empty(self, number: int) -> bool:
        return is_placeholder(words_of(self.cells[number]), *self.placeholders)

    def in_its_cell(self, name: str, number: int) -> Written:
        kind = self.cells[number].kind
        if kind == "markdown":
            return Written(self.cells[number].source, [number])
        not_run = ", and nothing of it was run" if kind == "code" else ""
        said = f"The cell of the written answer {name} had become a {kind} cell; its words were taken{not_run}."
        return Written(words_of(self.cells[number]), [number], said)

    def beside(self, cell: NotebookNode, marked: list[int]) -> Written | None:
        """What stands in the question's own cell, and around an empty answer cell or in its place."""
        name, question = grade_id_of(cell), self.question_of(cell)
        asked, typed = self.asked(question)
        around = [number for number in self.around(asked, marked) if self.holds_words(number)]
        parts = [*([typed] if typed else []), *(words_of(self.cells[number]) for number in around)]
        if not parts:
            return None
        where = " and ".join([*(["the question's cell"] if typed else []), *(["cells beside it"] if around else [])])
        gone = "is empty" if marked else "is not there, or has lost its mark"
        said = f"The cell of the written answer {name} {gone}: what stands in {where} was taken for it, and a person reads it."
        return Written("\n\n".join(parts), [*([asked] if typed and asked is not None else []), *around], said)

    def question_of(self, cell: NotebookNode) -> str:
        """The text of the release that an answer cell comes after."""
        before = self.release.cells[: self.release.cells.index(cell)]
        texts = [other.source for other in reversed(before) if other.cell_type == "markdown" and role_of(other) != "written"]
        return texts[0] if texts else ""

    def asked(self, question: str) -> tuple[int | None, str]:
        """Where a question stands in the submission, and what was typed into it."""
        for number, cell in enumerate(self.cells):
            if plain(cell.source) == plain(question):
                return number, ""
        for number, cell in enumerate(self.cells):
            if cell.kind != "code" and cell.grade_id is None and number not in self.taken:
                typed = added_to(question, cell.source[:LONGEST_CODE])
                if typed is not None:
                    return number, "" if is_placeholder(typed, *self.placeholders) else typed
        return None, ""

    def around(self, asked: int | None, marked: list[int]) -> Iterator[int]:
        """The cells of the student's own between a question and the next cell of the release, but for the answer cell."""
        start = asked if asked is not None else min(marked, default=len(self.cells))
        if asked is None or (marked and marked[0] < asked):  # nothing says where the question was, or the answer was moved
            start = min(marked, default=len(self.cells))
            while start > 0 and self.is_own(start - 1):
                start -= 1
            start -= 1
        for number in range(start + 1, len(self.cells)):
            if number in marked:
                continue
            if not self.is_own(number):
                break
            yield number

    def is_own(self, number: int) -> bool:
        """Whether a cell is the student's, and nothing else has been made of it."""
        return number not in self.taken

    def holds_words(self, number: int) -> bool:
        cell = self.cells[number]
        if cell.kind == "code" and not is_prose(cell.source):
            return False
        return plain(cell.source) not in self.known and not self.is_empty(number)
