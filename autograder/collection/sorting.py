"""Assigns unpacked files to students and notebooks; lists what cannot be assigned, with the reason."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from autograder.collection.archive_reader import FOREIGN, READABLE, is_archive
from autograder.collection.labels import NOTEBOOK, Assignment
from autograder.collection.lms_names import OwnerClaim
from autograder.collection.matching import (
    METADATA,
    TIMESTAMP,
    Lists,
    claims_of,
    in_gradescope_folder,
    is_notebook,
    origin,
    students_of,
)
from autograder.collection.names import path_parts, words_of
from autograder.collection.outcome import INFORMATION, Assigned, Sorted, Unassigned
from autograder.collection.roster import PER_ASSIGNMENT, Roster
from autograder.collection.unpack import Extracted
from autograder.collection.versions import Rival, choose, rank

LISTS = ("index.html", "grades.csv", "grades.xls", "grades.xlsx", "status.xls", "status.xlsx")  # of Brightspace, Sakai, ILIAS
ASK = "copy it to downloaded/{assignment}/archive/STUDENT.ipynb and run again with --force"


def sort(
    files: list[Extracted],
    assignment: Assignment,
    lists: Lists | Roster,
    strict: bool = False,
    late_time: datetime | None = None,
    folders: Iterable[tuple[str, ...]] = (),
) -> Sorted:
    """Assigns every file to a student and a notebook, or lists it as unassigned.

    Args:
        lists: the roster, groups and the course's zone; or the roster alone.
        strict: take only notebooks that are named as they were given out.
        folders: of archives, by the names around them, also those that hold nothing.
        late_time: when what an LMS marks as late, without a time, counts as submitted; in UTC.
    """
    lists = Lists(lists) if isinstance(lists, Roster) else lists
    done = Sorted()
    claims = claims_of(files, assignment, lists, folders)
    ids = students_of({claim for found in claims.of.values() for claim in found}, lists.roster)
    candidates: dict[tuple[str, str], list[Rival]] = defaultdict(list)
    for file in files:
        own = claims.of.get(file, [])
        why = claims.doubts.get(file) or why_no_submission(file, own, assignment)
        if why is not None:
            known = [ids[claim.person][0] for claim in own]
            done.unassigned.append(Unassigned(file, why, ", ".join(student for student in known if student)))
            continue
        for claim in own:
            for taken in taken_by(file, at_late_time(claim, late_time), ids[claim.person], assignment, lists, done):
                enter(taken, assignment, strict, candidates, done)
    for rivals in candidates.values():
        choose(rivals, assignment, done)
    done.errors += doubts_in_short(claims.doubts)
    done.notes += notes_on_times(done.assigned) + notes_on_namesakes(ids)
    done.empty_folders = claims.empty
    there = {assigned.student for assigned in done.assigned}
    done.missing = [person.student for person in lists.roster.people if person.student not in there]
    return done


def doubts_in_short(doubts: dict[Extracted, str]) -> list[str]:
    """One line for each doubt, with the first of its notebooks and the number of the others."""
    notebooks: dict[str, list[Extracted]] = defaultdict(list)
    for file, why in doubts.items():
        if is_notebook(file):
            notebooks[why].append(file)
    more = {why: f" and {len(files) - 1} more" if len(files) > 1 else "" for why, files in notebooks.items()}
    return [f"{origin(files[0])}{more[why]}: {why}" for why, files in notebooks.items()]


def taken_by(
    file: Extracted, claim: OwnerClaim, found: tuple[str | None, str], assignment: Assignment, lists: Lists, done: Sorted
) -> list[Assigned]:
    """The file for its student, or for each of a group whose owner has submitted it; for nobody where there is no id."""
    student, trouble = found
    members = lists.groups.of(student, claim.name)
    if student is None and not members:
        done.unassigned.append(Unassigned(file, f"{trouble}; {ASK.format(assignment=assignment.name)}"))
        return []
    return [Assigned(file, one, "", claim) for one in members or (student or "",)]


def enter(taken: Assigned, assignment: Assignment, strict: bool, candidates: dict, done: Sorted) -> None:
    """Enters a file as a version of one of the assignment's notebooks, by its name."""
    name = taken.claim.file if NOTEBOOK.search(taken.claim.file) else taken.file.names[-1]
    name = name.rpartition(" - ")[2] if taken.claim.lms == "name" else name  # Google Classroom's: a person stands before it
    notebook, likeness = notebook_of(name, assignment)
    if notebook is None or (strict and likeness < 2):
        names = " or ".join(f"{name}.ipynb" for name in assignment.notebooks)
        why = f"it is none of the assignment's notebooks by its name, expected {names}"
        done.unassigned.append(Unassigned(taken.file, why, taken.student))
        return
    rank_ = rank(taken.file, taken.claim, likeness)
    candidates[taken.student, notebook].append(Rival(rank_, replace(taken, notebook=notebook)))


