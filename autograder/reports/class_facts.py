"""What a class report is told beside the grader's results: the roster, the gradebook's marks, and the results before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.judging.marks import Mark


@dataclass(frozen=True)
class Standing:
    """What the gradebook holds of one submission.

    Args:
        marks: (grade id, mark) of each cell that gives points.
        penalty: the points that being late costs.
    """

    marks: tuple[tuple[str, Mark], ...] = ()
    penalty: float = 0.0

    @property
    def counts(self) -> float:
        """The points that count so far."""
        return max(0.0, sum(mark.points for _, mark in self.marks) - self.penalty)

    @property
    def most_so_far(self) -> float:
        """What could be had for what has points."""
        return sum(mark.most for _, mark in self.marks if not mark.to_come)

    @property
    def to_come(self) -> float:
        """What can still be had for what nobody has graded yet."""
        return sum(mark.most for _, mark in self.marks if mark.to_come)

    @property
    def set_by_hand(self) -> list[tuple[str, Mark]]:
        """The cells whose points a person has put in place of the grader's."""
        return [(name, mark) for name, mark in self.marks if mark.by_person and mark.points != mark.found]


@dataclass(frozen=True)
class ClassFacts:
    """What a report is told beside the results.

    Args:
        roster: student -> name, of everybody who should have submitted; None where the course has no roster.
        standings: student -> what the gradebook holds; None where none was read.
        problem: why the gradebook was not read; "" where it was, or where there is none.
        before: the rows of the results before these.
        before_when: when those were written, in words.
    """

    roster: Mapping[str, str] | None = None
    standings: Mapping[str, Standing] | None = None
    problem: str = ""
    before: list[dict[str, Any]] = field(default_factory=list)
    before_when: str = ""

    def missing(self, students: Iterable[str]) -> list[str]:
        """Those of the roster who are not among some students, in the order of the roster."""
        there = {student.casefold() for student in students}
        return [student for student in self.roster or () if student.casefold() not in there]

    def called(self, student: str) -> str:
        """A student's name and id, as far as the roster knows them."""
        name = (self.roster or {}).get(student, "")
        return f"{name} ({student})" if name else student
