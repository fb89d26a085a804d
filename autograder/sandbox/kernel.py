"""What every kernel is to those who run notebooks in it, warm or cold."""

from collections.abc import Iterator
from typing import Protocol

from nbformat import NotebookNode

GRACE = 10.0  # seconds that an interrupted source has to stop: what `stepwise` runs after that, on a busy machine
MOST_OUTPUT = 5_000_000  # characters kept of one source's outputs


DIED = "The kernel died"


class KernelDied(Exception):
    """The kernel is gone, or was stopped because it did not answer or used too much."""

    @property
    def unexplained(self) -> bool:
        """Whether it may as well have been somebody else's doing: a machine without memory, or a person with `kill`."""
        return str(self) == DIED


class Copy(Protocol):
    """What a kernel was at some moment: a process that runs sources."""

    overran: bool  # whether the latest source was stopped because its time was over

    def execute(self, source: str, seconds: float) -> Iterator[NotebookNode]:
        """Runs a source and yields its outputs as they come."""

    def stop(self) -> None:
        """Ends it at once, with all that it has started."""

    def moved(self) -> bool:
        """Whether files that it may need have changed since it was made."""


class Kernel(Protocol):
    """A Python process that runs sources."""

    overran: bool  # whether the latest source was stopped because its time was over

    def execute(self, source: str, seconds: float) -> Iterator[NotebookNode]:
        """Runs a source and yields its outputs as they come."""

    def stop(self) -> None:
        """Ends it at once, with all that it has started."""

    def copy(self, late: bool = False) -> Copy | None:
        """A copy of it as it is now; None where none can be made.

        Args:
            late: it stands for moments before; files count as moved where they have changed since the kernel began.
        """
