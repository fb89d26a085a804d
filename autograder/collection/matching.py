"""Finds the owner of a file: collects the claims of the names around it, and maps them to student ids."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo

from autograder.collection.archive_reader import is_archive
from autograder.collection.folders import Place, empty_below, owners
from autograder.collection.groups import Groups
from autograder.collection.labels import NOTEBOOK, Assignment, is_drives, label_of
from autograder.collection.lms_names import GRADESCOPE, OwnerClaim, claim_in, gradescope_claims, moment
from autograder.collection.names import path_parts, shown, words_of
from autograder.collection.roster import Roster
from autograder.collection.unpack import Extracted

METADATA = "submission_metadata.yml"
TIMESTAMP = "timestamp.txt"
PLAIN = ("name", "exchange", "dated", "blackboard")  # forms whose name may be the student's id itself


@dataclass(frozen=True)
class Lists:
    """What the instructor has written down, and the course's time zone."""

    roster: Roster = field(default_factory=Roster)
    groups: Groups = field(default_factory=Groups)
    zone: tzinfo = UTC


@dataclass
class Claims:
    """Whose each file is said to be, the doubts about files of which that cannot be said, and folders that may be people's."""

    of: dict[Extracted, list[OwnerClaim]] = field(default_factory=dict)
    doubts: dict[Extracted, str] = field(default_factory=dict)
    empty: list[str] = field(default_factory=list)


def origin(file: Extracted) -> str:
    """Formats where a file came from."""
    return shown(": ".join(file.names))


def is_notebook(file: Extracted) -> bool:
    """Whether a file may be a submission by its name; a copy that Jupyter made for itself is none."""
    parts = path_parts(file.names[-1])
    return bool(NOTEBOOK.search(parts[-1])) and ".ipynb_checkpoints" not in parts and not parts[-1].startswith(".")


def claims_of(files: list[Extracted], assignment: Assignment, lists: Lists, folders: Iterable[tuple[str, ...]] = ()) -> Claims:
    """Collects the claims on each file with a safe name: several if a group shares it, none if no name makes one.

    Args:
        folders: of archives, by the names around them, also those that hold nothing.
    """
    metadata = metadata_of(files)
    root = Place()
    for file in files:
        if file.unsafe is None:
            grow(root, file, assignment, lists, metadata)
    for names in folders:
        grow_folder(root, names, assignment, lists)
    found = Claims(empty=[place.text for place in empty_below(root) if place.label])
    times = times_of(files)
    for leaf, claims, doubt, place in owners(root, bool(lists.roster)):
        assert leaf.file is not None
        found.of[leaf.file] = [timed(claim, place, leaf.file, times) for claim in claims]
        if doubt:
            found.doubts[leaf.file] = doubt
    return found


def metadata_of(files: list[Extracted]) -> dict[tuple[str, ...], dict[str, list[OwnerClaim]]]:
    """Reads Gradescope's metadata files: their location -> claims on the folders beside them."""
    found = {}
    for file in files:
        *folders, name = path_parts(file.names[-1]) or [""]
        if name == METADATA and file.unsafe is None:
            found[*file.names[:-1], "/".join(folders)] = gradescope_claims(file.path.read_bytes())
    return found


def grow(root: Place, file: Extracted, assignment: Assignment, lists: Lists, metadata: dict) -> None:
    """Adds a file to the tree, with all the names around it."""
    place = root
    for level, name in enumerate(file.names):
        parts = path_parts(name)
        for position, part in enumerate(parts):
            last = position == len(parts) - 1
            key = part if not (last and level == len(file.names) - 1) else f"{part}/{file.path.name}"  # a file is no folder
            if key not in place.inside:
                place.inside[key] = place_of(part, level, last, file, assignment, lists)
                if GRADESCOPE.fullmatch(part) and not last:
                    beside = (*file.names[:level], "/".join(parts[:position]))
                    place.inside[key].claims = list(metadata.get(beside, {}).get(part, []))
            place = place.inside[key]


def grow_folder(root: Place, names: tuple[str, ...], assignment: Assignment, lists: Lists) -> None:
    """Adds a folder of an archive that holds files directly, if it is not there: it is empty."""
    place = root
    for level, name in enumerate(names):
        parts = path_parts(name)
        for position, part in enumerate(parts):
            last = position == len(parts) - 1 and level < len(names) - 1
            if part not in place.inside:
                label = label_of(part, not last, assignment)
                outermost = last and level == 0
                place.inside[part] = Place(part, label, claims_by(part, label, not last, outermost, assignment, lists))
                place.inside[part].outermost, place.inside[part].archive = outermost, last and not outermost
            place = place.inside[part]


