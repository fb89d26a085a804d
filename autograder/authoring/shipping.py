"""What goes to students beside a notebook: the folders of `layout.SHIPPED`, as files, or in the course's source/ as links.

Of lab/tasks/, the fingerprints and the sentences in the course's language an assignment gets those of its own tasks, and of those
that they may call; nothing of other assignments.
What lies in data/public/only/ASSIGNMENT/ goes out with that assignment alone: nobody studies it before its release.

nbgrader copies what links of single files lead to, and nothing through links of folders, without a word. git without links,
and programs that unpack zips, make a file of a link that holds its path; a build makes links of them again.
"""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from autograder.assignments import tasks_of, with_needs
from autograder.layout import SENTENCES, SHIPPED, course_root, files_in

TASKS, FINGERPRINTS = "lab/tasks", "data/public/fingerprints"  # folders with a file for each task, and for each assignment
ONLY = PurePosixPath("data/public/only")  # a folder for each assignment that has data of its own


def shipped_files(assignment: str) -> dict[str, Path]:
    """What goes to students with an assignment: name in its folder -> the file."""
    return {name: path for name, path in files_in(*SHIPPED) if name in shipped(assignment, [name])}


def shipped(assignment: str, names: list[str]) -> list[str]:
    """Those of some files of `SHIPPED` that go to students with an assignment."""
    tasks = with_needs(tasks_of(assignment))
    stems = {TASKS: {"__init__", *tasks}, FINGERPRINTS: {assignment}, SENTENCES: {assignment}}
    mine = [name for name in names if ONLY not in (path := PurePosixPath(name)).parents or ONLY / assignment in path.parents]
    return [name for name in mine if (path := PurePosixPath(name)).stem in stems.get(str(path.parent), {path.stem})]


def shipped_names(assignment: str, built: Mapping[str, str]) -> list[str]:
    """Their names, with those of files that are about to be written."""
    return shipped(assignment, sorted({name for name, _ in files_in(*SHIPPED)} | built.keys()))


def write_shipped(folder: Path, assignment: str, built: Mapping[str, str]) -> None:
    """Copies of all that ships into an assignment's folder; what is about to be written is there already as it will be."""
    files = dict(files_in(*SHIPPED))
    for name in shipped_names(assignment, built):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if name in built:
            target.write_text(built[name], encoding="utf-8")
        else:
            shutil.copyfile(files[name], target)


def link_shipped(folder: Path, place: Path, assignment: str, built: Mapping[str, str]) -> None:
    """Links in place of an assignment's copies, which lead to the files themselves once `folder` is moved to `place`.

    What stands outside the course, as the engine's own part does where the engine is installed elsewhere, stays a copy.
    """
    root = course_root()
    for name in shipped_names(assignment, built):
        if not (root / name).exists() and name not in built:
            continue
        (folder / name).unlink()
        target = os.path.relpath((root / name).resolve(), (place.parent.resolve() / place.name / name).parent)
        link(folder / name, Path(target).as_posix())


def link(path: Path, target: str) -> None:
    """Makes a link; where the disk holds none, the file that git would write for it, with the path as its text.

    A copy would be committed as a link whose target is the whole text of the file.
    """
    try:
        path.symlink_to(target)
    except OSError:
        path.write_text(target, encoding="utf-8")
