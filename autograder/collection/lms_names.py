"""File names of learning management systems: parses a name into a claim about its owner.

Canvas      lovelaceada_LATE_12345_67890_feature_attribution-1.ipynb   number of the user, number of the file
            anon_aB3dE_67890_feature_attribution.ipynb                 graded anonymously
Moodle      Ada Lovelace_4711_assignsubmission_file_/any.ipynb         or one name without a folder; a number of this assignment
Blackboard  part1_ada_attempt_2016-01-30-15-00-00_any.ipynb            nbgrader's own example
exchange    ada+part1+2015-02-02 15:58:23 UTC/any.ipynb                nbgrader's own folders
Brightspace 12346-67890 - Bob Muster - Jan 30, 2027 1159 PM - any.ipynb   number of the user, of the folder; a folder, too
ILIAS       Muster_Ada_adam_345678/any.ipynb                           last name, first name, login, number of the user
Gradescope  submission_12345678/any.ipynb                              whose it is says submission_metadata.yml beside it

Google Classroom has plain names (labels.py), "Bob Muster - Copy of any.ipynb".
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from itertools import pairwise
from typing import Any

from autograder.collection.names import student_id
from autograder.times import read_time

DATE = r"\d{4}-\d\d-\d\d"
TIME = r"\d\d[-:]\d\d[-:]\d\d"

# In each an LMS has put in a number or a time. Where that begins earliest decides which form it is, because what a student
# may write stands behind it.
FORMS = {
    "moodle": r"(?P<name>.+?)_(?P<who>\d+)_assignsubmission_(?:file|onlinetext)(?:_(?P<file>.*))?",
    "canvas": r"(?P<name>\w+?)_(?:(?P<late>LATE)_)?(?P<who>\d+)_(?:(?P<number>\d+)_(?P<file>.+)|(?:text|link)\.html)",
    "anonymous": r"(?:(?P<late>LATE)_)?(?P<who>anon_[0-9A-Za-z]+)_(?:(?P<number>\d+)_(?P<file>.+)|(?:text|link)\.html)",
    "dated": rf"(?P<who>[\w.-]+?)_(?P<when>{DATE}[-_ T]{TIME})_attempt.*",
    "brightspace": r"(?P<who>\d+)-(?P<number>\d+) ?- (?P<name>.+?) ?- (?P<when>[^-]*\b\d{4}\b[^-]*?)(?: ?- (?P<file>.+))?",
    "blackboard": rf"(?:.*_)?(?P<who>[^_]+)_attempt_(?P<when>{DATE}-{TIME})(?:_(?P<file>.+)|\.txt)",
}
EXCHANGE = re.compile(r"(?P<who>[\w.@-]+)\+(?P<assignment>[^+]+)\+(?P<when>[^+]+)(?:\+.*)?")
# The number is no year: Psychology_Cohort_A_2026 is a folder of many.
ILIAS = re.compile(r"(?P<name>[^\W\d][^_]*(?:_[^\W\d][^_]*)+)_(?P<login>[^_]+)_(?P<who>(?!(?:19|20)\d\d$)\d{2,})")
GRADESCOPE = re.compile(r"submission_\d+")


# their numbers of a person are the same for all assignments, so the id has them, and namesakes never meet
NUMBERED = ("canvas", "brightspace", "ilias")


@dataclass(frozen=True)
class OwnerClaim:
    """Claim about the owner of a file, read from a name.

    Args:
        lms: the form of the name.
        name: a person's name, "" where there is none.
        number: the LMS's number of this person, "" where it has no number.
        email: the address, "" where there is none.
        login: the name to log in with, "" where there is none.
        file: what the student called the file, "" where the file's own name says it.
        when: when it was submitted, in UTC, if known.
        order: grows with later files of one student.
        late: whether the LMS marks it as late.
        unread: what stands where the time should be, and cannot be read.
    """

    lms: str
    name: str = ""
    number: str = ""
    email: str = ""
    login: str = ""
    file: str = ""
    when: datetime | None = None
    order: int = 0
    late: bool = False
    unread: str = ""

    @property
    def person(self) -> tuple[str, str, str, str]:
        """Key that is the same for all files of one person."""
        return (self.lms, self.name, self.number, self.email)

    def preferred_id(self) -> str | None:
        """Builds an id for this person without a roster; the same for all assignments, as far as the LMS allows."""
        if self.lms in NUMBERED:
            words = [word for word in (self.name, self.login, self.number) if word]
            return student_id("_".join(words))
        if self.lms == "gradescope":
            return student_id(self.number) or student_id(self.email) or student_id(self.name)
        return student_id(self.name) or student_id(self.number)

    def unique_id(self) -> str | None:
        """Builds an id that no namesake has; None if there is no number."""
        return student_id(f"{self.name}_{self.number}") if self.number else None

    def description(self) -> str:
        text = " ".join(part for part in (self.name, self.email, self.number and f"number {self.number}") if part)
        return f"{text} ({self.lms})"


def claim_in(part: str, folder: bool, zone: tzinfo = UTC) -> OwnerClaim | None:
    """Parses the name of a folder or a file; None if it makes no claim.

    Args:
        zone: the course's own, of times that an LMS writes without one.
    """
    matches = [(form, re.fullmatch(pattern, part, re.DOTALL)) for form, pattern in FORMS.items()]
    found = [(match.start("when" if form == "dated" else "who"), claim_of(form, match, zone)) for form, match in matches if match]
    if found:
        return min(found, key=lambda pair: pair[0])[1]  # of equals the first
    ilias = ILIAS.fullmatch(part if folder else re.sub(r"\.(zip|tar|tgz|tar\.gz)$", "", part, flags=re.IGNORECASE))
    if ilias and (folder or ilias.string != part):
        return OwnerClaim("ilias", ilias["name"], ilias["who"], login=ilias["login"])
    exchange = EXCHANGE.fullmatch(part) if folder else None
    return OwnerClaim("exchange", exchange["who"], **time_of(exchange["when"], UTC)) if exchange else None


def claim_of(form: str, match: re.Match, zone: tzinfo) -> OwnerClaim:
    """Builds the claim from the parts of a form."""
    parts = {key: value or "" for key, value in match.groupdict().items()}
    if form in ("dated", "blackboard"):
        return OwnerClaim(form, parts["who"], file=parts.get("file", ""), **time_of(parts["when"], zone))
    if form == "brightspace":
        return OwnerClaim(form, parts["name"], parts["who"], file=parts["file"], **time_of(parts["when"], zone))
    if form == "moodle":
        return OwnerClaim(form, parts["name"], parts["who"], file=parts["file"])
    order = int(parts["number"][:18] or 0)
    return OwnerClaim("canvas", parts.get("name", ""), parts["who"], file=parts["file"], order=order, late=bool(parts["late"]))


def time_of(text: str, zone: tzinfo) -> dict[str, Any]:
    """The fields of a claim that say when; a time that cannot be read is kept as it is written, to be said."""
    when = moment(text, zone)
    return {"when": when} if when else {"unread": text}


def moment(text: str, zone: tzinfo = UTC) -> datetime | None:
    """Parses a time of nbgrader or an LMS, in UTC without a zone, as nbgrader expects; None if it cannot be read."""
    dashed = re.match(rf"({DATE})[-_ T]({TIME})(.*)", text.strip(), re.DOTALL)
    try:
        return read_time(f"{dashed[1]} {dashed[2].replace('-', ':')}{dashed[3]}" if dashed else text, zone)
    except ValueError:
        return None


# --- Gradescope --------------------------------------------------------------------------------------------------------


def gradescope_claims(raw: bytes) -> dict[str, list[OwnerClaim]]:
    """Parses submission_metadata.yml: folder -> claims of all who submitted it together.

    It is read line by line, in the one layout that Ruby writes: a YAML reader would follow aliases into a file that a student
    made to be endless.
    """
    found: dict[str, list[OwnerClaim]] = {}
    for folder, lines in entries(raw.decode("utf-8-sig", "replace").split("\n")):
        people, created = submitters(lines)
        claims = [
            OwnerClaim("gradescope", one.get("name", ""), one.get("sid", ""), one.get("email", ""), **time_of(created, UTC))
            for one in people
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
