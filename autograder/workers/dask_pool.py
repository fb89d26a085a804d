"""Papers judged by the workers of a Dask cluster, on this machine or elsewhere. Nothing else knows Dask.

A paper goes out as plain bytes, marked notebooks come back as JSON text. Never more papers are on their way than twice the
workers, so that a class of any size fits into the same memory. A worker holds the release from its first paper to its last,
and needs nothing of this machine's disk: the course's code is put onto workers that do not have it.
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

from autograder.grading.provenance import code, requirements
from autograder.grading.submission import Paper, Settings
from autograder.layout import COURSE_TOML, JUDGES, ROOT, files_in
from autograder.sandbox.gpu import gpus, require_device
from autograder.sandbox.launcher import sandboxed
from autograder.workers.pool import Hands, Outcome

PACKAGE = "feature_attribution_course"  # the folder that they lie in on a worker
AHEAD = 2  # papers on their way for each thread of a worker: one that is judged, one that waits
EVERY = 5.0  # seconds between questions to the scheduler for its workers
AGAIN = ("lost", "pending")  # what came is gone, since its worker died of a later one, and is being judged again
PATIENCE = 60  # seconds for a scheduler to answer, and for its first worker
STARTS = 3  # tries to start workers on this machine, and to hand out what they need
DEATHS = 1  # of workers in which a paper took part and was given to another; at the next it is set aside
DIED = "not judged: the worker that judged it died, and so did the next; it was set aside, and the class went on"
LOST = "not judged: the cluster lost it"
LARGE = {"distributed.admin.large-graph-warning-threshold": "1GB"}  # a notebook with its pictures may have 10 MB: no graph
AT_HOME = {
    "distributed.scheduler.allowed-failures": DEATHS,
    "distributed.scheduler.worker-saturation": 1.0,
    # Dask watches itself for its dashboard, which nobody sees here, and takes the time of the process that records
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.worker.memory.monitor-interval": "500ms",  # and ten times a second at the workers' memory, which is bounded
}


def spread(
    papers: Iterator[Paper], number: int, release: dict[str, str], settings: Settings, hands: Hands, ends: float
) -> Iterator[Outcome]:
    """The outcome of every paper, as they come; arguments as those of `hands.outcomes`, and `ends` on the monotonic clock."""
    with shelf(hands) as common, dask.config.set(LARGE), cluster(hands, number, settings) as client:
        run = f"grading-{uuid.uuid4().hex}"
        nice, own = (0, []) if hands.scheduler else (hands.nice, gpus() if settings.device == "cuda" else [])
        hand_out(client, equipment(release, settings, nice, own, common), run)
        flying: dict[Any, str] = {}
        landed = as_completed(loop=client.loop, timeout=None if ends == float("inf") else max(ends - time.monotonic(), 0))
        room = Room(client)

        def send() -> None:
            for paper in islice(papers, max(0, room.most() - len(flying))):
                future = client.submit(question(), asdict(paper), run, key=f"{run}-{paper.student}", pure=False)
                flying[future] = paper.student
                landed.add(future)

        try:
            send()
            while flying and time.monotonic() < ends:
                future = next(landed)
                if future.status in AGAIN:
                    landed.add(future)
                    continue
                yield answer(future, flying.pop(future))
                send()
        except TimeoutError:  # the time for all is over
            return
        finally:
            client.cancel(list(flying))
            with suppress(Exception):  # the cluster may be gone
                client.unregister_worker_plugin(run)


class Room:
    """How many papers may be on their way: a cluster's workers come and go during a run."""

    def __init__(self, client: Client):
        self.client, self.asked, self.found = client, float("-inf"), 0

    def most(self) -> int:
        if time.monotonic() > self.asked + EVERY:
            with suppress(Exception):  # a scheduler that is gone is noticed by what no longer comes back
                self.found = AHEAD * max(1, sum(self.client.nthreads().values()))
            self.asked = time.monotonic()
        return self.found


def hand_out(client: Client, plugin: WorkerPlugin, run: str) -> None:
    """Gives every worker what it needs for a run."""
    for turn in range(STARTS):
        try:
            client.register_plugin(plugin, name=run)
            return
        except OSError:  # a worker died of something while it was given that; who takes its place is given it, too
            if turn == STARTS - 1:
                raise


def answer(future: Any, student: str) -> Outcome:
    """What came back, or why nothing did."""
    try:
        if future.status == "finished":
            return Outcome.of(future.result())
    except Exception as gone:  # when it was to be fetched, and it was not judged again
        return Outcome(student, fault=f"not judged: {type(gone).__name__}: {gone}")
    if future.status == "error":
        error = future.exception()
        killed = type(error).__name__ == "KilledWorker"
        return Outcome(student, fault=DIED if killed else f"not judged: {type(error).__name__}: {error}")
    return Outcome(student, fault=LOST)


# --- what runs on a worker: defined within functions, so that it travels whole and the scheduler need not have this project ---


