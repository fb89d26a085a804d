"""File names of learning management systems: parses a name into a claim about its owner.

Canvas      lovelaceada_LATE_12345_67890_feature_attribution-1.ipynb   number of the user, number of the file
            anon_aB3dE_67890_feature_attribution.ipynb                 graded anonymously
Moodle      Ada Lovelace_4711_assignsubmission_file_/any.ipynb         or one name without a folder; a number of this assignment
Blackboard  part1_ada_attempt_2016-01-30-15-00-00_any.ipynb            nbgrader's own example
exchange    ada+part1+2015-02-02 15:58:23 UTC/any.ipynb                nbgrader's own folders
Gradescope  submission_12345678/any.ipynb                              whose it is says submission_metadata.yml beside it
"""

import json
import re
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from dateutil.parser import UnknownTimezoneWarning, parse

from autograder.collection.names import student_id

DATE = r"\d{4}-\d\d-\d\d"
TIME = r"\d\d[-:]\d\d[-:]\d\d"

# In each an LMS has put in a number or a time. Where that begins earliest decides which form it is, because what a student
# may write stands behind it.
FORMS = {
    "moodle": r"(?P<name>.+?)_(?P<who>\d+)_assignsubmission_(?:file|onlinetext)(?:_(?P<file>.*))?",
    "canvas": r"(?P<name>\w+?)_(?:(?P<late>LATE)_)?(?P<who>\d+)_(?:(?P<number>\d+)_(?P<file>.+)|(?:text|link)\.html)",
    "anonymous": r"(?:(?P<late>LATE)_)?(?P<who>anon_[0-9A-Za-z]+)_(?:(?P<number>\d+)_(?P<file>.+)|(?:text|link)\.html)",
    "dated": rf"(?P<who>[\w.-]+?)_(?P<when>{DATE}[-_ T]{TIME})_attempt.*",
    "blackboard": rf"(?:.*_)?(?P<who>[^_]+)_attempt_(?P<when>{DATE}-{TIME})(?:_(?P<file>.+)|\.txt)",
}
EXCHANGE = re.compile(r"(?P<who>[\w.@-]+)\+(?P<assignment>[^+]+)\+(?P<when>[^+]+)(?:\+.*)?")
GRADESCOPE = re.compile(r"submission_\d+")


@dataclass(frozen=True)
class OwnerClaim:
    """Claim about the owner of a file, read from a name.

    Args:
        lms: the form of the name.
        name: a person's name, "" where there is none.
        number: the LMS's number of this person, "" where it has no number.
        email: the address, "" where there is none.
        file: what the student called the file, "" where the file's own name says it.
        when: when it was submitted, in UTC, if known.
        order: grows with later files of one student.
        late: whether the LMS marks it as late.
    """

    lms: str
    name: str = ""
    number: str = ""
    email: str = ""
    file: str = ""
    when: datetime | None = None
    order: int = 0
    late: bool = False

    @property
    def person(self) -> tuple[str, str, str, str]:
        """Key that is the same for all files of one person."""
        return (self.lms, self.name, self.number, self.email)

    def preferred_id(self) -> str | None:
        """Builds an id for this person without a roster; the same for all assignments, as far as the LMS allows."""
        if self.lms == "canvas":
            return student_id(f"{self.name}_{self.number}" if self.name else self.number)
        if self.lms == "gradescope":
            return student_id(self.number) or student_id(self.email) or student_id(self.name)
        return student_id(self.name) or student_id(self.number)

    def unique_id(self) -> str | None:
        """Builds an id that no namesake has; None if there is no number."""
        return student_id(f"{self.name}_{self.number}") if self.number else None

    def description(self) -> str:
        text = " ".join(part for part in (self.name, self.email, self.number and f"number {self.number}") if part)
        return f"{text} ({self.lms})"


