"""What goes to students beside a notebook: lab/ and data/public/, as files, or in the course's own source/ as links to them.

nbgrader copies what links of single files lead to, and nothing through links of folders, without a word. git without links,
and programs that unpack zips, make a file of a link that holds its path; a build makes links of them again.
"""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from autograder.layout import ROOT, SHIPPED, files_in


def shipped_files() -> list[Path]:
    """What goes to students beside a notebook: lab/ and data/public/."""
    return sorted(files_in(*SHIPPED))


def shipped_names(built: Mapping[str, str]) -> list[str]:
    """Their paths within the course, with those of files that are about to be written."""
    return sorted({path.relative_to(ROOT).as_posix() for path in shipped_files()} | built.keys())


def write_shipped(folder: Path, built: Mapping[str, str]) -> None:
    """Copies of all that ships into an assignment's folder; what is about to be written is there already as it will be."""
    for name in shipped_names(built):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if name in built:
            target.write_text(built[name], encoding="utf-8")
        else:
            shutil.copyfile(ROOT / name, target)


def link_shipped(folder: Path, place: Path, built: Mapping[str, str]) -> None:
    """Links in place of an assignment's copies, which lead to the files themselves once `folder` is moved to `place`."""
    for name in shipped_names(built):
        (folder / name).unlink()
        target = os.path.relpath((ROOT / name).resolve(), (place.parent.resolve() / place.name / name).parent)
        link(folder / name, Path(target).as_posix())


def link(path: Path, target: str) -> None:
    """Makes a link; where the disk holds none, the file that git would write for it, with the path as its text.

    A copy would be committed as a link whose target is the whole text of the file.
    """
    try:
        path.symlink_to(target)
    except OSError:
        path.write_text(target, encoding="utf-8")
