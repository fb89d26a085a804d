"""Starts the fork server (`autograder.guest.fork_server`), tries out whether it works, and sends it requests.

The fork server has imported what notebooks import, and each fork of it is a kernel in its own sandbox. A fork starts in a
twentieth of the CPU time of a new interpreter. It shares the parent's memory, which holds nothing that a student may not see.
CUDA does not survive a fork, so it is never started before one (`autograder.sandbox.gpu`).
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

from autograder.course_toml import kernel_environment
from autograder.guest.namespaces import HOME
from autograder.layout import ENGINE, SHIPPED, course_root, folder_at
from autograder.sandbox import cgroup
from autograder.sandbox.bubblewrap import fork_server_command
from autograder.sandbox.forked_kernel import ANSWER, ForkedKernel
from autograder.sandbox.gpu import device_files, gpu_environment, resource_limits
from autograder.sandbox.kernel import DIED, KernelDied

START = 120.0  # seconds until the fork server has imported everything
OWN_MEMORY = 3 << 30  # bytes of the fork server and its files in memory, beside those of its kernels
MOST_KERNELS = 4  # that run at a time: a notebook's own with its copies, and one in which a task is asked alone
STARTS = 2  # tries: a fork server may be killed from outside while it starts
SELF_TEST = """
import ctypes, os
from selfcheck.tasks import kernel_hook
kernel_hook("rehearse", lambda: None)()
open("written", "w").close()
libc, sets = ctypes.CDLL(None), (ctypes.c_uint * 6)()
assert libc.capget((ctypes.c_uint * 2)(0x20080522, 0), sets) == 0
bounding = [number for number in range(41) if libc.prctl(23, number, 0, 0, 0) == 1]
no_new, filtered = libc.prctl(39, 0, 0, 0, 0), libc.prctl(21, 0, 0, 0, 0)
print(sum(sets), bounding, no_new, filtered, os.getuid() != 0, sorted(os.listdir()))
"""


SELF_TEST_ON_GPU = "import torch\nprint(float(torch.ones(2, device='cuda').sum()))"


class ForkingUnavailable(RuntimeError):
    """Kernels cannot be forked here; Jupyter kernels may work."""


class ForkServerProcess:
    """A running fork server.

    Args:
        sandboxed: run it in a sandbox, and each fork in a smaller one.
        preload: code of the course, run once before the first fork, such as loading a network.
        device: what the forks compute on, "cpu" or "cuda".
    Raises:
        ForkingUnavailable: it did not start.
    """

    def __init__(self, sandboxed: bool = True, preload: str = "", device: str = "cpu"):
        self.sandboxed, self.device = sandboxed, device
        self.lock = threading.Lock()
        self.error_text = ""  # what it wrote to its standard error, known when it has ended
        self.control, far_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control.settimeout(START)
        self.stderr = tempfile.TemporaryFile("w+", errors="replace")  # noqa: SIM115 - open as long as the process
        nothing = subprocess.DEVNULL
        self.process = subprocess.Popen(
            [*command(sandboxed, device), preload],
            stdin=far_end.fileno(),
            stdout=nothing,
            stderr=self.stderr,
            env=environment(sandboxed, device),
        )
        far_end.close()
        limits = resource_limits(device)
        self.group = cgroup.limited_group(
            self.process.pid, limits.memory + OWN_MEMORY, MOST_KERNELS * limits.processes, cgroup.own_group()
        )
        try:
            ready = json.loads(self.control.recv(1 << 16) or b"{}")
        except (OSError, ValueError) as error:
            raise self.broken(f"it did not answer ({error})") from error
        if ready.get("threads") != 1:
            raise self.broken(f"it has {ready['threads']} threads" if ready else "it ended")
        self.control.settimeout(ANSWER)
        atexit.register(self.close)

    def broken(self, why: str) -> ForkingUnavailable:
        self.close()
        lines = [line for line in self.error_text.splitlines() if line.strip() and "nanobind" not in line and line[1] != "-"]
        return ForkingUnavailable(f"kernels cannot be forked: {why}{': ' + lines[-1][-300:] if lines else ''}")

    def alive(self) -> bool:
        return self.process.poll() is None

    def close(self) -> None:
        """Ends the fork server, and all its kernels."""
        atexit.unregister(self.close)
        self.control.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(2)
        if self.alive():
            self.process.kill()
            self.process.wait()
        if self.group is not None:
            cgroup.remove_group(self.group)
        if not self.stderr.closed:
            self.stderr.seek(0)
            self.error_text = self.stderr.read()
            self.stderr.close()

    def ask(self, files: int = 1, **request: Any) -> tuple[dict[str, Any], list[int]]:
        """Sends a request, and returns the answer with the files that come with it, at most `files`.

        Raises:
            KernelDied: the fork server has ended, and its kernels with it.
        """
        with self.lock:
            try:
                self.control.send(json.dumps(request).encode())
                raw, found, _, _ = socket.recv_fds(self.control, 1 << 16, files)
                return json.loads(raw), found
            except (OSError, ValueError) as error:
                self.close()
                raise KernelDied(DIED) from error

    def tell(self, **request: Any) -> None:
        """Sends a request that has no answer."""
        with self.lock, suppress(OSError):
            self.control.send(json.dumps(request).encode())


def command(sandboxed: bool, device: str = "cpu") -> list[str]:
    """Builds the command line that starts the fork server."""
    inner = [sys.executable, "-m", "autograder.guest.fork_server"]
    if not sandboxed:
        return inner
    shown = {f"/box/grader/{part}": ENGINE / part for part in ("autograder/__init__.py", "autograder/guest")}
    shown |= {f"/box/course/{folder}": folder_at(folder) for folder in SHIPPED}
    return fork_server_command([*inner, "--sandboxed"], shown, [HOME], device_files() if device == "cuda" else [])


def environment(sandboxed: bool, device: str = "cpu") -> dict[str, str]:
    """Environment without the grader's variables: one thread, and memory in large pages, since a fork copies the page list."""
    passed_on = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ") if name in os.environ}
    threads = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "MKL", "OPENBLAS")}
    home = HOME if sandboxed else "/tmp"
    return (
        passed_on
        | kernel_environment()
        | threads
        | gpu_environment(device)
        | {
            "HOME": home,
            "USER": "student",  # torch asks for a name, and the sandbox has no list of users
            "TMPDIR": "/tmp",
            "IPYTHONDIR": "/tmp/ipython",
            "MPLCONFIGDIR": "/tmp/matplotlib",
            "PYTHONPATH": "/box/grader:/box/course" if sandboxed else f"{ENGINE}:{course_root()}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONMALLOC": "malloc",
            "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
        }
    )


