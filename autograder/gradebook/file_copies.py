"""What nbgrader takes along beside a notebook: of a student's folder nothing but the time of submitting, and its secret.

nbgrader copies whatever lies there into autograded/ and from there into feedback/: through links, pages with scripts, and
a pipe stops it. What was submitted stays in submitted/; the grader reads from there what a notebook needs. Of the course's own
folders it would put a copy beside each notebook, four megabytes a student; they are links. nbgrader has no setting for
this, so nbgrader_config.py calls `install`. The time, too, is read with care: nbgrader opens whatever has the file's name.
"""

import glob
import os
import shutil
import stat
from copy import copy
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path

import nbgrader.utils
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory

from autograder.assignments import use_course
from autograder.gradebook import feedback_run, release_exchange
from autograder.gradebook.points_agreement import refuse_on_nbgraders_way
from autograder.grading.graded import READY
from autograder.grading.submission import TIMESTAMP, read_release
from autograder.notebooks.renamed import find
from autograder.times import in_utc, read_time

# when it was submitted; and the secret that nbgrader made then, without which the exchange gives no feedback back
KEPT = (TIMESTAMP, "submission_secret.txt")
LONGEST = 1000  # bytes of either

of_nbgrader, of_nbgrader_notebooks = BaseConverter.init_assignment, BaseConverter.init_notebooks


def init_assignment(self: BaseConverter, assignment_id: str, student_id: str) -> None:
    """In place of nbgrader's, which copies everything."""
    use_course(Path(self.coursedir.root))
    if not isinstance(self, (Autograde, GenerateFeedback)):
        of_nbgrader(self, assignment_id, student_id)
        return
    source, target = (Path(form(assignment_id, student_id)) for form in (self._format_source, self._format_dest))
    target.mkdir(parents=True, exist_ok=True)
    for path in (source / name for name in KEPT):
        if short_file(path):
            shutil.copyfile(path, target / path.name)
    if isinstance(self, Autograde):
        link_folders(self, assignment_id, target)


def short_file(path: Path) -> bool:
    """Whether a path is what it should be: neither link nor pipe nor book."""
    return os.path.lexists(path) and stat.S_ISREG(path.lstat().st_mode) and path.stat().st_size <= LONGEST


def time_in(folder: Path) -> tuple[datetime | None, str]:
    """When a submission was submitted, in UTC; None where nothing says so. And what is wrong with what says it, in a sentence."""
    path = folder / TIMESTAMP
    if not os.path.lexists(path):
        return None, ""
    try:
        if not short_file(path):
            raise ValueError
        return read_time(path.read_text(encoding="utf-8")), ""
    except (ValueError, OverflowError, OSError):
        return None, f"{TIMESTAMP} holds no time, so this counts as submitted on time. Write one: 2026-01-30 15:00:00 UTC"


def get_existing_timestamp(self: CourseDirectory, dest_path: str) -> datetime | None:
    """In place of nbgrader's, which waits at a pipe and ends the whole run over what is no time."""
    time, problem = time_in(Path(dest_path))
    if problem:
        self.log.warning("%s: %s", dest_path, problem)
    return time


def parse_utc(when: datetime | str | None) -> datetime | None:
    """In place of nbgrader's, which takes a time with a zone that it does not know, such as PST, for one in UTC.

    Raises:
        ValueError: it is no time, or its zone is not known.
    """
    if when is None:
        return None
    return in_utc(when) if isinstance(when, datetime) else read_time(when)


def link_folders(step: Autograde, assignment_id: str, target: Path) -> None:
    """lab/ and data/ beside a marked notebook, so that it can be run where it lies; nbgrader is told to copy nothing of them."""
    directory = step.coursedir
    source = Path(directory.format_path(directory.source_directory, ".", assignment_id))
    folders = [path for path in source.glob("*") if path.is_dir() and not path.is_symlink()]
    for folder in folders:
        if not os.path.lexists(target / folder.name):  # autograded/ may itself be a link, to another disk
            (target / folder.name).symlink_to(os.path.relpath(folder.resolve(), target.resolve()))
    linked = [folder.name for folder in folders if folder.name not in directory.ignore]
    if linked:  # for this step alone: the exchange asks the course's own directory what it is not to give out
        step.coursedir = copy(directory)
        step.coursedir.ignore = [*directory.ignore, *linked]


def init_notebooks(self: BaseConverter) -> None:
    """In place of nbgrader's, which takes what is called as the release's notebooks are; what was renamed is found by its cells.

    A notebook is called then as in the release, wherever it lies: nbgrader names by that what it writes, and reads nothing of it.
    """
    if isinstance(self, Autograde):
        if not READY:  # what waits there was compared before it was judged
            refuse_on_nbgraders_way(self)
        find_notebooks(self)
        return
    if isinstance(self, GenerateAssignment):
        refuse_lost_links(self)
    of_nbgrader_notebooks(self)


def refuse_lost_links(step: GenerateAssignment) -> None:
    """Raises RuntimeError where source/ holds links that lead nowhere, or that git or a zip has made files of; the release stays.

    nbgrader would take the old release away first, then stop at the former, and give the latter to students.
    """
    directory = step.coursedir
    source = Path(directory.format_path(directory.source_directory, ".", directory.assignment_id))
    lost = [path for path in sorted(source.rglob("*")) if is_lost_link(path)]
    if lost:
        raise RuntimeError(
            f"{lost[0]} was a link to the course's file, and the file is not there ({len(lost)} such files). In a checkout or an "
            "unpacked zip `autograder build` makes the links again; to another place copy source/ with `cp -rL`"
        )


def is_lost_link(path: Path) -> bool:
    """Whether a file is a link to what is not there, or holds the path that a link with its name would lead to."""
    if path.is_symlink() or not path.is_file():
        return path.is_symlink() and not path.exists()
    if path.stat().st_size > LONGEST:
        return False
    text = path.read_bytes()
    return text.startswith(b"../") and text.endswith(b"/" + path.name.encode()) and b"\n" not in text


def find_notebooks(step: Autograde) -> None:
    """The notebooks of all the students whom a step converts, by the names that the release has for them."""
    directory = step.coursedir
    release = read_release(Path(directory.format_path(directory.release_directory, ".", directory.assignment_id)))
    wanted = {name: text for name, text in release.items() if fnmatch(name, directory.notebook_id)}
    step.notebooks, found = [], {}
    for folder in glob.glob(step._format_source(directory.assignment_id, directory.student_id)):
        names = [name for name in find(Path(folder), release).names if name in wanted]
        if names:
            found[folder] = [os.path.join(folder, f"{name}.ipynb") for name in names]
        else:
            step.log.warning("No notebooks of the release in '%s'", folder)
    if found:
        step.assignments = found
    else:
        of_nbgrader_notebooks(step)  # it says what it misses


def install(course: Path | None = None) -> None:
    """Puts these functions in place of nbgrader's, from now on, in this process.

    Args:
        course: the directory of the configuration that asks for it; if it is a whole course, it is the one in use.
    """
    if course is not None:
        use_course(course)
    BaseConverter.init_notebooks = init_notebooks  # type: ignore[method-assign]
    BaseConverter.init_assignment = init_assignment  # type: ignore[method-assign]
    BaseConverter.convert_notebooks = release_exchange.convert_notebooks  # type: ignore[method-assign]
    feedback_run.install()
    nbgrader.utils.parse_utc = parse_utc  # the gradebook asks it, of due dates and of times of submissions
    CourseDirectory.get_existing_timestamp = get_existing_timestamp  # type: ignore[method-assign]
