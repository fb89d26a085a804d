"""What a cell of a rebuilt notebook is for."""

from nbformat import NotebookNode


def grade_id(cell: NotebookNode) -> str:
    """nbgrader's id of a cell, or an empty text."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def task_of(cell: NotebookNode) -> str:
    """The task whose test cell this is, or an empty text."""
    is_test = cell.metadata.get("nbgrader", {}).get("grade") and grade_id(cell).startswith("test_")
    return grade_id(cell).removeprefix("test_") if is_test else ""


def is_answer(cell: NotebookNode) -> bool:
    """Whether the student answers a task here."""
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def is_own(cell: NotebookNode) -> bool:
    """Whether the student added the cell, or answers in it: what it does is the student's doing."""
    return is_answer(cell) or not (cell.metadata.get("nbgrader") or is_illustration(cell))


def is_illustration(cell: NotebookNode) -> bool:
    """Whether a cell of the release only draws what the student has built: no answer depends on it."""
    return bool(cell.metadata.get("feature_attribution", {}).get("illustration"))
