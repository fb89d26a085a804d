"""What the cells of a release are for."""

from nbformat import NotebookNode


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
