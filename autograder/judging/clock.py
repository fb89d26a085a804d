"""A wall clock over the judging of one task: what a student's answer costs is bounded, whatever it is.

It works in any thread: when the time is over, another one raises an exception in it. One long call of NumPy's or torch's is
not cut short by that, so the size of what a call is given is bounded, too (`autograder.judging.observations`).
"""

import ctypes
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Made = TypeVar("Made")
SECONDS = 20.0  # for the judging of one task: its checks, the search for a known mistake, its pictures
AGAIN = 0.5  # seconds until it is raised once more, where it was lost in a place that lets no exception out
running: dict[int, "Watch"] = {}  # thread -> the clock over it


class TimeIsOver(BaseException):
    """The judging of a task took too long. No `except Exception` on the way shall swallow it."""


class Watch(threading.Thread):
    """Watches over one thread until it is stopped.

    Args:
        seconds: of wall time, without what is `uncounted`.
    """

    def __init__(self, seconds: float):
        super().__init__(daemon=True, name="clock")
        self.over = threading.get_ident()
        self.left, self.since, self.pauses = seconds, time.monotonic(), 0
        self.ended = False
        self.lock, self.stopped = threading.Lock(), threading.Event()

    def remaining(self) -> float:
        """Seconds that are left; of a clock that stands still, no fewer than until the next look at it."""
        if self.pauses:
            return AGAIN
        return self.left - (time.monotonic() - self.since)

    def pause(self) -> None:
        if not self.pauses:
            self.left -= time.monotonic() - self.since
        self.pauses += 1

    def go_on(self) -> None:
        self.pauses -= 1
        if not self.pauses:
            self.since = time.monotonic()

    def run(self) -> None:
        while not self.stopped.wait(max(self.remaining(), 0.0)):
            with self.lock:
                if self.ended or self.remaining() > 0:
                    continue
                raise_in(self.over, TimeIsOver)
            self.stopped.wait(AGAIN)

    def stop(self) -> None:
        """Ends it; what was raised and has not arrived yet is taken back."""
        with self.lock:
            self.stopped.set()
            raise_in(self.over, None)


def raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Has an exception raised in a running thread at its next step; None takes back what is still waiting."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error) if error else None)


def within(seconds: float, work: Callable[[], Made]) -> Made:
    """What a function returns.

    No context manager: the exception may come at any step, also between entering one and being inside it.

    Raises:
        TimeIsOver: it took longer.
    """
    watch = Watch(seconds)
    outer = running.get(watch.over)
    try:
        running[watch.over] = watch
        watch.start()
        return work()
    finally:
        watch.ended = True  # first of all: from here on nothing new is raised, and what was is raised once
        running.pop(watch.over, None)
        if outer is not None:
            running[watch.over] = outer
        watch.stop()


@contextmanager
def uncounted() -> Iterator[None]:
    """What the course computes for itself once and keeps, right answers and known mistakes', is nobody's time."""
    watch = running.get(threading.get_ident())
    if watch is None:
        yield
        return
    watch.pause()
    try:
        yield
    finally:
        watch.go_on()
