"""An assignment is generated again: nothing is deleted first, and what students have submitted keeps its marks.

nbgrader takes the old release away before it tries to make the new one, and refuses every cell that is added once there are
submissions. `file_copies.install` puts these functions in place of its own.
"""

import os
import shutil
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbgrader import utils
from nbgrader.api import Comment, Grade, Gradebook, MissingEntry, Notebook
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.preprocessors import SaveCells

of_nbgrader_convert, of_nbgrader_save = BaseConverter.convert_notebooks, SaveCells._create_notebook
NEW, BEFORE = ".new", ".before"  # beside the folder of releases


@dataclass
class Cells:
    """The cells of a notebook that marks or comments belong to, by kind."""

    graded: set[str] = field(default_factory=set)
    answers: set[str] = field(default_factory=set)
    tasks: set[str] = field(default_factory=set)

    def lacks(self, before: "Cells") -> list[str]:
        """Cells that there were before, with the same part to play, and that are no longer there."""
        return sorted((before.graded - self.graded) | (before.answers - self.answers) | (before.tasks - self.tasks))


def convert_notebooks(self: BaseConverter) -> None:
    """In place of nbgrader's: a release is made beside the old one, and takes its place when it is whole.

    Raises:
        NbGraderException: the gradebook's submissions do not allow the change, or the release could not be made. The old
            release and the gradebook are as they were, but for what the gradebook was told of cells before an error.
    """
    if not isinstance(self, GenerateAssignment):
        of_nbgrader_convert(self)
        return
    directory, assignment = self.coursedir, self.coursedir.assignment_id
    release = Path(directory.format_path(directory.release_directory, ".", assignment))
    put_back(self, release)
    if not self.no_database:
        refuse_lost_marks(self)
    if release.exists() and not self.force:
        of_nbgrader_convert(self)  # it says that there is one already, and how it is replaced
        return
    self.coursedir = copy(directory)
    self.coursedir.release_directory = directory.release_directory + NEW
    made = Path(self.coursedir.format_path(self.coursedir.release_directory, ".", assignment))
    shutil.rmtree(made, ignore_errors=True)
    try:
        if directory.notebook_id != "*" and release.exists():  # the other notebooks stay
            shutil.copytree(release, made, symlinks=True)
        of_nbgrader_convert(self)
        if made.exists():
            exchange(made, release, kept_at(self, release))
    finally:
        shutil.rmtree(made, ignore_errors=True)
        self.coursedir = directory
        remove_if_empty(made.parent)


def kept_at(step: GenerateAssignment, release: Path) -> Path:
    """Where the old release waits until the new one stands in its place."""
    return release.parent.with_name(release.parent.name + BEFORE) / release.name


def exchange(made: Path, release: Path, before: Path) -> None:
    """Puts a new release in the place of the old one, which goes when the new one stands there."""
    release.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(release):
        before.parent.mkdir(exist_ok=True)
        release.rename(before)
    try:
        made.rename(release)
    except OSError:
        if before.exists():
            before.rename(release)
        raise
    shutil.rmtree(before, ignore_errors=True)
    remove_if_empty(before.parent)


def put_back(step: GenerateAssignment, release: Path) -> None:
    """Puts back an old release that a killed run had taken out of its place, or removes it where the new one is there."""
    before = kept_at(step, release)
    if before.exists() and not release.exists():
        release.parent.mkdir(parents=True, exist_ok=True)
        before.rename(release)
    shutil.rmtree(before, ignore_errors=True)
    remove_if_empty(before.parent)


