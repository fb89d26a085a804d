"""Chooses among a student's versions of one notebook where something decides, and says where nothing does."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from autograder.collection.labels import Assignment
from autograder.collection.lms_names import OwnerClaim
from autograder.collection.matching import origin
from autograder.collection.names import path_parts
from autograder.collection.outcome import Assigned, Sorted, Unassigned
from autograder.collection.unpack import Extracted


@dataclass(frozen=True)
class Rival:
    """One version of a student's notebook."""

    rank: tuple
    assigned: Assigned

    @property
    def folder(self) -> tuple[str, ...]:
        """Where it lies, whatever it is called."""
        *around, name = self.assigned.file.names
        return (*around, *path_parts(name)[:-1])


def choose(rivals: list[Rival], assignment: Assignment, done: Sorted) -> None:
    """Assigns the best of a student's versions of one notebook; the others stay unassigned. Of equals none is chosen."""
    *_, best = ordered = sorted(rivals, key=lambda rival: rival.rank)
    if (unlike := undecided(ordered)) is not None:
        places = "; ".join(origin(rival.assigned.file) for rival in unlike)
        why = (
            f"{best.assigned.student} has several notebooks for {best.assigned.notebook}.ipynb, and nothing says which one "
            f"counts, or whether they are one person's: {places}. Copy the right one to "
            f"downloaded/{assignment.name}/archive/{best.assigned.student}.ipynb, or write a roster.csv"
        )
        done.errors.append(why)
        done.unassigned += [Unassigned(rival.assigned.file, why, rival.assigned.student) for rival in rivals]
        return
    done.assigned.append(best.assigned)
    for other in ordered[:-1]:
        why = f"a later or better named one is taken: {origin(best.assigned.file)}"
        done.unassigned.append(Unassigned(other.assigned.file, why, other.assigned.student))
    if len({rival.assigned.claim.person for rival in rivals}) > 1:
        done.notes.append(
            f"{best.assigned.student} has {best.assigned.notebook}.ipynb from {len(rivals)} places, "
            f"taken: {origin(best.assigned.file)}; is it theirs?"
        )


def undecided(ordered: list[Rival]) -> list[Rival] | None:
    """The best versions between which nothing decides; None where something does.

    It does where the instructor put one there by hand, where an LMS says which is later, where their bytes are the same, and for
    copies beside each other whose names are that of the notebook: the last one.
    """
    best = ordered[-1]
    by_hand, likeness, *late = best.rank[:5]
    equals = [rival for rival in ordered if rival.rank[:2] == (by_hand, likeness)]
    if by_hand or len(equals) == 1:
        return None
    if sum(list(rival.rank[2:5]) == late for rival in equals) == 1:
        return None
    if len({hashlib.sha256(rival.assigned.file.path.read_bytes()).digest() for rival in equals}) == 1:
        return None
    beside = len({rival.folder for rival in equals}) == 1 and len({rival.assigned.claim.person for rival in equals}) == 1
    return None if beside and likeness == 2 else equals


def rank(file: Extracted, claim: OwnerClaim, likeness: int) -> tuple:
    """Rank of a version; the greatest is assigned: put there by hand, named as expected, later."""
    by_hand = claim.lms == "name" and len(file.names) == 1 and len(path_parts(file.names[0])) == 1
    copy = re.search(r"[ _-]\(?(\d{1,3})\)?\.ipynb", file.names[-1], re.IGNORECASE)
    when = claim.when or datetime.min
    number = int(copy[1]) if copy else 0
    return (by_hand, likeness, when, claim.order, version_of(file), number, file.modified, file.path.name)


def version_of(file: Extracted) -> int:
    """The number of the version folder that Teams puts a file into."""
    found = re.findall(r"(?:^|/)version (\d{1,4})/", "/".join(file.names), re.IGNORECASE)
    return int(found[-1]) if found else 0
