"""Are source/, release/ and the fingerprints what the build makes today? python -m tests.fresh

Fingerprints are numbers: another processor adds them up in another order, so they are compared by how far they may move, and
the notebooks and all other files byte by byte.
"""

import filecmp
import json
import math
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from autograder.assignments import assignments
from autograder.authoring.build import write_release, write_source
from autograder.authoring.fingerprints import fingerprints_of
from autograder.authoring.shipping import FINGERPRINTS
from autograder.gradebook.nbgrader_course import Course
from tests.this_course import ROOT

SHARE = 0.1  # of a tolerance
ROUNDING = 1e-4  # of a number: single precision, added up in another order
MEASURED = 0.25  # of a tolerance that is itself measured
SMALLEST = 1e-5  # where a number is about nothing
TO_MEND = "run `make build` and commit what it changes"


def differences(built: Path, committed: Path) -> list[str]:
    """The files of two folders that are not the same bytes, or stand in one alone."""
    names = {path.relative_to(root) for root in (built, committed) for path in root.rglob("*") if path.is_file()}
    names = {name for name in names if "__pycache__" not in name.parts}
    _, unequal, missing = filecmp.cmpfiles(built, committed, [str(name) for name in names], shallow=False)
    return sorted(unequal + missing)


def same(one: Any, other: Any) -> bool:
    """Whether fingerprints say the same: numbers by how far they may move on another processor, all else exactly."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and same_numbers(one, other) and all(same(one[key], other[key]) for key in others(one))
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=ROUNDING, abs_tol=SMALLEST)
    return one == other


def others(entry: dict[str, Any]) -> list[str]:
    """What of an entry `same_numbers` does not look at."""
    return [key for key, value in entry.items() if key != "sums" and not isinstance(value, float)]


def same_numbers(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether the floating-point numbers of two entries are near enough.

    The sums of an answer may move by a tenth of what its check lets pass: so far a student's answer is judged the same by both. A
    tolerance that was measured is a largest distance among rounded answers, and moves by some percent itself.
    """
    tolerance = min(one.get("tolerance", 0.0), other.get("tolerance", 0.0))
    reach = SHARE * tolerance + ROUNDING
    for key, value in one.items():
        if key == "sums":
            if len(value) != len(other[key]) or not math.dist(value, other[key]) <= reach * math.hypot(*value) + SMALLEST:
                return False
        elif isinstance(value, float):
            if not isinstance(other[key], float):
                return False
            allowed = MEASURED if key == "tolerance" else reach
            scale = max(abs(one[name]) for name in ("low", "high")) if key in ("low", "high") else abs(value)
            if not abs(value - other[key]) <= allowed * scale + SMALLEST:
                return False
    return True


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
    lines = stale_fingerprints()
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
    print("\n".join(found) or "source/, release/ and fingerprints are fresh")
    sys.exit(1 if found else 0)
