"""A release is made beside the one that is there, and takes its place when it is whole.

nbgrader takes the old release away before it tries to make the new one. `file_copies.install` puts `convert_notebooks` in place
of its own; what the gradebook allows is asked before that: see `release_notebook`.
"""

import os
import shutil
from copy import copy
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import BaseConverter

of_nbgrader_convert = BaseConverter.convert_notebooks
NEW, BEFORE = ".new", ".before"  # beside the folder of releases


def convert_notebooks(self: BaseConverter) -> None:
    """In place of nbgrader's: a release is made beside the old one, and takes its place when it is whole.

    Raises:
        NbGraderException: the release could not be made; the old one is as it was.
    """
    if not isinstance(self, GenerateAssignment):
        of_nbgrader_convert(self)
        return
    directory, assignment = self.coursedir, self.coursedir.assignment_id
    release = Path(directory.format_path(directory.release_directory, ".", assignment))
    put_back(release)
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
            exchange(made, release, kept_at(release))
    finally:
        shutil.rmtree(made, ignore_errors=True)
        self.coursedir = directory
        remove_if_empty(made.parent)


def kept_at(release: Path) -> Path:
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


def put_back(release: Path) -> None:
    """Puts back an old release that a killed run had taken out of its place, or removes it where the new one is there."""
    before = kept_at(release)
    if before.exists() and not release.exists():
        release.parent.mkdir(parents=True, exist_ok=True)
        before.rename(release)
    shutil.rmtree(before, ignore_errors=True)
    remove_if_empty(before.parent)


def remove_if_empty(folder: Path) -> None:
    """Removes a folder that holds nothing."""
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
