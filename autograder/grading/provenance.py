"""What a verdict rests on, as hashes: whose answer, judged by what, with what. If none has changed, neither has the verdict.

Read from the files' bytes, so that nothing of what they hold need be loaded. A hash here is the first 16 hexadecimal digits
of a SHA-256: no two of a course's files will share one by chance.
"""

import hashlib
import importlib.metadata
import json
import platform
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from autograder.course_toml import MISCONCEPTIONS, RUBRIC, folder_of, forbids, kernel_environment, packages
from autograder.judging.verdict import Provenance
from autograder.layout import SENTENCES, SHIPPED, files_in

DIGITS = 16

# folders of the grader in which anything may decide a verdict;
ENGINE = (
    "autograder/assignments.py",
    *(f"autograder/{name}" for name in ("guest", "sandbox", "notebooks", "execution", "judging", "grading")),
)
# whose versions can change an answer, or what is made of it: what students import, and what runs and reads it
PACKAGES = tuple(sorted({*packages(), "ipython", "nbclient", "nbconvert", "nbformat", "pytest", "ruff"}))


def hash_of(parts: Iterable[bytes]) -> str:
    """One hash over some parts; where one ends and the next begins counts, too."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()[:DIGITS]


def of_files(files: Iterable[tuple[str, Path]]) -> str:
    """Hash of files of engine and course: their names and their contents."""
    return hash_of(part for name, path in sorted(files) for part in (name.encode(), path.read_bytes()))


@cache
def of_rubric() -> str:
    """Hash of the checks, the known mistakes, the engine that asks and judges, and what tasks forbid."""
    return hash_of(
        [
            of_files(files_in(folder_of(RUBRIC), folder_of(MISCONCEPTIONS), *ENGINE)).encode(),
            json.dumps([forbids(), kernel_environment()]).encode(),
        ]
    )


@cache
def of_reference() -> str:
    """Hash of the right answers."""
    return of_files(files_in("reference_solutions"))


@cache
def of_cases() -> str:
    """Hash of what functions are asked with: the package that makes the cases, images and networks, visible and held out.

    In which language the student's check speaks changes no verdict.
    """
    return of_files((name, path) for name, path in files_in(*SHIPPED, "data/held_out") if not name.startswith(f"{SENTENCES}/"))


@cache
def versions() -> tuple[tuple[str, str], ...]:
    """Name -> version, of the interpreter and of the packages that matter."""
    found = [(name, version_of(name)) for name in PACKAGES]
    return ("python", platform.python_version()), ("machine", platform.machine()), *found


def version_of(package: str) -> str:
    """Its version; empty where it is not installed, as on a worker that lacks it."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def requirements() -> dict[str, str]:
    """The same as a table; a package that is not there has no version."""
    return dict(versions())


def code() -> dict[str, str]:
    """The hashes of this project's own files."""
    return {"rubric": of_rubric(), "reference": of_reference(), "cases": of_cases()}


def of_environment(settings: dict[str, object]) -> str:
    """Hash of the versions, and of a course's settings for grading, such as its limits on time."""
    return hash_of([json.dumps([versions(), sorted(settings.items())]).encode()])


def hashes(release: Iterable[str], submission: Iterable[bytes], settings: dict[str, object]) -> Provenance:
    """All that a verdict rests on.

    Args:
        release: the notebooks of the release, as text.
        submission: what was submitted, name and content by turns.
    """
    return Provenance(
        submission=hash_of(submission),
        release=hash_of(text.encode() for text in release),
        rubric=of_rubric(),
        reference=of_reference(),
        cases=of_cases(),
        environment=of_environment(settings),
    )


def changed(before: Provenance | None, now: Provenance) -> list[str]:
    """What is not as it was, in the order of the record."""
    return [name for name, value in now.to_json().items() if before is None or before.to_json()[name] != value]
