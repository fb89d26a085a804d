"""Interface of all kernels, forked or Jupyter's."""

from collections.abc import Iterator
from typing import Protocol

from nbformat import NotebookNode

GRACE = 10.0  # seconds that an interrupted source has to stop: what `stepwise` runs after that, on a busy machine
MOST_OUTPUT = 5_000_000  # characters kept of one source's outputs


DIED = "The kernel died"


class KernelDied(Exception):
    """The kernel has ended, or was stopped because it did not answer or used too much."""

    @property
    def unexplained(self) -> bool:
        """Whether the cause may lie outside the notebook: a machine without memory, or a person with `kill`."""
        return str(self) == DIED


class Copy(Protocol):
    """A copy of a kernel at some moment: a process that runs sources."""

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
        """Copies the kernel as it is now; None if that is not possible.

        Args:
            late: the copy stands for earlier moments; files count as moved if they have changed since the kernel started.
        """
