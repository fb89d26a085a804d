"""Judges submissions on the workers of a Dask cluster, on this machine or elsewhere. No other module uses Dask.

A submission is sent as plain bytes, and graded notebooks come back as JSON text. At most twice as many submissions are in
flight as there are workers, so memory does not depend on the size of the class. A worker keeps the release for the whole run,
and needs nothing of this machine's disk: the course's code is installed on workers that do not have it.
"""

import logging
import shutil
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

import dask
from distributed import Client, LocalCluster, WorkerPlugin, as_completed, get_worker
from distributed.diagnostics.plugin import UploadDirectory

from autograder.course_toml import judges
from autograder.grading.provenance import code
from autograder.grading.settings import GradingSettings
from autograder.grading.submission import Submission
from autograder.layout import COURSE_TOML, files_in
from autograder.sandbox.gpu import gpus, require_device
from autograder.sandbox.launcher import sandboxed
from autograder.workers.pool import GradedSubmission, WorkerPool
from autograder.workers.worker_report import inspection, lacking

PACKAGE = "feature_attribution_course"  # folder of the course's code on a worker
AHEAD = 2  # submissions in flight for each thread of a worker: one is judged, one waits
EVERY = 5.0  # seconds between questions to the scheduler for its workers
AGAIN = ("lost", "pending")  # the result was lost when its worker died, and is being judged again
PATIENCE = 60  # seconds for a scheduler to answer, and for its first worker
STARTS = 3  # tries to start workers on this machine, and to register the plugin
DEATHS = 1  # of workers after which a submission is given to another; at the next it is set aside
DIED = "not judged: the worker that judged it died, and so did the next; it was set aside, and the class went on"
LOST = "not judged: the cluster lost it"
LARGE = {"distributed.admin.large-graph-warning-threshold": "1GB"}  # a notebook with its images may have 10 MB
LOCAL_CONFIG = {
    "distributed.scheduler.allowed-failures": DEATHS,
    "distributed.scheduler.worker-saturation": 1.0,
    # Dask profiles itself for its dashboard, which is not shown here, at the cost of the recording process
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.worker.memory.monitor-interval": "500ms",  # by default ten times a second
}


def judge_on_workers(
    submissions: Iterator[Submission],
    number: int,
    release: dict[str, str],
    settings: GradingSettings,
    pool: WorkerPool,
    ends: float,
) -> Iterator[GradedSubmission]:
    """Yields each result as it comes; `ends` is on the monotonic clock, the rest as in `pool.graded_submissions`."""
    with spool_folder(pool) as spool, dask.config.set(LARGE), cluster(pool, number, settings) as client:
        run = f"grading-{uuid.uuid4().hex}"
        nice, own = (0, []) if pool.scheduler else (pool.nice, gpus() if settings.device == "cuda" else [])
        register_on_workers(client, worker_plugin(release, settings, nice, own, spool), run)
        in_flight: dict[Any, str] = {}
        finished = as_completed(loop=client.loop, timeout=None if ends == float("inf") else max(ends - time.monotonic(), 0))
        limit = InFlightLimit(client)

        def send() -> None:
            for submission in islice(submissions, max(0, limit.most() - len(in_flight))):
                future = client.submit(judge_function(), asdict(submission), run, key=f"{run}-{submission.student}", pure=False)
                in_flight[future] = submission.student
                finished.add(future)

        try:
            send()
            while in_flight and time.monotonic() < ends:
                future = next(finished)
                if future.status in AGAIN:
                    finished.add(future)
                    continue
                yield outcome_of(future, in_flight.pop(future))
                send()
        except TimeoutError:  # the time limit is over
            return
        finally:
            client.cancel(list(in_flight))
            with suppress(Exception):  # the cluster may be gone
                client.unregister_worker_plugin(run)


class InFlightLimit:
    """Number of submissions that may be in flight; a cluster's workers come and go during a run."""

    def __init__(self, client: Client):
        self.client, self.asked, self.found = client, float("-inf"), 0

    def most(self) -> int:
        if time.monotonic() > self.asked + EVERY:
            with suppress(Exception):  # if the scheduler is gone, results no longer come
                self.found = AHEAD * max(1, sum(self.client.nthreads().values()))
            self.asked = time.monotonic()
        return self.found


def register_on_workers(client: Client, plugin: WorkerPlugin, run: str) -> None:
    """Registers a plugin with what every worker needs for a run."""
    for turn in range(STARTS):
        try:
            client.register_plugin(plugin, name=run)
            return
        except OSError:  # a worker died meanwhile; the one that replaces it gets the plugin, too
            if turn == STARTS - 1:
                raise


def outcome_of(future: Any, student: str) -> GradedSubmission:
    """Converts a future to an outcome, or to the reason why there is none."""
    try:
        if future.status == "finished":
            return GradedSubmission.of(future.result())
    except Exception as gone:  # lost when it was fetched, and not judged again
        return GradedSubmission(student, fault=f"not judged: {type(gone).__name__}: {gone}")
    if future.status == "error":
        error = future.exception()
        killed = type(error).__name__ == "KilledWorker"
        return GradedSubmission(student, fault=DIED if killed else f"not judged: {type(error).__name__}: {error}")
    return GradedSubmission(student, fault=LOST)


