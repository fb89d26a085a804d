"""How far a long job is: done, how fast, how long still, how many failed. A bar on a terminal, plain lines in a log."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO

from tqdm import tqdm

SOON = 2.0  # seconds; what is over sooner says nothing in a log
EVERY = 15.0  # seconds between two lines in a log


class Progress:
    """The progress of one job.

    Args:
        what: what is done, for example "grading part1".
        total: how many things there are.
        failed: what a failure is called, in the plural.
        out, clock: where it is said, and what the time is; for tests.
    """

    def __init__(
        self,
        what: str,
        total: int,
        failed: str = "failures",
        out: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.what, self.total, self.failed, self.clock = what, total, failed, clock
        self.out = out or sys.stderr
        self.done, self.failures, self.began, self.said = 0, 0, clock(), clock()
        self.bar: Any = None
        if self.out.isatty():
            self.bar = tqdm(desc=what, total=total, unit="", file=self.out, mininterval=0.2, leave=False)

    def step(self, fails: bool = False) -> None:
        """One more is done."""
        self.done += 1
        self.failures += fails
        if self.bar is not None:
            self.bar.set_postfix_str(f"{self.failures} {self.failed}" if self.failures else "", refresh=False)
            self.bar.update()
        elif self.clock() - self.said >= EVERY and self.done < self.total:
            self.line()

    def line(self) -> None:
        self.said = self.clock()
        print(self.words(), file=self.out, flush=True)

    def words(self) -> str:
        """For example: grading part1: 40 of 200, 1.3 a second, 2 min left, 1 not judged."""
        seconds = max(self.clock() - self.began, 1e-9)
        rate = self.done / seconds
        parts = [f"{self.done} of {self.total}", f"{rate:.2g} a second"]
        if 0 < self.done < self.total:
            parts.append(f"{as_time((self.total - self.done) / rate)} left")
        elif self.done >= self.total:
            parts.append(f"{as_time(seconds)} in all")
        parts += [f"{self.failures} {self.failed}"] if self.failures else []
        return f"{self.what}: {', '.join(parts)}"

    def close(self) -> None:
        """The last word, where the job took long enough for one."""
        if self.bar is not None:
            self.bar.close()
        elif self.clock() - self.began >= SOON:
            self.line()


def as_time(seconds: float) -> str:
    """Seconds, minutes or hours, as one says them."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def progress(items: Iterable, what: str, total: int | None = None) -> Iterator:
    """The same items, with their progress said."""
    items = list(items) if total is None else items
    shown = Progress(what, len(items) if total is None else total)  # type: ignore[arg-type]
    try:
        for item in items:
            yield item
            shown.step()
    finally:
        shown.close()
