"""The cells of a release into the gradebook, also when there are submissions: what is new comes in, what is there stays."""

from collections.abc import Iterator
from typing import Any

from nbgrader.api import BaseCell, Comment, Grade, Gradebook, MissingEntry, Notebook, SubmittedNotebook
from nbgrader.preprocessors import SaveCells

from autograder.notebooks.cells import grade_id_of


class SaveChangedCells(SaveCells):
    """nbgrader's step. Once there are submissions that refuses every other set of cells; this one adds, changes and removes them.

    A cell is removed only if nobody's points and nobody's words are in it: see `irremovable`.
    """

    def _create_notebook(self, nb) -> None:
        notebook = find_notebook(self.gradebook, self.notebook_id, self.assignment_id)
        if notebook is None or not notebook.submissions:
            super()._create_notebook(nb)
            return
        for kind in ("grade", "solution", "task", "source"):
            cells = getattr(self, f"new_{kind}_cells")
            for cell in [cell for cell in getattr(notebook, f"{kind}_cells") if cell.name not in cells]:
                remove(self.gradebook, cell)
            for name, info in cells.items():
                getattr(self.gradebook, f"update_or_create_{kind}_cell")(name, self.notebook_id, self.assignment_id, **info)
        self.gradebook.db.refresh(notebook)
        give_rows(self.gradebook, notebook)


def find_notebook(gradebook: Gradebook, name: str, assignment: str) -> Notebook | None:
    """A notebook of the gradebook; None where it knows none of that name."""
    try:
        return gradebook.find_notebook(name, assignment)
    except MissingEntry:
        return None


def remove(gradebook: Gradebook, cell: Any) -> None:
    """Removes a cell with its empty rows."""
    if isinstance(cell, BaseCell):
        for kind in (Grade, Comment):
            gradebook.db.query(kind).filter(kind.cell_id == cell.id).delete(synchronize_session=False)
    gradebook.db.delete(cell)
    gradebook.db.commit()


def give_rows(gradebook: Gradebook, notebook: Notebook) -> None:
    """Gives submissions rows for the cells that were added: nbgrader makes them with a submission, and never later."""
    for kind, cells in (
        (Grade, (*notebook.grade_cells, *notebook.task_cells)),
        (Comment, (*notebook.solution_cells, *notebook.task_cells)),
    ):
        for cell in cells:
            there = {row.notebook_id for row in gradebook.db.query(kind).filter(kind.cell_id == cell.id)}
            gradebook.db.add_all(
                kind(cell_id=cell.id, notebook=one) for one in submitted(gradebook, notebook) if one.id not in there
            )
    gradebook.db.commit()


def submitted(gradebook: Gradebook, notebook: Notebook) -> list[SubmittedNotebook]:
    return gradebook.db.query(SubmittedNotebook).filter(SubmittedNotebook.notebook_id == notebook.id).all()


def irremovable(gradebook: Gradebook, old: Notebook, new: Any) -> list[str]:
    """The cells that the gradebook has and a notebook has not, in which there are somebody's points or a person's words."""
    if not old.submissions:
        return []
    graded = {grade_id_of(cell): cell["metadata"]["nbgrader"] for cell in new["cells"] if grade_id_of(cell)}
    return sorted(set(_with_work(gradebook, old, graded)))


def _with_work(gradebook: Gradebook, old: Notebook, new: dict[str, Any]) -> Iterator[str]:
    for cell in (*old.grade_cells, *old.task_cells):
        kept = new.get(cell.name, {})
        scored = (Grade.auto_score.isnot(None)) | (Grade.manual_score.isnot(None))
        gone = not (kept.get("grade") or kept.get("task"))
        if gone and gradebook.db.query(Grade).filter(Grade.cell_id == cell.id, scored).first():
            yield cell.name
    for cell in (*old.solution_cells, *old.task_cells):
        kept = new.get(cell.name, {})
        gone, said = not (kept.get("solution") or kept.get("task")), Comment.manual_comment.isnot(None)
        if gone and gradebook.db.query(Comment).filter(Comment.cell_id == cell.id, said).first():
            yield cell.name