def place_of(part: str, level: int, last: bool, file: Extracted, assignment: Assignment, lists: Lists) -> Place:
    """One step of a file's names, with what its name says."""
    leaf = last and level == len(file.names) - 1
    outermost = last and level == 0 and not leaf
    label = label_of(part, not last, assignment)
    label = None if outermost and label and is_drives(label) else label
    place = Place(part, label, claims_by(part, label, not last, outermost, assignment, lists))
    place.outermost, place.archive = outermost, last and not leaf and not outermost
    if leaf:
        words = "_".join(words_of(NOTEBOOK.sub("", part)))
        place.file, place.notebook = file, is_notebook(file)
        place.expected = label is None and any("_".join(words_of(name)) in words for name in assignment.notebooks)
        place.mentions = any("_".join(words_of(name)) in words for name in assignment.notebooks)
    return place


def claims_by(
    part: str, label: str | None, folder: bool, outermost: bool, assignment: Assignment, lists: Lists
) -> list[OwnerClaim] | None:
    """The claims that one name makes by a list or by an LMS's form; None where it makes none."""
    claim = claim_in(part, folder, lists.zone)
    if members := lists.groups.of(part, stem(part), label, claim.name if claim else None):
        basis = claim or OwnerClaim("name")
        return [replace(basis, lms="name", name=student, number="", login="") for student in members]
    called = lists.roster.called(label) if label else []
    if not called and (student := lists.roster.student(stem(part))) is not None:
        called = [student]
    if claim is not None and not (assignment.is_generic(claim.name or claim.number) or (outermost and is_a_course(claim))):
        return [claim]
    if called:
        return [OwnerClaim("name", called[0] if len(called) == 1 else label or "")]
    return None


def stem(part: str) -> str:
    """A name without the ending of a notebook or an archive."""
    return NOTEBOOK.sub("", part) if not is_archive(part) else re.sub(r"(\.tar)?\.\w+$", "", part)


def is_a_course(claim: OwnerClaim) -> bool:
    """CS_101_2026_part1.zip looks like Canvas's names, but Canvas's files have larger numbers."""
    return claim.lms == "canvas" and claim.order < 10_000


def in_gradescope_folder(file: Extracted) -> bool:
    """Whether a file lies in a folder as Gradescope calls them."""
    return any(GRADESCOPE.fullmatch(part) for name in file.names for part in path_parts(name)[:-1])


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
    """Finds a person in the roster: the id, or None and the reason."""
    student = roster.student(claim.name) if claim.lms in PLAIN else None
    student = student or (roster.student(claim.login) if claim.login else None)
    if student is not None:
        return student, ""
    students = roster.find(claim.lms, claim.name, claim.number, claim.email)
    if not students and claim.lms in PLAIN:
        students = roster.called(claim.name)
    if len(students) == 1:
        return students[0], ""
    if students:
        who = shown(claim.description())
        return None, f"roster.csv has more than one for {who}: {', '.join(students)}; add their {claim.lms}_id"
    return None, f"roster.csv has nobody for {shown(claim.description())}; add a line"


def without_roster(claim: OwnerClaim, wish: str, claimants: list[OwnerClaim]) -> tuple[str | None, str]:
    """Builds an id from the claim; namesakes get their numbers, and a namesake without a number gets no id.

    A claim of the roster's or of a list has the id already.
    """
    if not wish:
        return None, f"no id can be made of {shown(claim.description())}; write a roster.csv"
    rivals = [other for other in claimants if other.lms == claim.lms and other.person != claim.person]
    if not rivals:
        return min(claimants, key=lambda claimant: claimant.lms != "name").preferred_id(), ""
    if claim.unique_id() is not None:
        return claim.unique_id(), ""
    names = ", ".join(shown(other.name) for other in claimants)
    return None, f"these are the same id: {names}; rename one, or write a roster.csv"


def times_of(files: list[Extracted]) -> dict[tuple[str, ...], str]:
    """Reads the timestamp.txt of nbgrader and Sakai: the folder that it lies in -> what it says."""
    times = {}
    for file in files:
        *folders, name = path_parts(file.names[-1]) or [""]
        if name == TIMESTAMP and file.unsafe is None and len(file.names) <= 2 and file.path.stat().st_size < 100:
            times[*file.names[:-1], *folders] = file.path.read_text(encoding="utf-8", errors="replace").strip()
    return times


def timed(claim: OwnerClaim, place: Place, file: Extracted, times: dict[tuple[str, ...], str]) -> OwnerClaim:
    """Adds the time in a folder with the student's name: in the folder itself, or beside the notebook.

    Elsewhere a student may have put it there: in an archive of theirs, among the files that they uploaded. A time without a zone
    is in UTC, as both write it.
    """
    if claim.lms != "name" or place.file is not None or place.outermost or len(file.names) > 2:
        return claim
    folders = path_parts(file.names[-1])[:-1]
    own = folders[: folders.index(place.text) + 1] if place.text in folders else []
    for where in (own, folders):
        text = times.get((*file.names[:-1], *where)) if where else None
        if text is not None:
            when = moment(text)
            return replace(claim, when=when, unread="" if when else text)
    return claim