def at_late_time(claim: OwnerClaim, late_time: datetime | None) -> OwnerClaim:
    """The claim, with the instructor's time where the LMS says no more than that it is late."""
    return replace(claim, when=late_time) if claim.late and claim.when is None and late_time else claim


def notes_on_times(assigned: list[Assigned]) -> list[str]:
    """What is to be said of late submissions without a time, and of times that cannot be read."""
    late = sorted({one.student for one in assigned if one.claim.late and one.when is None})
    notes = [
        f"{one.student}: {one.claim.unread[:80]!r} is no time that can be read, so it counts as submitted on time; "
        "write one into its timestamp.txt, as 2026-01-30 15:00:00 UTC"
        for one in assigned
        if one.claim.unread and one.when is None
    ]
    if late:
        notes.append(
            f"late, and the LMS does not say when: {', '.join(late)}. They count as submitted on time; "
            "give them a time with --late-time"
        )
    return notes


def notes_on_namesakes(ids: dict[tuple, tuple[str | None, str]]) -> list[str]:
    """What is to be said of ids that hold for this assignment alone."""
    passing = [
        student
        for (lms, name, number, _), (student, _) in ids.items()
        if student and is_of_this_assignment(lms, name, number, student)
    ]
    if not passing:
        return []
    return [
        f"of one name, and told apart by Moodle's numbers, which are others for each assignment: {', '.join(sorted(passing))}; "
        "write a roster.csv before the next"
    ]


def is_of_this_assignment(lms: str, name: str, number: str, student: str | None) -> bool:
    """Whether an id was made of a number that an LMS gives anew for each assignment."""
    return lms in PER_ASSIGNMENT and student is not None and student == OwnerClaim(lms, name, number).unique_id()


def why_no_submission(file: Extracted, claims: list[OwnerClaim], assignment: Assignment) -> str | None:
    """Reason why a file is no submission; None if it belongs to the students who claim it."""
    if file.unsafe is not None:
        return f"its name cannot be trusted: {file.unsafe}; {ASK.format(assignment=assignment.name)}"
    name = file.names[-1].lower()
    if is_archive(name):
        return "not all of it could be unpacked; look at the line about it"
    if name.endswith(FOREIGN):
        return f"archives of this kind are not read, {READABLE}; unpack it and {ASK.format(assignment=assignment.name)}"
    if path_parts(name)[-1] in (METADATA, TIMESTAMP):
        return INFORMATION
    if not claims and path_parts(name)[-1] in LISTS:
        return INFORMATION
    if not is_notebook(file):
        return "it is no notebook, expected .ipynb"
    if not claims and in_gradescope_folder(file):
        return f"no {METADATA} beside its folder says whose it is; export the submissions from Gradescope again"
    if not claims:
        return f"nothing in its name says whose it is (a group stands in groups.csv); {ASK.format(assignment=assignment.name)}"
    return None


def notebook_of(name: str, assignment: Assignment) -> tuple[str | None, int]:
    """Finds a file's notebook, and how similar its name is: 2 the same but for marks of a copy, 1 contained in it, 0 another."""
    words = "_".join(words_of(NOTEBOOK.sub("", (path_parts(name) or [""])[-1])))
    bare = re.sub(r"^(copy_of_|kopie_von_|copie_de_|copia_de_)+|(_copy|_kopie|_\d{1,3})+$", "", words)
    for notebook in sorted(assignment.notebooks, key=len, reverse=True):
        if bare == "_".join(words_of(notebook)):
            return notebook, 2
    for notebook in sorted(assignment.notebooks, key=len, reverse=True):
        if "_".join(words_of(notebook)) in words:
            return notebook, 1
    return (assignment.notebooks[0] if len(assignment.notebooks) == 1 else None), 0
