"""Folders: where engine and course stand, which go to students, which travel with the grader, which a sandbox never sees.

An engine is `autograder/` and `selfcheck/`, wherever they are installed. A course is a directory that holds
`lessons/course.toml`. In the engine's own repository both are the same directory.
"""

import os
from collections.abc import Iterator
from pathlib import Path

ENGINE = Path(__file__).resolve().parent.parent
VARIABLE = "AUTOGRADER_COURSE"  # names the course directory, to this process and to those that it starts
COURSE_TOML = "lessons/course.toml"
ROSTER_CSV, GROUPS_CSV = "roster.csv", "groups.csv"  # beside nbgrader_config.py, which may give them other names
VARIANTS_CSV = "variants.csv"  # there, too: which variant of a task a student has, where the course decides
OF_THE_ENGINE = ("autograder", "selfcheck")
SHIPPED = ("lab", "selfcheck", "data/public")  # to students; what a kernel reads
SENTENCES = "data/public/sentences"  # what the student's check says in the course's language: a file for each assignment
JUDGES = ("autograder", *SHIPPED, "reference_solutions", "data/held_out")  # what judges a submission; the rubric beside it
HELD_BACK = (
    "autograder",
    "reference_solutions",
    "data/held_out",
    "lessons",
    "source",
    "submitted",
    "tests",
)  # from students' code


def course_root() -> Path:
    """The course directory in use: the one that the environment names, else the one that holds this engine."""
    return Path(os.environ.get(VARIABLE) or ENGINE)


def folder_at(name: str) -> Path:
    """Where a folder or a file of the engine or of the course stands.

    What a course keeps within `autograder/`, its rubric for one, is the course's where the course has it.
    """
    own = course_root() / name
    return own if own.exists() or name.partition("/")[0] not in OF_THE_ENGINE else ENGINE / name


def files_in(*folders: str) -> Iterator[tuple[str, Path]]:
    """Every file of some folders: its name from the root on, and where it stands, in order, without what Python has compiled."""
    for folder in folders:
        top = folder_at(folder)
        paths = sorted(top.rglob("*")) if top.is_dir() else [top]
        for path in paths:
            if path.is_file() and "__pycache__" not in path.parts:
                yield (Path(folder) / path.relative_to(top)).as_posix(), path
