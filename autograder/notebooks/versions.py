"""The version of a release, and what the releases before it held: both stand in the metadata of its notebooks.

A version is a hash of the cells that are graded or answered: text and figures may change without another version. A submitted
notebook still has the version that it was made from, unless something has removed it.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from autograder.notebooks.cells import KEY, course_metadata, grade_id_of, role_of

VERSION, BEFORE = "release", "before"  # in our metadata of a notebook of the release
WRITTEN_AS = re.compile(r"[0-9a-f]{8}")
GRADED = ("solution", "test", "written")


def graded_cells(notebook: Any) -> dict[str, list]:
    """Grade id -> what decides a mark about the cell: its role, its type, its points, and what its task asks for."""
    return {
        grade_id_of(cell): [
            role_of(cell),
            cell["cell_type"],
            cell["metadata"]["nbgrader"].get("points"),
            course_metadata(cell).get("defines"),
        ]
        for cell in notebook["cells"]
        if role_of(cell) in GRADED
    }


def version_of(notebook: Any) -> str:
    """The version of a release's notebook, as eight hexadecimal digits."""
    return hashlib.sha256(json.dumps(graded_cells(notebook), sort_keys=True).encode()).hexdigest()[:8]


def version_in(metadata: Any) -> str:
    """The version that a notebook's metadata names; "" where it names none."""
    said = metadata.get(KEY) if isinstance(metadata, Mapping) else None
    version = said.get(VERSION) if isinstance(said, Mapping) else None
    return version if isinstance(version, str) and WRITTEN_AS.fullmatch(version) else ""


def write_version(notebook: Any, previous: Any | None) -> None:
    """Writes its version into a release's notebook, and what the release before it and those before that one held.

    Args:
        previous: the notebook that it replaces; None where there was none.
    """
    version, before = version_of(notebook), {}
    if previous is not None:
        before = dict(course_metadata(previous).get(BEFORE, {})) | {version_of(previous): sorted(graded_cells(previous))}
    before.pop(version, None)
    own = notebook["metadata"].setdefault(KEY, {})
    own[VERSION] = version
    if before:
        own[BEFORE] = before


def added_since(release: Any, version: str) -> set[str]:
    """The grade ids that a release's notebook has and that version had not; none, where the version is not known."""
    before = course_metadata(release).get(BEFORE, {}).get(version)
    return set() if before is None else graded_cells(release).keys() - set(before)
