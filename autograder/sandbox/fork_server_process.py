"""The process that warm kernels are forked from, as seen from outside: what starts it, and whether it works.

It has imported what notebooks import (`autograder.guest.fork_server`), and each fork has a box of its own.

A fork starts in the twentieth part of the CPU that a new interpreter takes. It shares the parent's memory, and the parent
holds nothing that a student may not see. CUDA does not survive a fork, so it is never started before one
(`autograder.sandbox.gpu`).
"""

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from autograder.guest.namespaces import HOME
from autograder.layout import ROOT, SHIPPED
from autograder.sandbox import cgroup
from autograder.sandbox.bubblewrap import nursery
from autograder.sandbox.forked_kernel import ANSWER, WarmKernel
from autograder.sandbox.gpu import bounds as bounds_with
from autograder.sandbox.gpu import nodes, seen
from autograder.sandbox.kernel import DIED, KernelDied

START = 120.0  # seconds until the zygote has imported everything
OWN_MEMORY = 3 << 30  # bytes that the zygote and the files in its memory may have, beside what its kernels may
MOST_KERNELS = 4  # that run at a time: a notebook's own, with its copies, and one in which a task is asked alone
STARTS = 2  # a zygote may be killed from outside while it starts
SELF_TEST = """
import ctypes, os, torch
torch.nn.functional.conv2d(torch.ones(1, 1, 3, 3, requires_grad=True), torch.ones(1, 1, 2, 2)).sum().backward()
open("written", "w").close()
libc, sets = ctypes.CDLL(None), (ctypes.c_uint * 6)()
assert libc.capget((ctypes.c_uint * 2)(0x20080522, 0), sets) == 0
bounding = [number for number in range(41) if libc.prctl(23, number, 0, 0, 0) == 1]
no_new, filtered = libc.prctl(39, 0, 0, 0, 0), libc.prctl(21, 0, 0, 0, 0)
print(sum(sets), bounding, no_new, filtered, os.getuid() != 0, sorted(os.listdir()))
"""


SELF_TEST_ON_CARD = "import torch\nprint(float(torch.ones(2, device='cuda').sum()))"


class NoWarmKernels(RuntimeError):
    """They do not work here; cold ones may."""


class Zygote:
    """The process that is forked, seen from outside.

    Args:
        boxed: in a box, and its forks in smaller ones.
        also: the course's own code, run once before anything is forked, such as loading a network.
        device: what its forks compute on, "cpu" or "cuda".
    Raises:
        NoWarmKernels: it did not start.
    """

    def __init__(self, boxed: bool = True, also: str = "", device: str = "cpu"):
        self.boxed, self.device = boxed, device
        self.turn = threading.Lock()
        self.words = ""  # what it wrote to its standard error, known when it has ended
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control.settimeout(START)
        self.said = tempfile.TemporaryFile("w+", errors="replace")  # noqa: SIM115 - as long as the process
        nothing = subprocess.DEVNULL
        self.process = subprocess.Popen(
            [*command(boxed, device), also],
            stdin=theirs.fileno(),
            stdout=nothing,
            stderr=self.said,
            env=environment(boxed, device),
        )
        theirs.close()
        most = bounds_with(device)
        self.group = cgroup.bounded(self.process.pid, most.memory + OWN_MEMORY, MOST_KERNELS * most.processes, cgroup.group())
        try:
            ready = json.loads(self.control.recv(1 << 16) or b"{}")
        except (OSError, ValueError) as error:
            raise self.broken(f"it did not answer ({error})") from error
        if ready.get("threads") != 1:
            raise self.broken(f"it has {ready['threads']} threads" if ready else "it ended")
        self.control.settimeout(ANSWER)
        atexit.register(self.close)

    def broken(self, why: str) -> NoWarmKernels:
        self.close()
        said = [line for line in self.words.splitlines() if line.strip() and "nanobind" not in line and line[1] != "-"]
        return NoWarmKernels(f"no warm kernels: {why}{': ' + said[-1][-300:] if said else ''}")

    def alive(self) -> bool:
        return self.process.poll() is None

    def close(self) -> None:
        """Ends it, and all its kernels."""
        atexit.unregister(self.close)
        self.control.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(2)
        if self.alive():
            self.process.kill()
            self.process.wait()
        if self.group is not None:
            cgroup.let_go(self.group)
        if not self.said.closed:
            self.said.seek(0)
            self.words = self.said.read()
            self.said.close()

    def ask(self, files: int = 1, **request: Any) -> tuple[dict[str, Any], list[int]]:
        """Its answer, and the files that come with it, so many at most.

        Raises:
            KernelDied: it is gone, and its kernels are.
        """
        with self.turn:
            try:
                self.control.send(json.dumps(request).encode())
                raw, found, _, _ = socket.recv_fds(self.control, 1 << 16, files)
                return json.loads(raw), found
            except (OSError, ValueError) as error:
                self.close()
                raise KernelDied(DIED) from error

    def tell(self, **request: Any) -> None:
        """A request that has no answer."""
        with self.turn, suppress(OSError):
            self.control.send(json.dumps(request).encode())


