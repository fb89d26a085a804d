"""Assigns unpacked files to students and notebooks; lists what cannot be assigned, with the reason."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from autograder.collection.archive_reader import FOREIGN, READABLE, is_archive
from autograder.collection.lms_names import OwnerClaim
from autograder.collection.matching import (
    METADATA,
    NOTEBOOK,
    TIMESTAMP,
    Assignment,
    claims_of,
    in_gradescope_folder,
    is_notebook,
    origin,
    students_of,
)
from autograder.collection.names import path_parts, words_of
from autograder.collection.roster import Roster
from autograder.collection.unpack import Extracted

INFORMATION = "it says something about the others"
ASK = "copy it to downloaded/{assignment}/archive/STUDENT.ipynb and run again with --force"


@dataclass(frozen=True)
class Assigned:
    """A notebook assigned to a student."""

    file: Extracted
    student: str
    notebook: str
    claim: OwnerClaim

    @property
    def when(self) -> datetime | None:
        return self.claim.when


@dataclass(frozen=True)
class Unassigned:
    """A file that is no submission, and why; with its student, if known."""

    file: Extracted
    why: str
    student: str = ""

    @property
    def is_nobodys(self) -> bool:
        """Whether the instructor has to find its owner."""
        return not self.student and self.why != INFORMATION


@dataclass
class Sorted:
    """The outcome: every file is in one of the two lists, or in both where several students share it."""

    assigned: list[Assigned] = field(default_factory=list)
    unassigned: list[Unassigned] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def sort(files: list[Extracted], assignment: Assignment, roster: Roster, strict: bool = False) -> Sorted:
    """Assigns every file to a student and a notebook, or lists it as unassigned."""
    done = Sorted()
    claims = claims_of(files, assignment, roster)
    ids = students_of({claim for found in claims.values() for claim in found}, roster)
    candidates: dict[tuple[str, str], list[tuple[tuple, Assigned]]] = defaultdict(list)
    for file in files:
        why = why_no_submission(file, claims.get(file, []), assignment)
        if why is not None:
            known = [ids[claim.person][0] for claim in claims.get(file, [])]
            done.unassigned.append(Unassigned(file, why, ", ".join(student for student in known if student)))
            continue
        for claim in claims[file]:
            student, trouble = ids[claim.person]
            if student is None:
                done.unassigned.append(Unassigned(file, f"{trouble}; {ASK.format(assignment=assignment.name)}"))
                continue
            notebook, likeness = notebook_of(claim.file or file.names[-1], assignment)
            if notebook is None or (strict and likeness < 2):
                names = " or ".join(f"{name}.ipynb" for name in assignment.notebooks)
                done.unassigned.append(
                    Unassigned(file, f"it is none of the assignment's notebooks by its name, expected {names}", student)
                )
                continue
            candidates[student, notebook].append((rank(file, claim, likeness), Assigned(file, student, notebook, claim)))
    for rivals in candidates.values():
        choose(rivals, done)
    return done


def choose(rivals: list[tuple[tuple, Assigned]], done: Sorted) -> None:
    """Assigns the best of a student's versions of one notebook; the others stay unassigned."""
    *others, (_, best) = sorted(rivals, key=lambda pair: pair[0])
    done.assigned.append(best)
    for _, other in others:
        done.unassigned.append(
            Unassigned(other.file, f"a later or better named one is taken: {origin(best.file)}", other.student)
        )
    if len({taken.claim.person for _, taken in rivals}) > 1:
        done.notes.append(
            f"{best.student} has {best.notebook}.ipynb from {len(rivals)} places, taken: {origin(best.file)}; is it theirs?"
        )


def rank(file: Extracted, claim: OwnerClaim, likeness: int) -> tuple:
    """Rank of a version; the greatest is assigned: put there by hand, named as expected, later."""
    by_hand = claim.lms == "name" and len(file.names) == 1
    copy = re.search(r"[ _-]\(?(\d{1,3})\)?\.ipynb", file.names[-1], re.IGNORECASE)
    when = claim.when or datetime.min
    return (by_hand, likeness, when, claim.order, int(copy[1]) if copy else 0, file.modified, file.path.name)


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
    if not is_notebook(file):
        return "it is no notebook, expected .ipynb"
    if not claims and in_gradescope_folder(file):
        return f"no {METADATA} beside its folder says whose it is; export the submissions from Gradescope again"
    if not claims:
        return f"nothing in its name says whose it is; {ASK.format(assignment=assignment.name)}"
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
