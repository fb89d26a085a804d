"""groups.csv: one submission for several students. A line says a group, or who submits for it, and one or more students."""

import csv
import re
from dataclasses import dataclass, field
from pathlib import Path

from autograder.collection.names import STUDENT_ID, words_of
from autograder.collection.roster import Roster

COLUMNS = "group,student"


def key_of(name: str) -> str:
    return " ".join(words_of(name))


@dataclass(frozen=True)
class Groups:
    """Group, or the one who submits for it -> the ids of its students."""

    members: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.members)

    def of(self, *names: str | None) -> tuple[str, ...]:
        """The students of the first of these names that is a group; none where none is.

        Moodle writes "Group 3-Ada Lovelace": what stands before a dash counts, too.
        """
        keys = [key_of(text) for name in filter(None, names) for text in (name, name.partition("-")[0])]
        for key in keys:
            if key in self.members:
                return self.members[key]
        joined = [group for group in self.members if group.replace(" ", "") in keys]  # Canvas writes group3
        return self.members[joined[0]] if len(joined) == 1 else ()


def read_groups(path: Path, roster: Roster) -> Groups:
    """Reads groups.csv; no groups if there is no such file.

    Raises:
        ValueError: it cannot be understood, or names a student whom the roster does not have; with the line.
    """
    if not path.exists():
        return Groups()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = [(reader.line_num, row) for reader in [csv.DictReader(file, restkey="more")] for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{path.name} does not read ({error}); save it as CSV, UTF-8, with a first line {COLUMNS}") from error
    members: dict[str, list[str]] = {}
    for number, row in lines:
        where = f"{path.name}, line {number}"
        cells = {str(key).strip().lower(): value for key, value in row.items()}
        group = str(cells.get("group") or cells.get("owner") or "").strip()
        students = students_in(cells)
        if not group and not students:
            continue
        if not key_of(group) or not students:
            raise ValueError(f"{where}: expected a group, or who submits for it, and its students, below a first line {COLUMNS}")
        members.setdefault(key_of(group), []).extend(known(student, roster, where) for student in students)
    return Groups({group: with_owner(group, list(dict.fromkeys(ids)), roster) for group, ids in members.items()})


def students_in(cells: dict) -> list[str]:
    """The ids in a line: in one cell or several, in one cell between semicolons or spaces."""
    values = [str(value) for key, value in cells.items() if key in ("student", "students", "member", "members") and value]
    values += cells.get("more") or []
    return [one for value in values for one in re.split(r"[;,\s]+", value.strip()) if one]


def known(student: str, roster: Roster, where: str) -> str:
    """A student's id as the roster writes it.

    Raises:
        ValueError: it is no id, or the roster does not have it.
    """
    if not STUDENT_ID.fullmatch(student):
        raise ValueError(f"{where}: {student!r} is no student's id; expected letters, digits and _ . - @")
    found = roster.student(student) if roster else student
    if found is None:
        raise ValueError(f"{where}: the roster has no student {student!r}; correct the id, or add a line to the roster")
    return found


def with_owner(group: str, students: list[str], roster: Roster) -> tuple[str, ...]:
    """A group's students; where it is called after a student of the roster, that one is in it."""
    owner = next((person.student for person in roster.people if key_of(person.student) == group), None)
    return tuple(students if owner is None or owner in students else [owner, *students])
