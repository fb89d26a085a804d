"""Figures that a person grades: the code that draws them, whatever type its cell has become."""

from nbformat import NotebookNode

from autograder.notebooks.cell_texts import is_placeholder, plain
from autograder.notebooks.cells import grade_id_of, role_of
from autograder.notebooks.parse import SubmittedCell
from autograder.notebooks.words_beside import Written


def figure(release: NotebookNode, cells: list[SubmittedCell], codes: list[str | None], cell: NotebookNode) -> Written | None:
    """The code of a figure; without its mark it is known by its place.

    Args:
        codes: the code of each submitted cell, None where it holds words.
        cell: the release's cell for it.
    """
    name, known = grade_id_of(cell), {plain(other.source) for other in release.cells}
    marked = [number for number, other in enumerate(cells) if other.grade_id == name]
    changed = [number for number in marked if plain(codes[number] or cells[number].source) not in known]
    number = changed[-1] if changed else None if marked else after_question(release, cells, codes, cell)
    if number is None or is_placeholder(cells[number].source):
        return None
    code, kind = codes[number], cells[number].kind
    if code is None:
        said = f"The cell of the figure {name} had become a {kind} cell with words; they were kept as comments."
        return Written("\n".join(f"# {line}" for line in cells[number].source.splitlines()), [number], said)
    if not marked:
        return Written(code, [number], f"The cell of the figure {name} had lost its mark and was found by its place.")
    said = "" if kind == "code" else f"The cell of the figure {name} had become a {kind} cell; it was run as code."
    return Written(code, [number], said)


def after_question(release: NotebookNode, cells: list[SubmittedCell], codes: list[str | None], cell: NotebookNode) -> int | None:
    """The position of the unmarked cell that stands right after a question."""
    before = release.cells[: release.cells.index(cell)]
    question = next((plain(other.source) for other in reversed(before) if role_of(other) == "text"), None)
    known = {plain(other.source) for other in release.cells}
    for number, submitted in enumerate(cells[:-1]):
        if plain(submitted.source) == question and cells[number + 1].grade_id is None and codes[number + 1] is not None:
            return None if plain(cells[number + 1].source) in known else number + 1
    return None
