"""Roster of the course: maps names, numbers and e-mail addresses of an LMS to students."""

import csv
import re
from dataclasses import dataclass, field
from pathlib import Path

from autograder.collection.names import STUDENT_ID, words_of

COLUMNS = (
    "student (or id), name (or first_name and last_name), email, canvas_id, moodle_id, gradescope_id, brightspace_id, ilias_id, "
    "lms_user_id; for exports sis_user_id, login, section, id_number, lti_id"
)
# what an LMS's own files have beside its numbers; lti_id is what it calls a student by LTI 1.3, which no file is named after
FOR_EXPORTS = ("sis_user_id", "login", "section", "id_number", "lti_id")
SYSTEMS = ("canvas", "moodle", "gradescope", "brightspace", "ilias", "lms_user")
SCHOOL_NUMBERS = ("gradescope",)  # there a student's number may be the id itself
PER_ASSIGNMENT = ("moodle",)  # Moodle numbers its participants anew for each assignment: there a name may stand for itself


@dataclass(frozen=True)
class Person:
    """One line of the roster."""

    student: str
    words: tuple[str, ...]  # of the name
    email: str
    numbers: dict[str, str]  # lms -> what it calls this student
    spelled: tuple[str, ...] = ()  # the same words with umlauts written out, as ILIAS does
    first_name: str = ""  # as written
    last_name: str = ""
    exported: dict[str, str] = field(default_factory=dict)  # column of FOR_EXPORTS -> what stands there

    @property
    def name(self) -> str:
        """The name as it is written, first name first; "" where the roster has none."""
        return f"{self.first_name} {self.last_name}".strip()

    def number(self, lms: str) -> str:
        return self.numbers.get(lms) or self.numbers.get("lms_user", "")

    def has_name(self, name: str) -> bool:
        """Whether a name is this person's, in any order of its words; Canvas joins them, last name first."""
        given = {tuple(words_of(name)), tuple(words_of(written_out(name)))}
        return any(same_words(words, own) for words in given for own in {self.words, self.spelled or self.words})

    def has_label(self, label: str) -> bool:
        """Whether a name of a folder or a file means this person: by id, address or number, alone or beside the name."""
        plain = label.strip().casefold()
        known = [self.student.casefold(), self.email, self.email.partition("@")[0], *map(str.casefold, self.numbers.values())]
        if plain in filter(None, known):
            return True
        pieces = [piece for piece in re.split(r"[\s_,;()\[\]]+", plain) if piece]
        without = [[*pieces[:i], *pieces[i + 1 :]] for i, piece in enumerate(pieces) if piece in known]
        without.append([piece for piece in pieces if piece not in known])
        return any(len(rest) < len(pieces) and rest and self.has_name(" ".join(rest)) for rest in without)


UMLAUTS = {ord(sign): text for sign, text in zip("äöüÄÖÜ", ("ae", "oe", "ue", "Ae", "Oe", "Ue"), strict=True)}


def written_out(name: str) -> str:
    """The name with German umlauts written out."""
    return name.translate(UMLAUTS)


def same_words(words: tuple[str, ...], own: tuple[str, ...]) -> bool:
    """Whether two names are of the same words in any order, or the one is the other joined, last name first."""
    turned = {"".join(own[i:] + own[:i]) for i in range(len(own))}
    return bool(words) and (sorted(words) == sorted(own) or "".join(words) in turned)


@dataclass(frozen=True)
class Roster:
    """All lines of a roster; an empty one where a course has none."""

    people: list[Person] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.people)

    def student(self, label: str) -> str | None:
        """Finds the student with an id, ignoring case."""
        return next((person.student for person in self.people if person.student.casefold() == label.casefold()), None)

    def called(self, label: str) -> list[str]:
        """Finds whom a folder's or a file's name may mean: one, none, or namesakes."""
        if (one := self.student(label)) is not None:
            return [one]
        by_number = [person.student for person in self.people if person.has_label(label)]
        return by_number or [person.student for person in self.people if person.has_name(label)]

    def find(self, lms: str, name: str = "", number: str = "", email: str = "") -> list[str]:
        """Finds whom an LMS may mean: one, none, or namesakes. A number counts before an address, an address before a name."""
        by_number = [
            person
            for person in self.people
            if number and (number == person.number(lms) or (lms in SCHOOL_NUMBERS and number == person.student))
        ]
        by_email = [person for person in self.people if email and person.email == email.casefold()]
        by_name = [
            person
            for person in self.people
            if person.has_name(name) and (not number or not person.number(lms) or lms in PER_ASSIGNMENT)
        ]
        return sorted({person.student for person in by_number or by_email or by_name})


def read_roster(path: Path) -> Roster:
    """Reads the roster from a CSV file; an empty one if there is no such file.

    Raises:
        ValueError: it cannot be understood, with the line, and what was expected.
    """
    if not path.exists():
        return Roster()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = [(reader.line_num, row) for reader in [csv.DictReader(file, restkey="")] for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{path.name} does not read ({error}); save it as CSV, UTF-8, with a first line of {COLUMNS}") from error
    people: list[Person] = []
    for number, row in lines:
        if any((value or "").strip() for key, value in row.items() if key):
            people.append(
                person_of({str(key).strip().lower(): str(value or "").strip() for key, value in row.items()}, path, number)
            )
    doubles = doubled(people)
    if doubles:
        raise ValueError(f"{path.name}: {', '.join(doubles)} stands in it more than once; one line for each student, please")
    return Roster(people)


def person_of(row: dict[str, str], path: Path, line: int) -> Person:
    student = row.get("student") or row.get("id") or ""
    if not STUDENT_ID.fullmatch(student):
        raise ValueError(
            f"{path.name}, line {line}: {student!r} is no student's id; expected letters, digits and _ . - @ in a column named "
            f"student. Its columns may be: {COLUMNS}"
        )
    name = row.get("name") or f"{row.get('first_name', '')} {row.get('last_name', '')}"
    numbers = {lms: row.get(f"{lms}_id", "") for lms in SYSTEMS}
    spelled = tuple(words_of(written_out(name)))
    exported = {column: row[column] for column in FOR_EXPORTS if row.get(column)}
    return Person(student, tuple(words_of(name)), row.get("email", "").casefold(), numbers, spelled, *names_in(row), exported)


def names_in(row: dict[str, str]) -> tuple[str, str]:
    """First and last name of a line; of a whole name the last word is the last name, unless a comma says where it ends."""
    if row.get("first_name") or row.get("last_name"):
        return row.get("first_name", ""), row.get("last_name", "")
    name = " ".join(row.get("name", "").split())
    if "," in name:
        last, _, first = name.partition(",")
        return first.strip(), last.strip()
    first, _, last = name.rpartition(" ")
    return first, last


def doubled(people: list[Person]) -> list[str]:
    """Lists ids, addresses and numbers that occur twice; ids that differ only in case are one folder on some disks."""
    seen: set[tuple[str, str]] = set()
    found = []
    for person in people:
        keys = [("student", person.student.casefold()), ("email", person.email), *person.numbers.items()]
        for key in [(kind, value) for kind, value in keys if value]:
            if key in seen:
                found.append(key[1])
            seen.add(key)
    return found
