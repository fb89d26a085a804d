"""What a cell of a lesson may be, by its marker, and what nbgrader is told of it."""

from typing import NamedTuple


class Role(NamedTuple):
    """What nbgrader is told of a cell."""

    grade: bool = False
    solution: bool = False
    locked: bool = False


BESIDE_ROLES = (
    "illustration",
    "folded",
    "solved_by",
    "lines_to_next_cell",
)  # what else a cell may say; the last is jupytext's own
FOLDED = {"jupyter": {"source_hidden": True}, "cellView": "form"}  # metadata by which JupyterLab and Colab hide a cell's source
ROLES = {
    "given": Role(locked=True),
    "solution": Role(solution=True),
    "test": Role(grade=True, locked=True),
    "written": Role(grade=True, solution=True),
    "figure": Role(grade=True, solution=True),
    "own": Role(),
}
