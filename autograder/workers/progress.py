"""Progress of a long job: a bar on a terminal, plain lines in a log."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO

from tqdm import tqdm

SOON = 2.0  # seconds; a shorter job writes nothing to a log
EVERY = 15.0  # seconds between two lines in a log


class Progress:
    """Progress of one job.

    Args:
        what: name of the job, for example "grading part1".
        total: number of steps.
        failed: name of failures, in the plural.
        lines: write lines on a terminal, too, where others write there meanwhile.
        out, clock: stream and clock; for tests.
    """

    quiet = False  # True: nothing is shown

    def __init__(
        self,
        what: str,
        total: int,
        failed: str = "failures",
        lines: bool = False,
        out: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.what, self.total, self.failed, self.clock = what, total, failed, clock
        self.out = out or sys.stderr
        self.done, self.failures, self.began, self.last_line = 0, 0, clock(), clock()
        self.bar: Any = None
        if self.out.isatty() and not self.quiet and not lines:
            self.bar = tqdm(desc=what, total=total, unit="", file=self.out, mininterval=0.2, leave=False)

    def step(self, fails: bool = False) -> None:
        """Counts one step."""
        self.done += 1
        self.failures += fails
        if self.bar is not None:
            self.bar.set_postfix_str(f"{self.failures} {self.failed}" if self.failures else "", refresh=False)
            self.bar.update()
        elif self.clock() - self.last_line >= EVERY and self.done < self.total:
            self.line()

    def line(self) -> None:
        self.last_line = self.clock()
        if not self.quiet:
            print(self.text(), file=self.out, flush=True)

    def text(self) -> str:
        """Formats the state, for example: grading part1: 40 of 200, 1.3 a second, 2 min left, 1 not judged."""
        seconds = max(self.clock() - self.began, 1e-9)
        rate = self.done / seconds
        parts = [f"{self.done} of {self.total}", f"{rate:.2g} a second"]
        if 0 < self.done < self.total:
            parts.append(f"{format_duration((self.total - self.done) / rate)} left")
        elif self.done >= self.total:
            parts.append(f"{format_duration(seconds)} in all")
        parts += [f"{self.failures} {self.failed}"] if self.failures else []
        return f"{self.what}: {', '.join(parts)}"

    def close(self) -> None:
        """Closes the bar, or writes a last line if the job took long enough."""
        if self.bar is not None:
            self.bar.close()
        elif self.clock() - self.began >= SOON:
            self.line()


def format_duration(seconds: float) -> str:
    """Formats seconds as seconds, minutes or hours."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def progress(items: Iterable, what: str, total: int | None = None) -> Iterator:
    """Yields the same items, and shows the progress."""
    items = list(items) if total is None else items
    shown = Progress(what, len(items) if total is None else total)  # type: ignore[arg-type]
    try:
        for item in items:
            yield item
            shown.step()
    finally:
        shown.close()
