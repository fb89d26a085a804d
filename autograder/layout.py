"""The product's folders: where they stand, which go to students, which travel with the grader, which a sandbox never sees."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COURSE_TOML = "lessons/course.toml"
SHIPPED = ("lab", "selfcheck", "data/public")  # to students; what a kernel reads
JUDGES = ("autograder", *SHIPPED, "reference_solutions", "data/held_out")  # what judges a submission, wherever that is
HELD_BACK = (
    "autograder",
    "reference_solutions",
    "data/held_out",
    "lessons",
    "source",
    "submitted",
    "tests",
)  # from students' code


def files_in(*folders: str) -> Iterator[Path]:
    """Every file of some of the product's folders, in order, without what Python has compiled; a file stands for itself."""
    for folder in folders:
        paths = sorted((ROOT / folder).rglob("*")) if (ROOT / folder).is_dir() else [ROOT / folder]
        yield from (path for path in paths if path.is_file() and "__pycache__" not in path.parts)
