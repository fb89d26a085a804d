"""Runs a command and measures the CPU time and the memory of all the processes that it starts."""

import re
import resource
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

LOOKING = 0.01  # of one core: to look at memory, which the kernel adds up page by page


@dataclass
class Run:
    """One command, measured."""

    students: int
    workers: int
    cpu: float
    wall: float
    own: float = 0.0  # of the CPU seconds, those of the command itself: it starts the workers, and writes
    early: float = 0.0  # MB that all its processes hold, the most in the first half of its time
    late: float = 0.0  # and in the second
    each: float = 0.0  # seconds from one recorded submission to the next, while all workers judge
    judged: float = 0.0  # CPU seconds that a worker says one of them took, with its kernels


def family(process: psutil.Process) -> list[psutil.Process]:
    """A process and all that it has started, as far as it still runs."""
    return [process, *process.children(recursive=True)]


def used(process: psutil.Process) -> float:
    """CPU seconds that a process and its descendants have used, with those of their own that have ended."""
    total = 0.0
    for member in family(process):
        with suppress(psutil.Error):  # it has ended
            total += sum(member.cpu_times()[:4])
    return total


def held(process: psutil.Process) -> float:
    """MB that a process and its descendants hold."""
    total = 0
    for member in family(process):
        with suppress(OSError):  # it has ended
            told = Path(f"/proc/{member.pid}/smaps_rollup").read_text()  # psutil adds up the same from a hundred times the text
            total += sum(map(int, re.findall(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)))
    return total / 1024


def measured(command: list[str], students: int, workers: int) -> Run:
    """Runs a command to its end."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    samples: list[float] = []
    all_, own = [0.0], [0.0]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    watched = psutil.Process(running.pid)

    def watch() -> None:
        while running.poll() is None:
            looked = time.thread_time()
            try:
                samples.append(held(watched))
                all_.append(used(watched))
                own.append(sum(watched.cpu_times()[:2]))
            except psutil.Error:
                return
            time.sleep(0.5 + (time.thread_time() - looked) / LOOKING)

    watching = threading.Thread(target=watch)
    watching.start()
    _, said = running.communicate()
    watching.join()
    if running.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {running.returncode}: {said[-500:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    cpu = max(cpu, *all_)  # a worker that is killed when all is done takes along what its kernels have used
    half = len(samples) // 2
    early, late = max(samples[:half], default=0), max(samples[half:], default=0)
    return Run(students, workers, cpu, time.monotonic() - began, max(own), early, late)