# --- code that runs on a worker: defined within functions, so that it is sent whole, and the scheduler need not have the project


def worker_plugin(
    release: dict[str, str], settings: GradingSettings, nice: int, gpu_names: list[str], spool: str
) -> WorkerPlugin:
    """Plugin that holds what every worker of a run needs, also one that joins late or replaces another.

    Args:
        gpu_names: this machine's GPUs, of which each worker gets one; workers of a cluster know theirs.
        spool: folder of this machine for graded notebooks; empty for workers that may be elsewhere.
    """

    class Equipment(WorkerPlugin):
        def __init__(self, release: dict[str, str], settings: dict[str, Any], nice: int, gpu_names: list[str], spool: str):
            self.release, self.settings, self.nice, self.gpu_names, self.spool = release, settings, nice, gpu_names, spool

        def setup(self, worker: Any) -> None:
            import os

            os.nice(self.nice)
            if self.gpu_names:
                os.environ["CUDA_VISIBLE_DEVICES"] = self.gpu_names[int(worker.name) % len(self.gpu_names)]

    return Equipment(release, settings.to_json(), nice, gpu_names, spool)


def judge_function() -> Callable[[dict, str], dict]:
    """Makes the function that judges one submission on a worker."""

    def judge(submission: dict[str, Any], run: str) -> dict[str, Any]:
        from autograder.workers.pool import judged_plain

        here: Any = get_worker().plugins[run]
        return judged_plain(submission, here.release, here.settings, here.spool)

    return judge


# --- clusters ------------------------------------------------------------------------------------------------------


@contextmanager
def spool_folder(pool: WorkerPool) -> Iterator[str]:
    """Makes a folder where workers on this machine put graded notebooks; empty for a scheduler's workers."""
    if pool.scheduler:
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="judged-", ignore_cleanup_errors=True) as folder:
        yield folder


@contextmanager
def cluster(pool: WorkerPool, number: int, settings: GradingSettings) -> Iterator[Client]:
    """Opens the cluster of a pool, ready to judge; closes one of this machine afterwards.

    Raises:
        SandboxUnavailable: this machine judges, and makes no sandbox.
        OSError: no scheduler answers, or it has no worker.
        RuntimeError: a worker lacks something.
    """
    if pool.scheduler:
        with connected(pool.scheduler) as client:
            install_course_code(client, settings.device)
            yield client
        return
    require_device(settings.device)
    sandboxed(settings.unsafe)  # once, not for each submission
    with (
        dask.config.set(LOCAL_CONFIG),
        tempfile.TemporaryDirectory(prefix="workers-", ignore_cleanup_errors=True) as scratch,
        local_cluster(pool, number, scratch) as own,
        Client(own, direct_to_workers=True) as client,
    ):
        yield client


def local_cluster(pool: WorkerPool, number: int, scratch: str) -> LocalCluster:
    """Starts a cluster on this machine, for this run alone.

    Raises:
        RuntimeError: its workers do not start.
    """
    for turn in range(STARTS):
        try:
            return LocalCluster(
                n_workers=pool.number(number),
                threads_per_worker=1,
                memory_limit=pool.memory,
                security=True,  # keys for this run: without them every user of this machine could send tasks
                dashboard_address=None,
                scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},  # not on a well-known port
                local_directory=scratch,
                silence_logs=logging.CRITICAL,
            )
        except RuntimeError as error:  # a worker died before it was ready
            if turn == STARTS - 1:
                again = "grade again, or with --workers 0 in one process"
                raise RuntimeError(f"the workers on this machine do not start: {error} {again}") from error
    raise AssertionError("a loop that ends with its last turn")


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """Connects to a running cluster. For tls:// addresses Dask's own configuration names the keys.

    Raises:
        OSError: no scheduler answers, or it has no worker.
    """
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise OSError(f"no scheduler at {address}: {error}. Start one with `dask scheduler`, or name another") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise OSError(f"the scheduler at {address} has no worker. Start some with `dask worker {address}`") from error
        yield client


def install_course_code(client: Client, device: str) -> None:
    """Installs the course's code on workers that have none, or another version.

    Raises:
        RuntimeError: a worker still has other code or other versions than this machine, or no GPU if one is requested.
    """
    if any(report.get("code") != code() for report in client.run(inspection("cpu")).values()):
        with tempfile.TemporaryDirectory() as scratch:
            client.register_plugin(UploadDirectory(course_code_folder(Path(scratch)), restart_workers=True, update_path=True))
            client.restart()
    lacks = [line for worker, report in client.run(inspection(device)).items() for line in lacking(report, worker)]
    if lacks:
        raise RuntimeError(f"{lacks[0]}; `autograder doctor --scheduler ADDRESS` says all that is lacking")


def course_code_folder(scratch: Path) -> str:
    """Copies the files of this project that a worker needs into a folder."""
    for name, file in files_in(*judges(), COURSE_TOML):
        target = scratch / PACKAGE / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    return str(scratch / PACKAGE)