@cache
def _fork_servers() -> dict[tuple[bool, str], ForkServerProcess | ForkingUnavailable]:
    return {}


def fork_server(sandboxed: bool = True, device: str = "cpu") -> ForkServerProcess:
    """Returns this process's fork server; starts it and tries it out if there is none. That none works is found out once.

    Raises:
        ForkingUnavailable: kernels cannot be forked here, with the reason.
    """
    found = _fork_servers().get((sandboxed, device))
    if isinstance(found, ForkingUnavailable):
        raise found
    if found is None or not found.alive():
        found = _fork_servers()[sandboxed, device] = start_fork_server(sandboxed, device)
    return found


def start_fork_server(sandboxed: bool, device: str) -> ForkServerProcess:
    """Starts a fork server that works.

    Raises:
        ForkingUnavailable: none works.
    """
    for turn in range(STARTS):
        try:
            running = ForkServerProcess(sandboxed, device=device)
            try_out(running)
            return running
        except ForkingUnavailable as reason:
            if turn == STARTS - 1:
                _fork_servers()[sandboxed, device] = reason
                raise
    raise AssertionError("a loop that ends with its last turn")


def try_out(running: ForkServerProcess) -> None:
    """Checks that a fork does what it should, and cannot do what it should not.

    Raises:
        ForkingUnavailable: one of the two fails.
    """
    if running.sandboxed:
        try_out_rights(running)
    if running.device == "cuda" and (output := output_of_fork(running, SELF_TEST_ON_GPU)) != "2.0":
        raise running.broken(f"a fork cannot use the GPU: {output}")


def output_of_fork(running: ForkServerProcess, source: str) -> str:
    """Runs a source in a fork, and returns what it prints, or the error that it ends with.

    Raises:
        ForkingUnavailable: the fork died.
    """
    try:
        kernel = ForkedKernel(running, {}, None if running.sandboxed else Path(tempfile.gettempdir()))
        text = "".join(str(output.get("text", output.get("evalue"))) for output in kernel.execute(source, ANSWER))
        kernel.stop()
    except KernelDied as error:
        raise running.broken(str(error)) from error
    return text.strip()


def try_out_rights(running: ForkServerProcess) -> None:
    """Checks that a fork has no rights, sees its own files alone, and runs under the filter.

    Raises:
        ForkingUnavailable: it could do more than it should.
    """
    output = output_of_fork(running, SELF_TEST)
    if output != "0 [] 1 2 True ['data', 'lab', 'written']":
        raise running.broken(f"a fork reports {output}")
