"""Are source/, release/, the fingerprints and the catalogues what is made of today's files? python -m tests.fresh

Fingerprints are numbers: another processor adds them up in another order, so they are compared by how far they may move, and
the notebooks and all other files byte by byte.
"""

import filecmp
import json
import shutil
import sys
import tempfile
from pathlib import Path

from autograder.assignments import assignments
from autograder.authoring.build import write_release, write_source
from autograder.authoring.catalogue import stale as stale_catalogues
from autograder.authoring.fingerprints import fingerprints_of
from autograder.authoring.same_fingerprints import same
from autograder.authoring.shipping import FINGERPRINTS
from autograder.gradebook.nbgrader_course import Course
from tests.this_course import ROOT

TO_MEND = "run `make build` and commit what it changes"


def differences(built: Path, committed: Path) -> list[str]:
    """The files of two folders that are not the same bytes, or stand in one alone."""
    names = {path.relative_to(root) for root in (built, committed) for path in root.rglob("*") if path.is_file()}
    names = {name for name in names if "__pycache__" not in name.parts}
    _, unequal, missing = filecmp.cmpfiles(built, committed, [str(name) for name in names], shallow=False)
    return sorted(unequal + missing)


def stale_fingerprints() -> list[str]:
    """A line for each file of fingerprints that does not fit the references."""
    files = {assignment: ROOT / FINGERPRINTS / f"{assignment}.json" for assignment in assignments()}
    return [
        f"{file.relative_to(ROOT)} does not fit the references: {TO_MEND}"
        for assignment, file in files.items()
        if not same(json.loads(fingerprints_of(assignment)), json.loads(file.read_text(encoding="utf-8")))
    ]


def stale() -> list[str]:
    """A line for everything that is not fresh."""
    lines = [*stale_fingerprints(), *stale_catalogues(ROOT)]
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copyfile(ROOT / "nbgrader_config.py", Path(scratch) / "nbgrader_config.py")
        for assignment in assignments():
            write_source(assignment, Path(scratch))
            shutil.copytree(ROOT / "release" / assignment, Path(scratch) / "release" / assignment)
            write_release(assignment, Course(Path(scratch)))
        for room in ("source", "release"):
            for name in differences(Path(scratch) / room, ROOT / room):
                lines.append(f"{room}/{name} is not what the build makes: {TO_MEND}")
    return lines


if __name__ == "__main__":
    found = stale()
    print("\n".join(found) or "source/, release/, fingerprints and catalogues are fresh")
    sys.exit(1 if found else 0)
