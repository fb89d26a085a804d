"""What nbgrader takes along beside a notebook: of a student's folder nothing but the time of handing in, and its secret.

nbgrader copies whatever lies there into autograded/ and from there into feedback/: through links, pages with scripts, and
a pipe stops it. What was handed in stays in submitted/; the grader reads from there what a notebook needs. Of the course's own
folders it would put a copy beside each notebook, four megabytes a student; they are links. nbgrader has no setting for
this, so nbgrader_config.py calls `install`.
"""

import os
import shutil
import stat
from pathlib import Path

from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import BaseConverter

# when it was handed in; and the secret that nbgrader made then, without which the exchange gives no feedback back
KEPT = ("timestamp.txt", "submission_secret.txt")
LONGEST = 1000  # bytes of either

of_nbgrader = BaseConverter.init_assignment


def init_assignment(self: BaseConverter, assignment_id: str, student_id: str) -> None:
    """In place of nbgrader's, which copies everything."""
    if not isinstance(self, (Autograde, GenerateFeedback)):
        of_nbgrader(self, assignment_id, student_id)
        return
    source, target = (Path(form(assignment_id, student_id)) for form in (self._format_source, self._format_dest))
    target.mkdir(parents=True, exist_ok=True)
    for path in (source / name for name in KEPT):
        if path.exists() and stat.S_ISREG(path.lstat().st_mode) and path.stat().st_size <= LONGEST:
            shutil.copyfile(path, target / path.name)
    if isinstance(self, Autograde):
        link_folders(self, assignment_id, target)


def link_folders(step: Autograde, assignment_id: str, target: Path) -> None:
    """lab/ and data/ beside a marked notebook, so that it can be run where it lies; nbgrader is told to copy nothing of them."""
    directory = step.coursedir
    source = Path(directory.format_path(directory.source_directory, ".", assignment_id))
    folders = [path for path in source.glob("*") if path.is_dir() and not path.is_symlink()]
    for folder in folders:
        if not os.path.lexists(target / folder.name):  # autograded/ may itself be a link, to another disk
            (target / folder.name).symlink_to(os.path.relpath(folder.resolve(), target.resolve()))
    inside = [str(path.relative_to(source)) for folder in folders for path in folder.rglob("*")]
    step.exclude_overwriting = step.exclude_overwriting | {assignment_id: inside}


def install() -> None:
    """From now on, in this process."""
    BaseConverter.init_assignment = init_assignment  # type: ignore[method-assign]
