"""Who somebody of the LMS is here: roles, ids of students, names of staff."""

import hashlib
import pwd
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.collection.names import STUDENT_ID, student_id

MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
INSTRUCTOR, LEARNER = f"{MEMBERSHIP}Instructor", f"{MEMBERSHIP}Learner"
STAFF = "staff-"
RESERVED = (STAFF, "grader-")  # how names begin that no student has
LONGEST = 32  # characters, what an account's name may have


def role_of(roles: Any) -> str:
    """The role in this course: "student", "instructor", or "" for neither.

    Roles of the institution and of the system do not count: a professor who listens to a course is a student in it. Teaching
    assistants come with the instructor's role beside their own. Somebody with both roles is a student: the one with less rights.
    """
    held = {role for role in roles if isinstance(role, str)} if isinstance(roles, (list, tuple)) else set()
    if LEARNER in held:
        return "student"
    return "instructor" if INSTRUCTOR in held else ""


def staff_name(issuer: str, user: str) -> str:
    """An instructor's name on the hub: the same at each launch, whatever their name and address become, and nobody else's."""
    return STAFF + digest(issuer, user)[:12]


def digest(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def may_be_student(name: str, grader: str, homes: Path | None = None) -> bool:
    """Whether an id of the roster may log in: it is no name of staff or of the grader.

    Args:
        homes: where a hub with accounts keeps homes; then it is no account either that was there before the hub: root's, yours.
    """
    plain = name.casefold()
    if not STUDENT_ID.fullmatch(name) or plain.startswith(RESERVED) or plain == grader.casefold():
        return False
    return homes is None or home_of_account(name) in (None, homes / name)


def home_of_account(name: str) -> Path | None:
    """The home of this machine's account of that name; None where there is none."""
    try:
        return Path(pwd.getpwnam(name).pw_dir)
    except KeyError:
        return None


def new_id(member: dict[str, Any], taken: Iterable[str]) -> str:
    """An id for somebody whom the roster has not yet: in small letters, no longer than an account's name may be, and free.

    Args:
        member: of the LMS's answer; its login, the part of its address before the @, or its name becomes the id.
        taken: ids that others have.
    """
    number = digest(str(member["user_id"]))[:8]
    address = str(member.get("email") or "").partition("@")[0]
    spoken = (student_id(str(text or "")) for text in (member.get("ext_user_username"), address, member.get("name")))
    made = next(filter(None, spoken), f"user-{number}").lower()[:LONGEST]
    free = made not in {one.casefold() for one in taken} and home_of_account(made) is None
    if free and not made.startswith(RESERVED):
        return made
    return f"{made[: LONGEST - 9]}-{number}" if not made.startswith(RESERVED) else f"user-{number}"
