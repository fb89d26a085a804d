"""What became of the files of a class: whose each is, or why it is nobody's submission."""

from dataclasses import dataclass, field
from datetime import datetime

from autograder.collection.lms_names import OwnerClaim
from autograder.collection.unpack import Extracted

INFORMATION = "it says something about the others"


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
    """The outcome: every file is in one of the two lists, or in both where several students share it.

    Args:
        notes: what the instructor should know.
        errors: what the instructor must decide: nobody's work is chosen by guessing.
        missing: students of the roster from whom there is nothing.
        empty_folders: whose names may be those of people who have submitted nothing.
    """

    assigned: list[Assigned] = field(default_factory=list)
    unassigned: list[Unassigned] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    empty_folders: list[str] = field(default_factory=list)
