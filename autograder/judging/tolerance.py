"""A tolerance of the rubric: how far from the reference an answer may lie, and a way to hear what is measured against it.

What a tolerance rests on - how far right answers lie apart, how far the nearest wrong one lies - is in docs/tolerances.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Measured = list[tuple["Tolerance", float]]
listening: ContextVar[Measured | None] = ContextVar("listening", default=None)


class Tolerance(float):
    """A number that a distance must not exceed, and the words that say what the distance is a part of."""

    of: str

    def __new__(cls, value: float, of: str) -> "Tolerance":
        tolerance = super().__new__(cls, value)
        tolerance.of = of
        return tolerance

    def exceeded_by(self, measured: float) -> bool:
        """Whether a measured distance is too large, as NaN always is. While somebody listens nothing is: all is measured."""
        heard = listening.get()
        if heard is None:
            return not measured <= self
        heard.append((self, measured))
        return False


@contextmanager
def heard() -> Iterator[Measured]:
    """What is measured against tolerances while this lasts, in order."""
    measured: Measured = []
    token = listening.set(measured)
    try:
        yield measured
    finally:
        listening.reset(token)
