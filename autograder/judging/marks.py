"""What the gradebook holds of a graded cell: the grader's points, a person's, and which of them count."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """What the gradebook holds of a cell that gives points.

    Args:
        most: the points that can be had.
        found: what the grader gave; None where it gives none.
        given: what a person gave, who has the last word; None where nobody did.
        extra: points that a person gave beside these.
        waits: whether a person is still to look at it.
    """

    most: float
    found: float | None = None
    given: float | None = None
    extra: float = 0.0
    waits: bool = False

    @property
    def points(self) -> float:
        """What counts."""
        return next((points for points in (self.given, self.found) if points is not None), 0.0) + self.extra

    @property
    def to_come(self) -> bool:
        """Whether nobody has given points yet."""
        return self.given is None and self.found is None

    @property
    def by_person(self) -> bool:
        """Whether a person has looked at what the grader gave, and set the points."""
        return self.found is not None and (self.given is not None or self.extra != 0)

    def words(self) -> str:
        """The points as a student reads them: `3.5 of 4`, or with who set them and what the grader found."""
        if self.to_come:
            return f"– of {number(self.most)}"
        said = f"{number(self.points)} of {number(self.most)}"
        if not self.by_person or self.found is None:
            return said
        if self.points == self.found:
            return f"{said}, confirmed by your teacher"
        return f"{said}, set by your teacher; the grader found {number(self.found)}"


def number(points: float) -> str:
    """Points without needless digits: 2, 3.5, 0.67."""
    return f"{round(points, 2):g}" if abs(points) < 1e5 else f"{points:.0f}"
