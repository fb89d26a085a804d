"""CPU seconds that each stage of judging has taken in this thread: whoever judges a notebook empties it first, then reads it.

No marks depend on it. An exception that ends a stage from another thread may lose what it has taken.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

Made = TypeVar("Made")


class Spent(threading.local):
    """What was taken, stage by stage; of a stage within another both are told."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def on(self, stage: str, work: Callable[[], Made]) -> Made:
        """What a function returns; its time counts for a stage."""
        began = time.thread_time()
        try:
            return work()
        finally:
            self.seconds[stage] += time.thread_time() - began


SPENT = Spent()
