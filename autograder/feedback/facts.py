"""What a feedback page is told of a submission beside the notebook: whose it is, when it came, and what the gradebook holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.judging.marks import Mark, number


@dataclass(frozen=True)
class PageFacts:
    """What a page says on top.

    Args:
        score: the points that count, after what being late has cost; used where there are no marks.
        late_penalty: the points that were taken off for being late.
        student, name: the id, and the name where it is known.
        when: sentences on when it was due and submitted, and when this page was made.
        marks: grade id -> mark; None where no gradebook says so.
        comments: grade id of an answer's cell -> what a person wrote about it.
        titles: grade id -> title, of the release; the notebook's own where there are none.
        regrade: how to ask for another look; "" where the course does not say.
    """

    notebook: str = ""
    assignment: str = ""
    course: str = ""
    student: str = ""
    name: str = ""
    score: float = 0.0
    max_score: float = 0.0
    late_penalty: float = 0.0
    when: tuple[str, ...] = ()
    marks: Mapping[str, Mark] | None = None
    comments: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    regrade: str = ""

    def mark(self, name: str) -> Mark | None:
        """The mark of a cell, where the gradebook has one."""
        return (self.marks or {}).get(name)

    @property
    def earned(self) -> float:
        """The points before anything is taken off."""
        return self.score + self.late_penalty if self.marks is None else sum(mark.points for mark in self.marks.values())

    @property
    def counts(self) -> float:
        """The points that count."""
        return max(0.0, self.earned - self.late_penalty)

    @property
    def most_so_far(self) -> float:
        """What could be had for what has points."""
        if self.marks is None:
            return self.max_score
        return sum(mark.most for mark in self.marks.values() if not mark.to_come)

    @property
    def to_come(self) -> float:
        """What can still be had for what a person has not graded yet."""
        return sum(mark.most for mark in (self.marks or {}).values() if mark.to_come)

    def total(self) -> str:
        """The points of the whole in words, so far as they are known."""
        if self.to_come and not self.most_so_far:
            return f"No points yet: all {number(self.to_come)} are still to be given"
        said = f"{number(self.counts)} of {number(self.most_so_far)} points"
        return f"{said} so far, {number(self.to_come)} more to come" if self.to_come else said