def equipment(release: dict[str, str], settings: Settings, nice: int, cards: list[str], shelf: str) -> WorkerPlugin:
    """What every worker of a run has, also one that joins late or takes the place of another.

    Args:
        cards: this machine's graphics cards, of which each worker has one; a cluster's own workers know theirs.
        shelf: a folder of this machine for marked notebooks; empty for workers that may be elsewhere.
    """

    class Equipment(WorkerPlugin):
        def __init__(self, release: dict[str, str], settings: dict[str, Any], nice: int, cards: list[str], shelf: str):
            self.release, self.settings, self.nice, self.cards, self.shelf = release, settings, nice, cards, shelf

        def setup(self, worker: Any) -> None:
            import os

            os.nice(self.nice)
            if self.cards:
                os.environ["CUDA_VISIBLE_DEVICES"] = self.cards[int(worker.name) % len(self.cards)]

    return Equipment(release, settings.to_json(), nice, cards, shelf)


def question() -> Callable[[dict, str], dict]:
    """What is asked of a worker."""

    def judge(paper: dict[str, Any], run: str) -> dict[str, Any]:
        from autograder.workers.pool import judged_plain

        here: Any = get_worker().plugins[run]
        return judged_plain(paper, here.release, here.settings, here.shelf)

    return judge


def inspection(device: str, trying: bool = False) -> Callable[[], dict]:
    """What a worker says of itself; empty where it cannot import the course's code.

    Args:
        device: what it is to ask functions on.
        trying: it also tries to make a box and to start kernels, which takes seconds.
    """

    def look() -> dict[str, Any]:
        try:
            from autograder.grading.provenance import code, requirements
            from autograder.sandbox.gpu import missing
            from autograder.sandbox.selftest import unmet_requirements
        except ImportError:
            return {}
        return {"code": code(), "versions": requirements(), "lacks": missing(device) + (unmet_requirements() if trying else [])}

    return look


# --- clusters ------------------------------------------------------------------------------------------------------


@contextmanager
def shelf(hands: Hands) -> Iterator[str]:
    """Where workers on this machine lay marked notebooks down, of a megabyte or two each; empty for those of a scheduler."""
    if hands.scheduler:
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="judged-", ignore_cleanup_errors=True) as folder:
        yield folder


@contextmanager
def cluster(hands: Hands, number: int, settings: Settings) -> Iterator[Client]:
    """The cluster that some hands mean, ready to judge; it is closed, or left alone, afterwards.

    Raises:
        SandboxUnavailable: this machine is to judge, and makes no box.
        OSError: no scheduler answers, or it has no worker.
        RuntimeError: a worker lacks something.
    """
    if hands.scheduler:
        with at(hands.scheduler) as client:
            equip(client, settings.device)
            yield client
        return
    require_device(settings.device)
    sandboxed(settings.unsafe)  # once for all, and not for each of them
    with (
        dask.config.set(AT_HOME),
        tempfile.TemporaryDirectory(prefix="workers-", ignore_cleanup_errors=True) as scratch,
        at_home(hands, number, scratch) as own,
        Client(own, direct_to_workers=True) as client,
    ):
        yield client


def at_home(hands: Hands, number: int, scratch: str) -> LocalCluster:
    """A cluster of this machine's own, for this run alone.

    Raises:
        RuntimeError: its workers do not start.
    """
    for turn in range(STARTS):
        try:
            return LocalCluster(
                n_workers=hands.number(number),
                threads_per_worker=1,
                memory_limit=hands.memory,
                security=True,  # keys for this run: without them whoever has an account on this machine could give us orders
                dashboard_address=None,
                scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},  # where it counts its work: not on a port that others know
                local_directory=scratch,
                silence_logs=logging.CRITICAL,
            )
        except RuntimeError as error:  # a worker died before it was ready
            if turn == STARTS - 1:
                again = "grade again, or with --workers 0 in one process"
                raise RuntimeError(f"the workers on this machine do not start: {error} {again}") from error
    raise AssertionError("a loop that ends with its last turn")


@contextmanager
def at(address: str) -> Iterator[Client]:
    """A cluster that is there. For tls:// addresses Dask's own configuration names the keys.

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


def equip(client: Client, device: str) -> None:
    """Puts the course's code onto workers that have none, or another.

    Raises:
        RuntimeError: a worker still has other code or other versions than this machine, or no card where one is asked for.
    """
    if any(said.get("code") != code() for said in client.run(inspection("cpu")).values()):
        with tempfile.TemporaryDirectory() as scratch:
            client.register_plugin(UploadDirectory(rooms(Path(scratch)), restart_workers=True, update_path=True))
            client.restart()
    lacks = [line for worker, said in client.run(inspection(device)).items() for line in lacking(said, worker)]
    if lacks:
        raise RuntimeError(f"{lacks[0]}; `autograder doctor --scheduler ADDRESS` says all that is lacking")


def rooms(scratch: Path) -> str:
    """A folder with what a worker needs of this project."""
    for file in files_in(*JUDGES, COURSE_TOML):
        target = scratch / PACKAGE / file.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    return str(scratch / PACKAGE)


def lacking(said: dict[str, Any], worker: str) -> list[str]:
    """A line for each thing in which a worker is not as this machine, on which it would judge otherwise or not at all."""
    if not said:
        return [f"worker {worker} cannot import the course's code; its environment needs this project's packages, and a nanny"]
    lines = [f"worker {worker} has another {name} than this machine" for name, h in code().items() if said["code"][name] != h]
    for name, version in requirements().items():
        theirs = said["versions"].get(name)
        if theirs != version:
            lines.append(f"worker {worker} has {f'{name} {theirs}' if theirs else f'no {name}'}, and this machine has {version}")
    return lines + [f"worker {worker}: {line}" for line in said["lacks"]]