def claim_in(part: str, folder: bool) -> OwnerClaim | None:
    """Parses the name of a folder or a file; None if it makes no claim."""
    matches = [(form, re.fullmatch(pattern, part, re.DOTALL)) for form, pattern in FORMS.items()]
    found = [(match.start("when" if form == "dated" else "who"), claim_of(form, match)) for form, match in matches if match]
    if found:
        return min(found, key=lambda pair: pair[0])[1]  # of equals the first
    exchange = EXCHANGE.fullmatch(part) if folder else None
    return OwnerClaim("exchange", exchange["who"], when=moment(exchange["when"])) if exchange else None


def claim_of(form: str, match: re.Match) -> OwnerClaim:
    """Builds the claim from the parts of a form."""
    parts = {key: value or "" for key, value in match.groupdict().items()}
    if form in ("dated", "blackboard"):
        return OwnerClaim(form, parts["who"], file=parts.get("file", ""), when=moment(parts["when"]))
    if form == "moodle":
        return OwnerClaim(form, parts["name"], parts["who"], file=parts["file"])
    order = int(parts["number"][:18] or 0)
    return OwnerClaim("canvas", parts.get("name", ""), parts["who"], file=parts["file"], order=order, late=bool(parts["late"]))


def moment(text: str) -> datetime | None:
    """Parses a time of nbgrader or an LMS, in UTC without a zone, as nbgrader expects; None if it is none."""
    found = re.match(rf"({DATE})[-_ T]({TIME})(.*)", text.strip()[:60])
    if not found:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UnknownTimezoneWarning)  # it is then taken for UTC
            when = parse(f"{found[1]} {found[2].replace('-', ':')}{found[3]}")
    except (ValueError, OverflowError):
        return None
    return in_utc(when)


def in_utc(when: datetime) -> datetime:
    """Converts a time to UTC without a zone, as nbgrader stores it."""
    return when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when


# --- Gradescope --------------------------------------------------------------------------------------------------------


def gradescope_claims(raw: bytes) -> dict[str, list[OwnerClaim]]:
    """Parses submission_metadata.yml: folder -> claims of all who submitted it together.

    It is read line by line, in the one layout that Ruby writes: a YAML reader would follow aliases into a file that a student
    made to be endless.
    """
    found: dict[str, list[OwnerClaim]] = {}
    for folder, lines in entries(raw.decode("utf-8-sig", "replace").split("\n")):
        people, created = submitters(lines)
        when = moment(created)
        claims = [
            OwnerClaim("gradescope", one.get("name", ""), one.get("sid", ""), one.get("email", ""), when=when) for one in people
        ]
        found[folder] = [claim for claim in claims if claim.name or claim.number or claim.email]
    return found


def entries(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Splits the file into submissions: folder and lines below it."""
    starts = [number for number, line in enumerate(lines) if line[:1].strip() and line[:1] != "-"]
    for start, end in pairwise([*starts, len(lines)]):
        folder = re.match(r"(submission_\d+):\s*$", lines[start])
        if folder:
            yield folder[1], [line for line in lines[start + 1 : end] if line.strip()]


def submitters(lines: list[str]) -> tuple[list[dict[str, str]], str]:
    """Parses the people of one submission, each with name, sid and email, and when it was submitted."""
    people: list[dict[str, str]] = []
    created = section = ""
    depth = min((indent(line) for line in lines), default=0)
    for line in lines:
        field = re.match(r" *(- )?:?(\w+):(?: +(.*))?$", line.rstrip())
        if field and indent(line) == depth and not field[1]:  # in :history: the same names stand deeper
            section = field[2]
            created = scalar(field[3]) if section == "created_at" else created
        elif field and section == "submitters":
            people += [{}] if field[1] else []
            if people:
                people[-1][field[2]] = scalar(field[3])
    return people, created


def indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def scalar(text: str | None) -> str:
    """Parses one value, quoted or not."""
    text = (text or "").strip()
    if text[:1] == text[-1:] == "'" and len(text) > 1:
        return text[1:-1].replace("''", "'").strip()
    if text[:1] == '"':
        with suppress(ValueError):
            return str(json.loads(text)).strip()
    return "" if text in ("~", "null") else text
