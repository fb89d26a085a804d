"""What a cell of a notebook is for: the one home of roles, of grade ids, and of the key of our own metadata.

The builder of a course writes into its release what a grader must know of each task, so that whoever reads a notebook needs
nothing else of the course.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:  # who asks for a cell's role need not load it
    from nbformat import NotebookNode

KEY, OLD_KEY = "autograder", "feature_attribution"  # of our metadata in notebooks and cells; the second is read for one release
TEST, GIVEN, OWN = "test_", "given_", "own_"  # what the grade ids and the ids of such cells begin with


class TaskMark(NamedTuple):
    """What the release says of a task: the name that it asks for, the tasks whose names an answer may call, how many variants."""

    task: str
    defines: str
    needs: tuple[str, ...] = ()
    variants: int = 0  # one of which follows from the student's id


def course_metadata(marked: Any) -> dict[str, Any]:
    """Our own metadata of a notebook or of a cell, whether as a node or as plain JSON."""
    metadata = marked.get("metadata", {})
    return metadata.get(KEY) or metadata.get(OLD_KEY) or {}


def grade_id_of(cell: NotebookNode) -> str:
    """nbgrader's id of a cell, or an empty text."""
    return cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") or ""


def role_of(cell: NotebookNode) -> str:
    """What a cell of the release is for: text, own, given, solution, test or written (also a figure graded by hand)."""
    marks = cell.get("metadata", {}).get("nbgrader", {})
    if not marks:
        return "text" if cell["cell_type"] == "markdown" else "own"
    if marks.get("solution"):
        return "written" if marks.get("grade") else "solution"
    return "test" if marks.get("grade") else "given"


def test_id(task: str) -> str:
    """The grade id of the cell in which a task is tested."""
    return TEST + task


test_id.__test__ = False  # type: ignore[attr-defined] # pytest would take it for a test


def task_of_test(name: str) -> str:
    """The task that a grade id of a test cell is about; an empty text for any other."""
    return name.removeprefix(TEST) if name.startswith(TEST) else ""


def task_of(cell: NotebookNode) -> str:
    """The task whose test cell this is, or an empty text."""
    return task_of_test(grade_id_of(cell)) if role_of(cell) == "test" else ""


def tasks_of(notebook: NotebookNode) -> dict[str, TaskMark]:
    """The autograded tasks of a notebook in the order of their test cells; one of which nothing is said asks for its own name."""
    found = {}
    for cell in notebook["cells"]:
        if task := task_of(cell):
            said = course_metadata(cell)
            needs, variants = tuple(said.get("needs", ())), int(said.get("variants", 0))
            found[task] = TaskMark(task, said.get("defines") or task, needs, variants)
    return found


def is_answer(cell: NotebookNode) -> bool:
    """Whether the student answers a task here."""
    return role_of(cell) in ("solution", "written")


def is_own(cell: NotebookNode) -> bool:
    """Whether the student added the cell, or answers in it: what it does is the student's doing."""
    return is_answer(cell) or not (cell.get("metadata", {}).get("nbgrader") or is_illustration(cell))


def is_illustration(cell: NotebookNode) -> bool:
    """Whether a cell of the release only draws what the student has built: no answer depends on it."""
    return bool(course_metadata(cell).get("illustration"))
