"""What an installation weighs: the packages that each of its parts brings, in megabytes on this machine's disk.

python -m benchmarks.installation

Nothing is installed: sizes are those of the files that the installed packages list, and of the caches beside them. A part is
its own requirements and all that these require in turn, as the packages' metadata say for this machine and Python.
"""

import importlib.metadata
import re
from collections.abc import Iterable

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = "notebook-autograder"
LESSON = ["torch", "torchvision", "numpy", "opencv-python-headless", "matplotlib", "tqdm", "ipywidgets"]
PARTS = {  # who -> what is installed
    "student's laptop": [*LESSON, "jupyterlab"],  # as README.md says
    "engine alone": [PROJECT],
    "grader of this course": [f"{PROJECT}[feature-attribution]"],
    "hub": [f"{PROJECT}[feature-attribution,hub]"],
    "developer": [f"{PROJECT}[feature-attribution,dev]"],
}
CUDA = re.compile(r"^(nvidia-.*|triton|cuda-.*)$")  # what torch from PyPI brings for GPUs on Linux


def needed(requirements: Iterable[Requirement], extras: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    """The requirements that hold on this machine: package -> the extras asked of it."""
    asked = extras or ("",)
    held = [each for each in requirements if each.marker is None or any(each.marker.evaluate({"extra": one}) for one in asked)]
    return {canonicalize_name(each.name): tuple(sorted(each.extras)) for each in held}


def closure(requirements: Iterable[str]) -> tuple[set[str], set[str]]:
    """All that a part brings, and what of it is not installed here."""
    found: set[str] = set()
    missing: set[str] = set()
    seen: set[tuple[str, tuple[str, ...]]] = set()
    waiting = list(needed(map(Requirement, requirements)).items())
    while waiting:
        name, wanted = waiting.pop()
        if (name, wanted) in seen:
            continue
        seen.add((name, wanted))
        try:
            further = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            missing.add(name)
            continue
        found.add(name)
        waiting += needed(map(Requirement, further), wanted).items()
    return found - {PROJECT}, missing


def megabytes(name: str) -> float:
    """What a package's files take on the disk, in 10^6 bytes; a file that is gone takes nothing."""
    total = 0
    for file in importlib.metadata.files(name) or []:
        path = file.locate()
        total += path.stat().st_size if path.is_file() else 0  # type: ignore[attr-defined]
    return total / 1e6


def main() -> None:
    """Prints the table."""
    print(f"{'':<24} {'packages':>8} {'MB':>7} {'of it CUDA':>11}")
    for part, requirements in PARTS.items():
        found, missing = closure(requirements)
        sizes = {name: megabytes(name) for name in found}
        gpu = sum(size for name, size in sizes.items() if CUDA.match(name))
        print(f"{part:<24} {len(found):>8} {sum(sizes.values()):>7.0f} {gpu:>11.0f}", end="")
        print(f"   (not installed here: {', '.join(sorted(missing))})" if missing else "")


if __name__ == "__main__":
    main()
