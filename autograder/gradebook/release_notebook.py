"""source/ -> release/ by nbgrader, so that nothing is lost: first into a folder beside, then in earnest.

The exporter, which nbgrader makes first, has the release made in a folder that is thrown away and asks the gradebook: what fails
there ends the command before anything is changed. `release_exchange` then lets the new release take the place of the old one.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import SaveCells
from traitlets.config import Config

from autograder.gradebook.release_exchange import put_back
from autograder.gradebook.save_cells import SaveChangedCells, irremovable
from autograder.notebooks.versions import write_version


class ReleaseNotebook(NotebookExporter):
    """nbgrader's exporter of a release, which knows the release before; nbgrader_config.py names it.

    Raises:
        NbGraderException: the release cannot be made, or takes something away of which the gradebook holds points; the release
            and the gradebook are as they were.
    """

    def __init__(self, config: Config | None = None, **kw: Any):
        super().__init__(config, **kw)
        self.previous: dict[str, Any] = {}
        if isinstance(self.parent, GenerateAssignment):
            put_back(release_of(self.parent))
            self.previous = previous_release(release_of(self.parent))
            rehearse(self.parent)

    def register_preprocessor(self, preprocessor, enabled=False):
        """Registers a step; in place of nbgrader's last step, which refuses every other cell once there are submissions, ours."""
        return super().register_preprocessor(SaveChangedCells if preprocessor is SaveCells else preprocessor, enabled)

    def from_notebook_node(self, nb, resources=None, **kw):
        text, resources = super().from_notebook_node(nb, resources, **kw)
        notebook = nbformat.reads(text, as_version=4)
        write_version(notebook, self.previous.get(resources["nbgrader"]["notebook"]))
        return nbformat.writes(notebook), resources


def release_of(converter: GenerateAssignment) -> Path:
    """The folder of the release that a converter makes."""
    return Path(converter._format_dest(converter.coursedir.assignment_id, "."))


def previous_release(folder: Path) -> dict[str, Any]:
    """The notebooks of the release that is there: name -> notebook. One that does not read is as good as none."""
    found = {}
    for path in sorted(folder.glob("*.ipynb")):
        try:
            found[path.stem] = nbformat.read(path, as_version=4)
        except (OSError, ValueError, KeyError, AttributeError):
            continue
    return found


def rehearse(converter: GenerateAssignment) -> None:
    """Makes the release in a folder that is thrown away, and asks the gradebook whether it can take its cells.

    Raises:
        NbGraderException: one of them fails; what is wrong has been logged.
    """
    directory = converter.coursedir
    with tempfile.TemporaryDirectory(prefix="release-") as scratch:
        config = Config(converter.config)
        config.CourseDirectory.root = directory.root
        config.CourseDirectory.release_directory = scratch
        config.GenerateAssignment.exporter_class = NotebookExporter
        config.GenerateAssignment.no_database = True
        elsewhere = CourseDirectory(config=config)
        elsewhere.assignment_id, elsewhere.notebook_id = directory.assignment_id, directory.notebook_id
        step = GenerateAssignment(coursedir=elsewhere, config=config)
        step.log, step.preprocessors = converter.log, [each for each in converter.preprocessors if each is not SaveCells]
        step.start()
        made = [nbformat.read(path, as_version=4) | {"name": path.stem} for path in sorted(Path(scratch).rglob("*.ipynb"))]
    if getattr(converter, "no_database", False):
        return
    lost = list(taken_away(directory, made))
    if lost:
        said = (
            f"{directory.assignment_id} was not released, and nothing was changed: {'; '.join(lost)}. Put back what is missing "
            "(a cell that is to count no more may have 0 points), or make the change in a new assignment; then release it again."
        )
        converter.log.error(said)
        raise NbGraderException(said)


def taken_away(directory: CourseDirectory, made: list[Any]) -> Iterator[str]:
    """What the gradebook cannot take over once there are submissions; a clause for each notebook."""
    names = {notebook["name"] for notebook in made}
    with Gradebook(directory.db_url, directory.course_id) as gradebook:
        try:
            known = list(gradebook.find_assignment(directory.assignment_id).notebooks)
        except MissingEntry:
            return
        for notebook in known:
            if notebook.submissions and directory.notebook_id == "*" and notebook.name not in names:
                yield f"the gradebook holds {len(notebook.submissions)} submissions of {notebook.name}.ipynb, which is gone"
        submissions = max((len(notebook.submissions) for notebook in known), default=0)
        for new in made:
            old = next((notebook for notebook in known if notebook.name == new["name"]), None)
            if old is None and submissions:
                yield f"{new['name']}.ipynb is new, and there are {submissions} submissions without it"
            if old is not None and (cells := irremovable(gradebook, old, new)):
                number = len(old.submissions)
                yield f"{new['name']}.ipynb lacks {', '.join(cells)}, and the gradebook holds {number} submissions with them"
