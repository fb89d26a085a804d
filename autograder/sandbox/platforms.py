"""Differences between the platforms where students write and the machine that grades, with a fix for each."""

import importlib.metadata
import platform
from collections.abc import Callable, Iterable
from typing import NamedTuple

from autograder.course_toml import Platform, platforms
from autograder.guest.gone_names import GONE, LEFT, names_of


class Difference(NamedTuple):
    """One way in which right code may fail here."""

    what: str
    found: str
    fix: str


def installed_version(package: str) -> str:
    """Version of a package on this machine; empty if it is not installed."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def differences(
    where: Iterable[Platform] | None = None,
    python: str = platform.python_version(),
    version: Callable[[str], str] = installed_version,
) -> list[Difference]:
    """Lists the differences of all platforms.

    Args:
        where: platforms; by default those of lessons/course.toml.
        python: this machine's version.
        version: function that returns the version of a package on this machine; empty if there is none.
    """
    found = []
    for each in platforms() if where is None else where:
        if each.python and as_numbers(each.python)[:2] > as_numbers(python)[:2]:
            found.append(python_difference(each, python))
        for package, there in each.versions.items():
            found += [line for line in (package_difference(each.name, package, there, version(package)),) if line]
    return found


def python_difference(there: Platform, python: str) -> Difference:
    here = ".".join(python.split(".")[:2])
    return Difference(
        f"students on {there.name} have Python {there.python}",
        f"this machine has {here}, and cannot read all that they may write",
        f"a cell that it cannot read is reported as newer, and its task waits for a person; or grade with Python {there.python}",
    )


def package_difference(name: str, package: str, there: str, here: str) -> Difference | None:
    """Describes the names that a package has there and lacks here; None if there are none."""
    what = f"students on {name} have {package} {there}"
    if not here:
        return Difference(what, "this machine has none", "install it from constraints.txt")
    back, left = (lost_between(package, there, here, table) for table in (GONE, LEFT))
    if not back and not left:
        return None
    fix = [f"{first_names(back)} {is_or_are(back)} put back for their notebooks"] if back else []
    fix += [f"{first_names(left)} {is_or_are(left)} not: what needs one waits for a person"] if left else []
    return Difference(what, f"this machine has {here}, from which {len(back) + len(left)} names went", "; ".join(fix))


def lost_between(package: str, there: str, here: str, table: dict[tuple[str, str], str]) -> list[str]:
    """Lists the names that a version has and a newer one lacks."""
    return [
        f"{owner.replace(':', '.')}.{name}"
        for (owner, version), names in table.items()
        if owner.partition(".")[0].partition(":")[0] == package and as_numbers(there) < as_numbers(version) <= as_numbers(here)
        for name in (names_of(names) if table is GONE else names.split())
    ]


def first_names(names: list[str]) -> str:
    names = sorted(names, key=lambda name: name.count("."))  # functions of a package before methods of its classes
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def is_or_are(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"


def as_numbers(version: str) -> tuple[int, ...]:
    """Converts a version to numbers that compare: "2.4.6" -> (2, 4, 6), "2.15.0+cpu" -> (2, 15, 0)."""
    parts = version.partition("+")[0].split(".")
    return tuple(int(part) for part in parts if part.isdigit())
