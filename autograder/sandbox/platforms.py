"""How the places where students write differ from the machine that grades, and what is done about each difference."""

import importlib.metadata
import platform
from collections.abc import Callable, Iterable
from typing import NamedTuple

from autograder.course_toml import Platform, platforms
from autograder.guest.gone_names import GONE, LEFT, names_of


class Difference(NamedTuple):
    """One way in which what is right there may fail here."""

    what: str
    found: str
    mend: str


def here(package: str) -> str:
    """A package's version on this machine; empty where it is not installed."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def differences(
    places: Iterable[Platform] | None = None, python: str = platform.python_version(), version: Callable[[str], str] = here
) -> list[Difference]:
    """What is to be known of each platform.

    Args:
        places: by default those of lessons/course.toml.
        python: this machine's.
        version: of a package, on this machine; empty where there is none.
    """
    found = []
    for place in platforms() if places is None else places:
        if place.python and as_numbers(place.python)[:2] > as_numbers(python)[:2]:
            found.append(newer_python(place, python))
        for package, theirs in place.versions.items():
            found += [line for line in (of_package(place.name, package, theirs, version(package)),) if line]
    return found


def newer_python(place: Platform, python: str) -> Difference:
    ours = ".".join(python.split(".")[:2])
    return Difference(
        f"students on {place.name} have Python {place.python}",
        f"this machine has {ours}, and cannot read all that they may write",
        f"a cell that it cannot read is said to be newer, and its task waits for a person; or grade with Python {place.python}",
    )


def of_package(name: str, package: str, theirs: str, ours: str) -> Difference | None:
    """What a package has there and lacks here; None where that is nothing."""
    what = f"students on {name} have {package} {theirs}"
    if not ours:
        return Difference(what, "this machine has none", "install it from constraints.txt")
    back, left = (lost_between(package, theirs, ours, table) for table in (GONE, LEFT))
    if not back and not left:
        return None
    mend = [f"{some(back)} {be(back)} put back for their notebooks"] if back else []
    mend += [f"{some(left)} {be(left)} not: what needs one waits for a person"] if left else []
    return Difference(what, f"this machine has {ours}, from which {len(back) + len(left)} names went", "; ".join(mend))


def lost_between(package: str, theirs: str, ours: str, table: dict[tuple[str, str], str]) -> list[str]:
    """The names that a version has and a newer one lacks."""
    return [
        f"{owner.replace(':', '.')}.{name}"
        for (owner, version), names in table.items()
        if owner.partition(".")[0].partition(":")[0] == package and as_numbers(theirs) < as_numbers(version) <= as_numbers(ours)
        for name in (names_of(names) if table is GONE else names.split())
    ]


def some(names: list[str]) -> str:
    names = sorted(names, key=lambda name: name.count("."))  # functions of a package before methods of its classes
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def be(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"


def as_numbers(version: str) -> tuple[int, ...]:
    """The version as numbers that compare: (2, 4, 6) of "2.4.6", (2, 15, 0) of "2.15.0+cpu"."""
    parts = version.partition("+")[0].split(".")
    return tuple(int(part) for part in parts if part.isdigit())
