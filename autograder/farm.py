"""Many submissions: who judges them, and in what order they come back. Nothing else knows Dask."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from autograder.papers import Paper, Settings


@dataclass(frozen=True)
class Hands:
    """Who judges.

    Args:
        workers: processes on this machine; None is as many as there are cores, and fewer for a small class; 0 is this process.
    """

    workers: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What came back of one paper: its marked notebooks, or why there are none."""

    student: str
    notebooks: dict[str, str] = field(default_factory=dict)
    fault: str = ""


def outcomes(
    papers: Iterator[Paper], number: int, release: dict[str, str], settings: Settings, hands: Hands
) -> Iterator[Outcome]:
    """The outcome of every paper, as they come."""
    yield from here(papers, release, settings)


def here(papers: Iterator[Paper], release: dict[str, str], settings: Settings) -> Iterator[Outcome]:
    """One after the other, in this process."""
    from autograder.marking import mark
    from autograder.place import boxed

    boxed(settings.unsafe)  # once for all, and not for each of them
    for paper in papers:
        try:
            yield Outcome(paper.student, mark(paper, release, settings))
        except Exception as error:
            yield Outcome(paper.student, fault=f"not judged: {type(error).__name__}: {error}")
