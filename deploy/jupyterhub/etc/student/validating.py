"""nbgrader's Validate button says what `check` says: every autograded answer is checked, and nothing else decides.

nbgrader runs the notebook as the student left it. A test cell that was emptied or deleted passes, a warning in one fails, a
slow figure is a failure after 30 seconds, and one edited cell hides all the rest. nbgrader has no setting for this, so
nbgrader_config.py calls `install`. Nothing here knows an answer.
"""

import re
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader import utils
from nbgrader.validator import Validator

CHECK = re.compile(r'\s*check\(["\'](\w+)["\']\)\s*(#.*)?')  # a release's cell ends with a comment
of_nbgrader = Validator._preprocess


def marks_of(cell: NotebookNode) -> dict[str, Any]:
    return cell.metadata.get("nbgrader") or {}


def is_answer(cell: NotebookNode) -> bool:
    """Whether a cell is graded by a check: a solution that gets no points by hand."""
    return cell.cell_type == "code" and bool(marks_of(cell).get("solution")) and not marks_of(cell).get("grade")


def checked_in(cell: NotebookNode) -> str | None:
    """The task that a cell checks, by its marks or, where they are lost, by what it says."""
    name = str(marks_of(cell).get("grade_id", ""))
    if name.startswith("test_"):
        return name.removeprefix("test_")
    said = CHECK.fullmatch(cell.source) if cell.cell_type == "code" else None
    return said[1] if said else None


def check_of(task: str) -> NotebookNode:
    """The cell that checks a task, as it was released."""
    marks = {"grade_id": f"test_{task}", "grade": True, "locked": True, "solution": False, "task": False}
    return new_code_cell(f'check("{task}")', metadata={"nbgrader": marks | {"points": 1, "schema_version": 3}})


def in_place(notebook: NotebookNode) -> NotebookNode:
    """The notebook with each check once, behind the last cell that answers its task; illustrations are left out."""
    cells = [cell for cell in notebook.cells if not checked_in(cell)]
    last = {marks_of(cell).get("grade_id"): cell for cell in cells}
    for cell in cells:
        if marks_of(cell) and last[marks_of(cell).get("grade_id")] is not cell:
            del cell.metadata["nbgrader"]  # an earlier copy
    places = {marks_of(cell)["grade_id"]: number for number, cell in enumerate(cells) if is_answer(cell)}
    behind = {number: task for task, number in places.items()}
    for cell in cells:
        ours = cell.metadata.get("autograder") or cell.metadata.get("feature_attribution", {})  # the second: older releases
        if ours.get("illustration"):
            cell.metadata["tags"] = ["skip-execution"]
    found = {task for task in map(checked_in, notebook.cells) if task}
    notebook.cells = []
    for number, cell in enumerate(cells):
        notebook.cells += [cell, *([check_of(behind[number])] if number in behind else [])]
    notebook.cells += [check_of(task) for task in sorted(found - set(places))]  # whose answers have lost their marks
    return notebook


def preprocess(self: Validator, notebook: NotebookNode) -> NotebookNode:
    """In place of nbgrader's: the checks in place, the small network, and warnings do not count."""
    with utils.setenv(LAB_NETWORK="pocket"):
        done = of_nbgrader(self, in_place(notebook))
    for cell in done.cells:
        if checked_in(cell):
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    return done


def install() -> None:
    """From now on, in this process."""
    Validator._preprocess = preprocess  # type: ignore[method-assign]
