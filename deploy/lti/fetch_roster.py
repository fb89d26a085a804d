"""Brings roster.csv up to date with the LMS's course, by LTI's Names and Role Provisioning Services. Nobody is taken out of it.

python deploy/lti/fetch_roster.py --site build/hub --course COURSE_DIRECTORY --dry-run
"""

import argparse
import csv
import io
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from members import new_id, role_of
from platform_services import members
from platform_settings import Refused, kept_services, read_settings

from autograder.collection.names import no_formula, shown
from autograder.collection.roster import read_roster

COLUMNS = ("student", "name", "email", "lti_id")  # of a roster that begins here
Row = dict[str, str]


@dataclass
class Merged:
    """A roster as it shall be, and what is new in it."""

    columns: list[str]
    rows: list[Row]
    added: list[str] = field(default_factory=list)  # students who had no line
    recognised: list[str] = field(default_factory=list)  # whose line had no lti_id
    gone: list[str] = field(default_factory=list)  # whom the LMS does not have (any more)
    unclear: list[str] = field(default_factory=list)  # names of members who could be several, or whose line is another's


def merged(columns: list[str], rows: list[Row], found: list[dict[str, Any]]) -> Merged:
    """Puts the LMS's students into a roster: what stands there stays, empty cells are filled, new students get a line.

    Args:
        columns: of the roster as it is; empty where there is none.
        found: members as the LMS names them, of all roles.
    """
    result = Merged([*columns, *(name for name in COLUMNS if name not in known(columns))], [dict(row) for row in rows])
    students = list({str(one["user_id"]): one for one in found if role_of(one.get("roles")) == "student"}.values())
    by_lti = {row["lti_id"]: row for row in result.rows if row.get("lti_id")}
    waiting = [one for one in students if str(one["user_id"]) not in by_lti]
    addresses = [address_of(one) for one in waiting]
    for member in waiting:
        own = [row for row in result.rows if not row.get("lti_id") and is_same(row, member)]
        rivals = [one for one in waiting if any(is_same(row, one) for row in own)]
        shared = address_of(member) and (addresses.count(address_of(member)) > 1 or (not own and has_address(rows, member)))
        if len(own) > 1 or len(rivals) > 1 or shared:
            result.unclear.append(
                f"{shown(str(member.get('name') or member['user_id']))} <{shown(str(member.get('email', '')))}>"
            )
            continue
        row = own[0] if own else {}
        (result.recognised if own else result.added).append(fill(row, member, result.rows))
        if not own:
            result.rows.append(row)
    present = {str(one["user_id"]) for one in students}
    result.gone = [id_of(row) for row in result.rows if row.get("lti_id") not in present]
    return result


def known(columns: list[str]) -> set[str]:
    """The columns of COLUMNS that a roster has, also by their other names."""
    have = set(map(str.lower, columns))
    return have | ({"student"} if "id" in have else set()) | ({"name"} if {"first_name", "last_name"} & have else set())


def is_same(row: Row, member: dict[str, Any]) -> bool:
    """Whether a line without lti_id is this member's: by the school's number, or where it has none, by the address."""
    number = str(member.get("lis_person_sourcedid") or "")
    numbers = {row[name] for name in ("sis_user_id", "id_number") if row.get(name)}
    if number and numbers:
        return number in numbers
    return has_address([row], member)


def has_address(rows: list[Row], member: dict[str, Any]) -> bool:
    """Whether a member's address stands in one of the lines."""
    return bool(address_of(member)) and address_of(member) in {row.get("email", "").casefold() for row in rows}


def address_of(member: dict[str, Any]) -> str:
    return str(member.get("email") or "").strip().casefold()


def fill(row: Row, member: dict[str, Any], rows: list[Row]) -> str:
    """Fills the empty cells of a line; the student's id."""
    name = str(member.get("name") or f"{member.get('given_name') or ''} {member.get('family_name') or ''}")
    given = {"name": name, "email": str(member.get("email") or "")}
    if not id_of(row):
        row["student"] = new_id(member, map(id_of, rows))
    if row.get("first_name") or row.get("last_name"):
        del given["name"]
    for column, text in given.items():
        row[column] = row.get(column) or no_formula(" ".join(shown(text).split()))
    row["lti_id"] = str(member["user_id"])
    return id_of(row)


def id_of(row: Row) -> str:
    return row.get("student") or row.get("id") or ""


def rows_of(path: Path) -> tuple[list[str], list[Row]]:
    """The columns and lines of a roster; of none, nothing.

    Raises:
        Refused: it cannot be understood, or has an lti_id twice.
    """
    try:
        people = read_roster(path).people
        text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    except (OSError, ValueError) as error:
        raise Refused(str(error)) from None
    numbers = [one.exported["lti_id"] for one in people if "lti_id" in one.exported]
    if doubles := sorted({number for number in numbers if numbers.count(number) > 1}):
        raise Refused(f"{path.name}: lti_id {', '.join(doubles)} stands in it more than once; one line for each student, please")
    reader = csv.DictReader(io.StringIO(text), restkey="")
    columns = [str(name).strip() for name in reader.fieldnames or []]
    lines = [{str(key).strip().lower(): str(value or "").strip() for key, value in row.items() if key} for row in reader]
    return columns, [row for row in lines if any(row.values())]


def write(path: Path, roster: Merged) -> None:
    """Writes the roster whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(roster.columns)
        lines = csv.DictWriter(file, [name.lower() for name in roster.columns], restval="", extrasaction="ignore")
        lines.writerows(roster.rows)
    read_roster(beside)  # what could not be read again takes nobody's place
    if path.exists():
        beside.chmod(path.stat().st_mode & 0o777)
    beside.replace(path)


def said(roster: Merged) -> str:
    """What is new, in lines."""
    lines = (
        ("new", roster.added),
        ("recognised", roster.recognised),
        ("not in the LMS's course, kept", roster.gone),
        ("UNCLEAR, not taken: give each a line with its lti_id or number", roster.unclear),
    )
    return "\n".join(f"{what}: {', '.join(names)}" for what, names in lines if names) or "nothing is new"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, required=True, help="the hub's, with lti.toml in it")
    parser.add_argument("--course", type=Path, default=Path(), help="the course directory, with roster.csv in it (here)")
    parser.add_argument("--dry-run", action="store_true", help="say what is new, and write nothing")
    return parser.parse_args()


def fetch(site: Path, course: Path, dry_run: bool) -> Merged:
    """Fetches and writes; raises Refused, and has changed nothing then."""
    path = course / "roster.csv"
    columns, rows = rows_of(path)
    found = members(read_settings(site), kept_services(site))
    if not any(role_of(one.get("roles")) == "student" for one in found):
        raise Refused("the LMS's answer has no student in it; the roster stays as it is")
    roster = merged(columns, rows, found)
    if not dry_run:
        try:
            write(path, roster)
        except (OSError, ValueError) as error:
            raise Refused(f"{path} was not changed: {error}") from None
    return roster


def main() -> int:
    """0: all are in it; 1: somebody is unclear; 2: refused."""
    asked = arguments()
    try:
        roster = fetch(asked.site, asked.course, asked.dry_run)
    except Refused as reason:
        print(f"fetch_roster: {reason}", file=sys.stderr)
        return 2
    print(said(roster))
    print(f"{'would be' if asked.dry_run else 'are'} in {asked.course / 'roster.csv'}: {len(roster.rows)} students")
    return 1 if roster.unclear else 0


if __name__ == "__main__":
    sys.exit(main())
