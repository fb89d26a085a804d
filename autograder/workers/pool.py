"""Judges the submissions of a class: in this process, in workers on this machine, or on a cluster."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from autograder.grading.graded import GradedNotebook
from autograder.grading.settings import GradingSettings
from autograder.grading.submission import Submission
from autograder.sandbox.gpu import gpus, require_device

FEW = 8  # submissions that are judged in about the time in which one more worker starts


@dataclass(frozen=True)
class WorkerPool:
    """Workers that judge, and their limits.

    Args:
        workers: processes on this machine; None for as many as cores, fewer for a small class; 0 for this process.
        scheduler: address of a Dask scheduler, whose workers are used instead.
        memory: limit of each worker on this machine; one that takes more is ended, and its submission given to another.
        nice: niceness of the workers on this machine.
        minutes: time limit of the whole run; submissions that are not judged by then are left for the next run.
        device: what kernels compute on; with "cuda" there is one worker for each GPU.
    """

    workers: int | None = None
    scheduler: str = ""
    memory: str = "2GiB"
    nice: int = 5
    minutes: float | None = None
    device: str = "cpu"

    def number(self, submissions: int) -> int:
        """Number of processes to start on this machine."""
        if self.workers is not None:
            return self.workers
        most = len(os.sched_getaffinity(0)) if self.device == "cpu" else len(gpus())
        return 0 if submissions < 2 else min(most, -(-submissions // FEW))


@dataclass(frozen=True)
class GradedSubmission:
    """Result of one submission: its graded notebooks, or the reason why there are none."""

    student: str
    notebooks: dict[str, GradedNotebook] = field(default_factory=dict)
    fault: str = ""

    @classmethod
    def of(cls, plain: dict[str, Any]) -> "GradedSubmission":
        """Rebuilds an outcome from plain data."""
        return cls(plain["student"], {name: GradedNotebook(**each) for name, each in plain["notebooks"].items()}, plain["fault"])


def graded_submissions(
    submissions: Iterator[Submission],
    number: int,
    release: dict[str, str],
    settings: GradingSettings,
    pool: WorkerPool = WorkerPool(),
) -> Iterator[GradedSubmission]:
    """Judges submissions, and yields each outcome as soon as it is known; none for those that the time limit leaves out.

    Args:
        number: number of submissions.
    Raises:
        SandboxUnavailable: submissions are judged here, and no sandbox can be made.
        GpuUnavailable: a GPU was requested, and there is none here.
        OSError: no scheduler answers at the address that was given.
        RuntimeError: a worker of that scheduler lacks something.
    """
    ends = time.monotonic() + (float("inf") if pool.minutes is None else 60 * pool.minutes)
    if not pool.scheduler and pool.number(number) == 0:
        return judge_here(submissions, release, settings, ends)
    from autograder.workers.dask_pool import judge_on_workers

    return judge_on_workers(submissions, number, release, settings, pool, ends)


def judge_here(
    submissions: Iterator[Submission], release: dict[str, str], settings: GradingSettings, ends: float
) -> Iterator[GradedSubmission]:
    """Judges submissions one after the other, in this process."""
    from autograder.sandbox.launcher import sandboxed

    require_device(settings.device)
    sandboxed(settings.unsafe)  # once, not for each submission
    for submission in submissions:
        if time.monotonic() > ends:
            return
        yield judged(submission, release, settings)


def judged(submission: Submission, release: dict[str, str], settings: GradingSettings) -> GradedSubmission:
    """Judges one submission in this process."""
    from autograder.grading import pipeline  # loads the judge, which a process that only distributes submissions does not need

    try:
        return GradedSubmission(submission.student, pipeline.grade_submission(submission, release, settings))
    except Exception as error:
        return GradedSubmission(submission.student, fault=f"not judged: {type(error).__name__}: {error}")


def judged_plain(
    submission: dict[str, Any], release: dict[str, str], settings: dict[str, Any], spool: str = ""
) -> dict[str, Any]:
    """Judges one submission, given and returned as plain data.

    Args:
        spool: folder that worker and grader share, for graded notebooks; empty if there is none.
    """
    outcome = judged(Submission(**submission), release, GradingSettings(**settings))
    if spool:
        with suppress(OSError):  # the disk is full: the notebook is sent instead
            outcome = replace(outcome, notebooks={name: each.laid_into(spool) for name, each in outcome.notebooks.items()})
    return asdict(outcome)
