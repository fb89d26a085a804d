"""Finds the owner of a file: collects the claims of the names around it, and maps them to student ids."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from autograder.collection.archive_reader import is_archive
from autograder.collection.lms_names import GRADESCOPE, OwnerClaim, claim_in, gradescope_claims, moment
from autograder.collection.names import path_parts, shown, words_of
from autograder.collection.roster import Roster
from autograder.collection.unpack import Extracted

METADATA = "submission_metadata.yml"
TIMESTAMP = "timestamp.txt"
NOTEBOOK = re.compile(r"\.ipynb(?:\.(?:txt|json))?$", re.IGNORECASE)  # browsers add what they think it is
# words in names of archives and folders that are not a student's
GENERIC_WORDS = set(
    """
    assignment assignments submission submissions submitted export exports download downloads archive archives
    class course student students homework hw part lab exercise exercises all final new notebook notebooks
    canvas moodle gradescope blackboard lms release source zip folder files data results solution solutions
    work copy of kopie von my attempt version v ipynb checkpoints checkpoint loose tmp temp desktop documents
    """.split()  # noqa: SIM905 - a hundred quotation marks say no more
)


@dataclass(frozen=True)
class Assignment:
    """Assignment to collect for: its name, and those of its notebooks, without .ipynb."""

    name: str
    notebooks: tuple[str, ...]

    def is_generic(self, label: str) -> bool:
        """Whether a folder's or an archive's name is surely no student's."""
        own_words = {*words_of(self.name), *(word for name in self.notebooks for word in words_of(name))}
        words = words_of(label)
        if len(words) == 1 and words[0].isdecimal() and len(words[0]) > len("2026"):
            return False  # students may be numbers
        left = [word.strip("0123456789") for word in words if word not in own_words]
        return all(word in GENERIC_WORDS or not word for word in left)


def origin(file: Extracted) -> str:
    """Formats where a file came from."""
    return shown(": ".join(file.names))


def is_notebook(file: Extracted) -> bool:
    """Whether a file may be a submission by its name; a copy that Jupyter made for itself is none."""
    parts = path_parts(file.names[-1])
    return bool(NOTEBOOK.search(parts[-1])) and ".ipynb_checkpoints" not in parts and not parts[-1].startswith(".")


def claims_of(files: list[Extracted], assignment: Assignment, roster: Roster) -> dict[Extracted, list[OwnerClaim]]:
    """Collects the claims on each file with a safe name: several if a group shares it, none if no name makes one."""
    metadata = metadata_of(files)
    claims = {file: claims_on(file, assignment, roster, metadata) for file in files if file.unsafe is None}
    add_plain_name_claims(claims, assignment)
    add_timestamps(claims, files)
    return claims


def metadata_of(files: list[Extracted]) -> dict[tuple[str, ...], dict[str, list[OwnerClaim]]]:
    """Reads Gradescope's metadata files: their location -> claims on the folders beside them."""
    found = {}
    for file in files:
        *folders, name = path_parts(file.names[-1]) or [""]
        if name == METADATA and file.unsafe is None:
            found[*file.names[:-1], "/".join(folders)] = gradescope_claims(file.path.read_bytes())
    return found


def claims_on(file: Extracted, assignment: Assignment, roster: Roster, metadata: dict) -> list[OwnerClaim]:
    """Finds the first claim in a file's names, outermost first: inner names were chosen by students."""
    for level, name in enumerate(file.names):
        parts = path_parts(name)
        for position, part in enumerate(parts):
            folder = position < len(parts) - 1
            if GRADESCOPE.fullmatch(part) and folder:
                return list(metadata.get((*file.names[:level], "/".join(parts[:position])), {}).get(part, []))
            label = label_of(part, folder, assignment) or ""
            student = roster.student(label)
            if student is not None:
                return [OwnerClaim("name", student)]
            of_a_class = level == 0 and len(file.names) > 1  # that archive's own name may be any
            claim = claim_in(part, folder)
            if claim is not None and not (
                assignment.is_generic(claim.name or claim.number) or (of_a_class and is_a_course(claim))
            ):
                return [claim]
            if roster and not of_a_class and not assignment.is_generic(label):
                return [OwnerClaim("name", label)]  # nobody's; names further in may not claim another owner
        if 0 < level < len(file.names) - 1 and not assignment.is_generic(label_of((parts or [""])[-1], False, assignment) or ""):
            return []  # a student's own archive
    return []


def is_a_course(claim: OwnerClaim) -> bool:
    """CS_101_2026_part1.zip looks like Canvas's names, but Canvas's files have larger numbers."""
    return claim.lms == "canvas" and claim.order < 10_000


def label_of(part: str, folder: bool, assignment: Assignment) -> str | None:
    """Returns a name without the notebook's own name: it may be a student's id."""
    label = part
    if not folder:
        label = NOTEBOOK.sub("", part) if not is_archive(part) else re.sub(r"(\.tar)?\.\w+$", "", part)
        for notebook in sorted(assignment.notebooks, key=len, reverse=True):
            label = re.sub(re.escape(notebook), "", label, flags=re.IGNORECASE)
    label = re.sub(r"\s*\(\d+\)$", "", label).strip(" ._-")
    return label or None