def command(boxed: bool, device: str = "cpu") -> list[str]:
    """What starts it."""
    inner = [sys.executable, "-m", "autograder.guest.fork_server"]
    if not boxed:
        return inner
    shown = {f"/box/grader/{part}": ROOT / part for part in ("autograder/__init__.py", "autograder/guest")}
    shown |= {f"/box/course/{folder}": ROOT / folder for folder in SHIPPED}
    return nursery([*inner, "--sandboxed"], shown, [HOME], nodes() if device == "cuda" else [])


def environment(boxed: bool, device: str = "cpu") -> dict[str, str]:
    """Nothing of the grader's own; one thread; small pieces of memory in large pages, for a fork copies the list of pages."""
    passed_on = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ") if name in os.environ}
    threads = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "MKL", "OPENBLAS")}
    home = HOME if boxed else "/tmp"
    return (
        passed_on
        | threads
        | seen(device)
        | {
            "HOME": home,
            "USER": "student",  # torch asks for a name, and the box has no list of users
            "TMPDIR": "/tmp",
            "IPYTHONDIR": "/tmp/ipython",
            "MPLCONFIGDIR": "/tmp/matplotlib",
            "PYTHONPATH": "/box/grader:/box/course" if boxed else str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONMALLOC": "malloc",
            "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
            "LAB_NETWORK": "pocket",  # the same network for everybody, and no download
        }
    )


@cache
def _zygotes() -> dict[tuple[bool, str], Zygote | NoWarmKernels]:
    return {}


def zygote(boxed: bool = True, device: str = "cpu") -> Zygote:
    """This process's zygote, started and tried out where there is none yet; where none works, that is found out once.

    Raises:
        NoWarmKernels: kernels forked from it do not work here, with the reason.
    """
    found = _zygotes().get((boxed, device))
    if isinstance(found, NoWarmKernels):
        raise found
    if found is None or not found.alive():
        found = _zygotes()[boxed, device] = started(boxed, device)
    return found


def started(boxed: bool, device: str) -> Zygote:
    """A zygote that works.

    Raises:
        NoWarmKernels: none does.
    """
    for turn in range(STARTS):
        try:
            running = Zygote(boxed, device=device)
            try_out(running)
            return running
        except NoWarmKernels as reason:
            if turn == STARTS - 1:
                _zygotes()[boxed, device] = reason
                raise
    raise AssertionError("a loop that ends with its last turn")


def try_out(running: Zygote) -> None:
    """Raises:
    NoWarmKernels: a fork does not do what it should, or could do what it should not.
    """
    if running.boxed:
        try_out_rights(running)
    if running.device == "cuda" and (said := said_by_fork(running, SELF_TEST_ON_CARD)) != "2.0":
        raise running.broken(f"a fork cannot use the card: {said}")


def said_by_fork(running: Zygote, source: str) -> str:
    """What a fork prints, or the error that it ends with.

    Raises:
        NoWarmKernels: it died.
    """
    try:
        kernel = WarmKernel(running, {}, None if running.boxed else Path(tempfile.gettempdir()))
        said = "".join(str(output.get("text", output.get("evalue"))) for output in kernel.execute(source, ANSWER))
        kernel.stop()
    except KernelDied as error:
        raise running.broken(str(error)) from error
    return said.strip()


def try_out_rights(running: Zygote) -> None:
    """Raises:
    NoWarmKernels: a fork could do what it should not.
    """
    said = said_by_fork(running, SELF_TEST)
    if said != "0 [] 1 2 True ['data', 'lab', 'written']":
        raise running.broken(f"a fork says {said}")
