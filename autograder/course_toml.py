"""What lessons/course.toml says of grading: packages that students may import, where they write, what a task forbids."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from autograder.layout import COURSE_TOML, JUDGES, course_root, folder_at
from autograder.times import zone_named

FORMATS = (1,)  # of courses that this engine reads, the newest last: docs/versions.md says what each has changed
RUBRIC, MISCONCEPTIONS = "rubric", "misconceptions"  # folders that a course may keep elsewhere: [folders] in its file


class Platform(NamedTuple):
    """A place where students write; what is empty is as it is here."""

    name: str
    python: str
    versions: dict[str, str]  # package -> version


def settings() -> dict[str, Any]:
    """The file's tables; none where it did not come along, as on a worker with last year's code."""
    return read(course_root() / COURSE_TOML)


@cache
def read(path: Path) -> dict[str, Any]:
    """A file's tables; none where there is no file.

    Raises:
        ValueError: it is no TOML, with the line.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path} cannot be read: {error}") from error


def course_format(root: Path) -> int:
    """The format that a course is written in; 1 where it does not say.

    Raises:
        ValueError: what it says is no whole number.
    """
    said = read(root / COURSE_TOML).get("format", 1)
    if type(said) is not int:
        raise ValueError(f"{root / COURSE_TOML}: format = {said!r} is no whole number; this engine reads {FORMATS[-1]}")
    return said


def refuse_format(root: Path) -> None:
    """Raises ValueError where this engine does not read a course's format, and says which of the two is too old."""
    said = course_format(root)
    if said not in FORMATS:
        fix = "install a newer engine" if said > FORMATS[-1] else "docs/versions.md says how to bring the course up to date"
        reads = " and ".join(map(str, FORMATS))
        raise ValueError(f"{root / COURSE_TOML}: the course is written in format {said}, and this engine reads {reads}: {fix}")


def folder_of(what: str, root: Path | None = None) -> str:
    """Where a course keeps its rubric or its misconceptions, from its root on; a folder of that name where it does not say."""
    return read((root or course_root()) / COURSE_TOML).get("folders", {}).get(what, what)


def judges() -> tuple[str, ...]:
    """The folders of engine and course that judge a submission, wherever that is; each file is in one of them."""
    own = [folder_of(what) for what in (RUBRIC, MISCONCEPTIONS)]
    return (*JUDGES, *(folder for folder in own if folder.partition("/")[0] not in JUDGES))


def settings_of(course: Path) -> dict[str, Any]:
    """The tables of a course directory's own file, or else of the one beside this package, as they are at this moment.

    Raises:
        ValueError: the file is no TOML.
    """
    own = course / COURSE_TOML
    try:
        return tomllib.loads(own.read_text(encoding="utf-8")) if own.is_file() else settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{own} does not read: {error}") from error


def time_zone(course: Path) -> ZoneInfo:
    """The course's own time zone; UTC where it says none.

    Raises:
        ValueError: there is no zone of that name.
    """
    name = settings_of(course).get("course", {}).get("timezone", "UTC")
    try:
        return zone_named(str(name))
    except ValueError as error:
        raise ValueError(f"{COURSE_TOML}, [course] timezone: {error}") from error


def packages() -> dict[str, list[str]]:
    """Package -> the names that it is imported by, of what students may import."""
    return settings().get("packages", {})


def kernel_environment() -> dict[str, str]:
    """Name -> value, what every kernel finds in its environment while it is graded."""
    return settings().get("kernel", {}).get("environment", {})


def imports() -> str:
    """Source that imports what notebooks have imported when their tasks begin."""
    return "\n".join(settings().get("kernel", {}).get("imports", ()))


def forbids() -> dict[str, tuple[str, ...]]:
    """Task -> the names of packages that its answers may not import."""
    return {task: forbidden_in(task) for task in settings().get("tasks", {})}


def forbidden_in(task: str) -> tuple[str, ...]:
    """The names of packages that an answer to a task may not import."""
    return tuple(settings().get("tasks", {}).get(task, {}).get("forbid", ()))


def platforms() -> list[Platform]:
    """Where students write."""
    return [
        Platform(name, said.get("python", ""), pinned(said.get("requirements", "")))
        for name, said in settings().get("platforms", {}).items()
    ]


def pinned(requirements: str) -> dict[str, str]:
    """Package -> version, of a file's lines with ==; nothing where the file did not come along."""
    path = folder_at(requirements)
    if not requirements or not path.is_file():
        return {}
    lines = [line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = [line.split("==") for line in lines if "==" in line]
    return {name.strip(): version.strip() for name, version in pairs}