def add_plain_name_claims(claims: dict[Extracted, list[OwnerClaim]], assignment: Assignment) -> None:
    """Fills in claims by plain names, <student>.ipynb and <student>/any.ipynb, where nothing else says whose a file is.

    An archive that holds the work of one is that one's, and its name says who; of many, the names in it do.
    """
    inner: dict[str, dict[Extracted, str | None]] = defaultdict(dict)
    for file, found in claims.items():
        if not found and is_notebook(file) and not in_gradescope_folder(file):
            inner[file.names[0] if len(file.names) > 1 else ""][file] = inner_label(file, assignment)
    for archive, labels in inner.items():
        outer = label_of(archive, False, assignment) if archive else None
        of_one = (
            outer is not None and not assignment.is_generic(outer) and len({label for label in labels.values() if label}) <= 1
        )
        for file, label in labels.items():
            name = outer if of_one else label
            if name:
                claims[file] = [OwnerClaim("name", name)]


def in_gradescope_folder(file: Extracted) -> bool:
    """Whether a file lies in a folder as Gradescope calls them."""
    return any(GRADESCOPE.fullmatch(part) for name in file.names for part in path_parts(name)[:-1])


def inner_label(file: Extracted, assignment: Assignment) -> str | None:
    """The first name in an archive, or among loose files, that may be a student's."""
    for level, name in enumerate(file.names):
        if level == 0 and len(file.names) > 1:
            continue
        parts = path_parts(name)
        for position, part in enumerate(parts):
            label = label_of(part, position < len(parts) - 1, assignment)
            if label and not assignment.is_generic(label):
                return label
    return None


def students_of(claims: set[OwnerClaim], roster: Roster) -> dict[tuple, tuple[str | None, str]]:
    """Maps each person to a student id, or to None and the reason."""
    people = {claim.person: claim for claim in sorted(claims, key=lambda claim: claim.person)}
    if roster:
        return {person: in_roster(claim, roster) for person, claim in people.items()}
    wishes: dict[str, list[OwnerClaim]] = defaultdict(list)
    for claim in people.values():
        wishes[(claim.preferred_id() or "").casefold()].append(claim)
    ids: dict[tuple, tuple[str | None, str]] = {}
    for wish, claimants in wishes.items():
        for claim in claimants:
            ids[claim.person] = without_roster(claim, wish, claimants)
    return ids


def in_roster(claim: OwnerClaim, roster: Roster) -> tuple[str | None, str]:
    student = roster.student(claim.name) if claim.lms not in ("canvas", "moodle", "gradescope") else None
    if student is not None:
        return student, ""
    students = roster.find(claim.lms, claim.name, claim.number, claim.email)
    if len(students) == 1:
        return students[0], ""
    if students:
        return (
            None,
            f"roster.csv has more than one for {shown(claim.description())}: {', '.join(students)}; add their {claim.lms}_id",
        )
    return None, f"roster.csv has nobody for {shown(claim.description())}; add a line"


def without_roster(claim: OwnerClaim, wish: str, claimants: list[OwnerClaim]) -> tuple[str | None, str]:
    """Builds an id from the claim; namesakes get their numbers, and a namesake without a number gets no id."""
    if not wish:
        return None, f"no id can be made of {shown(claim.description())}; write a roster.csv"
    rivals = [other for other in claimants if other.lms == claim.lms and other.person != claim.person]
    if not rivals:
        return min(claimants, key=lambda claimant: claimant.lms != "name").preferred_id(), ""
    if claim.unique_id() is not None:
        return claim.unique_id(), ""
    names = ", ".join(shown(other.name) for other in claimants)
    return None, f"these are the same id: {names}; rename one, or write a roster.csv"


def add_timestamps(claims: dict[Extracted, list[OwnerClaim]], files: list[Extracted]) -> None:
    """Adds times from nbgrader's timestamp.txt, if it lies beside a notebook in a folder with the student's name.

    Elsewhere a student may have put it there: in an archive of theirs, among the files that they uploaded.
    """
    times = {}
    for file in files:
        *folders, name = path_parts(file.names[-1]) or [""]
        if name == TIMESTAMP and len(file.names) <= 2 and file.path.stat().st_size < 100:
            times[*file.names[:-1], *folders] = moment(file.path.read_text(encoding="utf-8", errors="replace"))
    for file, found in claims.items():
        folders = path_parts(file.names[-1])[:-1]
        for number, claim in enumerate(found):
            own_archive = len(file.names) == 2 and file.names[0].startswith(f"{claim.name}.")
            if claim.lms == "name" and claim.name in folders and not own_archive:
                found[number] = replace(claim, when=times.get((*file.names[:-1], *folders)))
