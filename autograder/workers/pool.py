"""Who judges the papers of a class: this process, processes beside it, or a cluster; and what comes back of each."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from autograder.grading.graded import Marked
from autograder.grading.submission import Paper, Settings
from autograder.sandbox.gpu import gpus, require_device

FEW = 8  # submissions that are judged in about the time in which one more worker starts


@dataclass(frozen=True)
class Hands:
    """Who judges, and within what bounds.

    Args:
        workers: processes on this machine; None is as many as there are cores, and fewer for a small class; 0 is this process.
        scheduler: the address of a Dask scheduler, whose workers are used instead.
        memory: of each worker on this machine; one that takes more is ended, and its paper given to another.
        nice: how far the workers on this machine stand back behind other programs.
        minutes: for all; what is not done then is left for the next time.
        device: what kernels compute on; of "cuda" there is one worker for each card.
    """

    workers: int | None = None
    scheduler: str = ""
    memory: str = "2GiB"
    nice: int = 5
    minutes: float | None = None
    device: str = "cpu"

    def number(self, papers: int) -> int:
        """How many processes are started on this machine."""
        if self.workers is not None:
            return self.workers
        most = len(os.sched_getaffinity(0)) if self.device == "cpu" else len(gpus())
        return 0 if papers < 2 else min(most, -(-papers // FEW))


@dataclass(frozen=True)
class Outcome:
    """What came back of one paper: its marked notebooks, or why there are none."""

    student: str
    notebooks: dict[str, Marked] = field(default_factory=dict)
    fault: str = ""

    @classmethod
    def of(cls, plain: dict[str, Any]) -> "Outcome":
        """The outcome that travelled as plain data."""
        return cls(plain["student"], {name: Marked(**each) for name, each in plain["notebooks"].items()}, plain["fault"])


def outcomes(
    papers: Iterator[Paper],
    number: int,
    release: dict[str, str],
    settings: Settings,
    hands: Hands = Hands(),
) -> Iterator[Outcome]:
    """The outcome of every paper, each as soon as it is there; of those that the time did not suffice for there is none.

    Args:
        number: how many papers there are.
    Raises:
        SandboxUnavailable: no box can be made here, where papers are judged here.
        GpuUnavailable: there is no graphics card here, and one was asked for.
        OSError: no scheduler answers at the address that was given.
        RuntimeError: a worker of that scheduler lacks something.
    """
    ends = time.monotonic() + (float("inf") if hands.minutes is None else 60 * hands.minutes)
    if not hands.scheduler and hands.number(number) == 0:
        return here(papers, release, settings, ends)
    from autograder.workers.dask_pool import spread

    return spread(papers, number, release, settings, hands, ends)


def here(papers: Iterator[Paper], release: dict[str, str], settings: Settings, ends: float) -> Iterator[Outcome]:
    """One after the other, in this process."""
    from autograder.sandbox.launcher import sandboxed

    require_device(settings.device)
    sandboxed(settings.unsafe)  # once for all, and not for each of them
    for paper in papers:
        if time.monotonic() > ends:
            return
        yield judged(paper, release, settings)


def judged(paper: Paper, release: dict[str, str], settings: Settings) -> Outcome:
    """The outcome of one paper, judged in this process."""
    from autograder.grading import pipeline  # loads the judge: whoever only hands out papers need not

    try:
        return Outcome(paper.student, pipeline.mark(paper, release, settings))
    except Exception as error:
        return Outcome(paper.student, fault=f"not judged: {type(error).__name__}: {error}")


def judged_plain(paper: dict[str, Any], release: dict[str, str], settings: dict[str, Any], shelf: str = "") -> dict[str, Any]:
    """The same of plain data, as it travels.

    Args:
        shelf: a folder that this process and whoever asks have in common, for what is large; there may be none.
    """
    outcome = judged(Paper(**paper), release, Settings(**settings))
    if shelf:
        with suppress(OSError):  # that disk is full: it is sent, then
            outcome = replace(outcome, notebooks={name: each.laid_into(shelf) for name, each in outcome.notebooks.items()})
    return asdict(outcome)