def remove_if_empty(folder: Path) -> None:
    """Removes a folder that holds nothing."""
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def refuse_lost_marks(step: GenerateAssignment) -> None:
    """Refuses a change that would take the place of somebody's marks away, before anything is changed.

    Raises:
        NbGraderException: a notebook was added, removed or renamed, or a cell with marks is gone, and there are submissions.
    """
    directory = step.coursedir
    name = directory.assignment_id
    source = Path(directory.format_path(directory.source_directory, ".", name))
    new = {path.stem: cells_of(path) for path in sorted(source.glob("*.ipynb"))}
    with Gradebook(directory.db_url, directory.course_id) as gradebook:
        try:
            assignment = gradebook.find_assignment(name)
        except MissingEntry:
            return
        submitted = len(assignment.submissions)
        before = {notebook.name: cells_in(notebook) for notebook in assignment.notebooks}
    if problems := lost(before, new, directory.notebook_id) if submitted else []:
        message = (
            f"{name} has {submitted} submissions, so {'; '.join(problems)}. Nothing was changed. Texts, figures, points and "
            "new tasks can be changed: put back what is missing (a task that is not to count can be worth 0 points), or make "
            "the change in a new assignment"
        )
        step.log.error(message)
        raise NbGraderException(message)


def lost(before: dict[str, Cells], new: dict[str, Cells], wanted: str) -> list[str]:
    """What of an assignment with submissions would be missing, a clause for each."""
    if wanted != "*":
        before = {name: cells for name, cells in before.items() if name == wanted}
        new = {name: cells for name, cells in new.items() if name == wanted}
    problems = [f"{name}.ipynb cannot be removed or renamed" for name in sorted(before.keys() - new.keys())]
    problems += [f"{name}.ipynb cannot be added" for name in sorted(new.keys() - before.keys())]
    for name in sorted(before.keys() & new.keys()):
        if gone := new[name].lacks(before[name]):
            problems.append(f"{name}.ipynb cannot do without its marked cell{'s' * (len(gone) > 1)} {', '.join(gone)}")
    return problems


def cells_of(path: Path) -> Cells:
    """The cells of an instructor's notebook."""
    found = Cells()
    for cell in nbformat.read(path, as_version=4).cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        for is_one, names in ((utils.is_grade, found.graded), (utils.is_solution, found.answers), (utils.is_task, found.tasks)):
            if grade_id and is_one(cell):
                names.add(grade_id)
    return found


def cells_in(notebook: Notebook) -> Cells:
    """The cells of a notebook that the gradebook knows."""
    return Cells(
        *({cell.name for cell in cells} for cells in (notebook.grade_cells, notebook.solution_cells, notebook.task_cells))
    )


def create_notebook(self: SaveCells, nb: nbformat.NotebookNode) -> None:
    """In place of nbgrader's: where there are submissions, cells are added, and each submission gets a place for their marks.

    nbgrader takes no added cell then, and no cell of given text that is gone.
    """
    names = self.notebook_id, self.assignment_id
    try:
        notebook = self.gradebook.find_notebook(*names)
    except MissingEntry:
        notebook = None
    if notebook is None or not notebook.submissions:
        of_nbgrader_save(self, nb)
        return
    for cell in notebook.source_cells:
        if cell.name not in self.new_source_cells:  # text that was given; no mark belongs to it
            self.gradebook.db.delete(cell)
    self.gradebook.db.commit()
    for kind in ("grade", "solution", "task", "source"):
        for name, about in getattr(self, f"new_{kind}_cells").items():
            getattr(self.gradebook, f"update_or_create_{kind}_cell")(name, *names, **about)
    make_room(self.gradebook, self.gradebook.find_notebook(*names))


def make_room(gradebook: Gradebook, notebook: Notebook) -> None:
    """Gives each submission of a notebook an empty mark or comment for every cell that it has none for."""
    for submitted in notebook.submissions:
        marked = {grade.cell_id for grade in submitted.grades}
        commented = {comment.cell_id for comment in submitted.comments}
        for cell in (*notebook.grade_cells, *notebook.task_cells):
            if cell.id not in marked:
                gradebook.db.add(Grade(cell_id=cell.id, notebook=submitted))
        for cell in (*notebook.solution_cells, *notebook.task_cells):
            if cell.id not in commented:
                gradebook.db.add(Comment(cell_id=cell.id, notebook=submitted))
    gradebook.db.commit()
