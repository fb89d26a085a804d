"""What is built is made beside what is there, and takes its place when all of it is whole.

What was there is kept until everything new stands in its place. After an error all of it is put back at once; after a kill
or a power cut, by the next build, before it does anything else.
"""

import errno
import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote

BESIDE = Path("source/.new")  # on the same disk as what is built; a sandbox sees nothing of source/
MADE, BEFORE, DONE = "made", "before", "done"


@contextmanager
def beside(root: Path) -> Iterator[Path]:
    """An empty folder of a course, for one build at a time; it goes away with the `with`, however that ends.

    Raises:
        RuntimeError: another build of this course is running.
    """
    folder = root / BESIDE
    folder.parent.mkdir(parents=True, exist_ok=True)
    with alone(folder.parent):
        clear(folder, root)
        (folder / MADE).mkdir(parents=True)
        try:
            yield folder / MADE
        finally:
            clear(folder, root)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Holds a folder against other builds; the hold ends with the process, however that ends."""
    held = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RuntimeError(f"another build is at work in {folder}; wait until it has ended") from error
        yield
    finally:
        os.close(held)


def exchange(made: Path, root: Path, names: Iterable[str]) -> None:
    """Puts each new file or folder where the old one is; the old ones are let go when all the new ones are there."""
    before = made.parent / BEFORE
    before.mkdir()
    for name in names:
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(place):
            take_out(place, before / quote(name, safe=""))
        shutil.move(made / name, place)
    before.rename(made.parent / DONE)  # from here on nothing is put back


def take_out(place: Path, kept: Path) -> None:
    """Renames a file or folder; where the disk refuses, as for what lies in an image of Docker, a whole copy comes first."""
    try:
        place.rename(kept)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        copy = kept.with_name(".copy")
        shutil.copytree(place, copy, symlinks=True) if place.is_dir() else shutil.copy2(place, copy)
        copy.rename(kept)
        remove(place)


def clear(folder: Path, root: Path) -> None:
    """Removes a build's folder; what an exchange that did not come to its end has taken out is put back first."""
    for kept in sorted((folder / BEFORE).glob("[!.]*")):
        place = root / unquote(kept.name)
        remove(place)
        shutil.move(kept, place)
    shutil.rmtree(folder, ignore_errors=True)


def remove(path: Path) -> None:
    """Removes a file or a folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
