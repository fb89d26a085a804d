"""The process that kernels are forked from: it has imported what notebooks import, and has run no student's code.

It is process 1 of a sandbox that bubblewrap has made, and holds no reference, no expected value and no submission. Its
standard input is a socket, over which the grader sends requests, one JSON message each:
    {"do": "fork", "limits": {...}, "user": 12345, "copies": m}
                                                      -> {"number": n}, with the sockets of the new kernel and of its m copies
    {"do": "interrupt", "number": n}                  -> no answer; with "copy": process id in the kernel's namespace, that copy
    {"do": "threads", "number": n}                    -> {"threads": number of threads}
    {"do": "kill", "number": n, "copy": p}            -> no answer; ends one copy, the kernel continues
    {"do": "end", "number": n}                        -> {"complaint": "", "cpu": seconds, "copies": seconds of these that its
                                                         copies took}, when all its processes have ended
When the socket is closed, the fork server ends, and the sandbox with it.
"""

import ctypes
import fcntl
import gc
import importlib
import io
import json
import os
import pkgutil
import select
import signal
import socket
import sys
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.guest import diskless, namespaces, seccomp, shell, stand_ins
from autograder.guest.memory import started_by, too_much
from autograder.guest.namespaces import HOME
from autograder.guest.put_back import put_back
from autograder.guest.snapshot import make_before

EVERY = 0.1  # seconds between two checks of the kernels' memory
COLLAPSE, LARGE = 25, 1 << 21  # MADV_COLLAPSE, which Linux has from 6.1 on, and the bytes of a large page


@dataclass
class Fork:
    """A running kernel."""

    pid: int
    memory: int
    complaint: str = ""
    copies: float = 0.0  # CPU seconds of copies that were ended before it


class ForkServer:
    """Answers requests for kernels by forking itself.

    Args:
        sandboxed: fork each kernel into its own namespaces. If false, kernels have all rights of the user who grades.
        preload: code of the course, run once before the first fork.
    """

    def __init__(self, sandboxed: bool, preload: str):
        self.sandboxed, self.preload = sandboxed, preload
        self.diskless = sandboxed and not os.environ.get("CUDA_VISIBLE_DEVICES")  # a GPU's driver is loaded after the fork
        self.control = socket.socket(fileno=0)
        self.kernels: dict[int, Fork] = {}
        self.count = 0
        self.shell: shell.Shell | None = None

    def run(self) -> None:
        if self.sandboxed:
            namespaces.become_first_process()
        self.import_all()
        if self.diskless:
            diskless.make_resident()
            diskless.leave_the_disk()
            stand_ins.forget_missing_fonts()
        if self.sandboxed:
            namespaces.check_no_shared_memory()
            namespaces.hide_from_others()
        self.answer({"ready": True, "threads": len(os.listdir("/proc/self/task"))})
        while True:
            if select.select([self.control], [], [], EVERY if self.kernels else None)[0]:
                request = self.control.recv(1 << 16)
                if not request:
                    break
                getattr(self, f"do_{json.loads(request).pop('do')}")(json.loads(request))
            self.end_oversized()
        for number in list(self.kernels):
            self.end(number)

    def answer(self, message: dict[str, Any], *sockets: socket.socket) -> None:
        raw = json.dumps(message).encode()
        if sockets:
            socket.send_fds(self.control, [raw], [sock.fileno() for sock in sockets])
        else:
            self.control.send(raw)

    def import_all(self) -> None:
        """Imports and reads all that notebooks need. The process must keep one thread: others would be lost in a fork."""
        put_back()
        import lab
        from selfcheck.tasks import kernel_hook

        for module in pkgutil.iter_modules(lab.__path__):
            importlib.import_module(f"lab.{module.name}")
        kernel_hook("preload", lambda: None)()
        self.shell = shell.new_shell()
        import matplotlib.pyplot as plt
        import tqdm.auto

        tqdm.auto.tqdm.monitor_interval = 0  # tqdm starts no thread: a kernel with threads cannot be copied
        self.shell.run_cell("1 / 0", store_history=False)  # IPython loads what it formats tracebacks with
        figure, axes = plt.subplots()
        axes.plot([0, 1])
        figure.savefig(io.BytesIO())  # matplotlib loads its fonts
        plt.close(figure)
        rehearse_questions()
        exec(self.preload, {})
        gc.collect()
        gc.freeze()  # the collector leaves these objects alone, so their pages stay shared
        into_large_pages()

    def do_fork(self, request: dict[str, Any]) -> None:
        pairs = [socket.socketpair() for _ in range(1 + request["copies"])]
        grader_ends, kernel_ends = ([pair[end] for pair in pairs] for end in (0, 1))
        with namespaces.new_process_namespace() if self.sandboxed else nullcontext():
            pid = os.fork()
            if pid == 0:
                self.become_kernel(kernel_ends, request)
        self.count += 1
        self.kernels[self.count] = Fork(pid, request["limits"]["memory"])
        self.answer({"number": self.count}, *grader_ends)
        for end in (*kernel_ends, *grader_ends):
            end.close()

    def become_kernel(self, wires: list[socket.socket], request: dict[str, Any]) -> None:
        """Turns this fork into a kernel; never returns."""
        wire, folders = wires[0], ["."]
        try:
            close_all_but(wires)
            wire, *for_copies = (socket.socket(fileno=3 + number) for number in range(len(wires)))
            if self.sandboxed:
                limits = request["limits"]
                namespaces.enter_namespaces(
                    {"/tmp": limits["temporary"], "/dev/shm": limits["shared"], HOME: limits["work"]}, self.diskless
                )
                link_course()
                folders = [HOME, "/tmp", "/dev/shm"]
                namespaces.drop_rights(limits, request["user"], seccomp.program(sockets=False))
                stand_ins.replace_sockets()
                make_before("/tmp")
            else:
                os.setsid()
                os.chdir(request["folder"])
            sys.path.insert(0, "")
            wire.sendall(json.dumps({"ready": True}).encode() + b"\n")
            assert self.shell is not None
            shell.serve(self.shell, wire, for_copies, folders)
        except BaseException as error:
            with suppress(Exception):
                wire.sendall(json.dumps({"broken": f"{type(error).__name__}: {error}"}).encode() + b"\n")
        finally:
            os._exit(0)

    def do_interrupt(self, request: dict[str, Any]) -> None:
        with suppress(KeyError, ProcessLookupError):
            os.kill(self.process_of(request), signal.SIGINT)

    def do_threads(self, request: dict[str, Any]) -> None:
        """Answers with the number of a kernel's threads; 0 if it has ended."""
        with suppress(OSError, KeyError):
            self.answer({"threads": len(os.listdir(f"/proc/{self.kernels[request['number']].pid}/task"))})
            return
        self.answer({"threads": 0})

    def do_kill(self, request: dict[str, Any]) -> None:
        with suppress(KeyError, ProcessLookupError):
            process = self.process_of(request)
            self.kernels[request["number"]].copies += cpu_seconds(process)
            os.kill(process, signal.SIGKILL)

    def process_of(self, request: dict[str, Any]) -> int:
        """Finds the process id of a kernel, or of a copy of it, which is named by its id in the kernel's namespace.

        Raises:
            ProcessLookupError: no copy has that id.
        """
        pid = self.kernels[request["number"]].pid
        return process_with_inner_id(started_by(pid), request["copy"]) if "copy" in request else pid

    def do_end(self, request: dict[str, Any]) -> None:
        self.answer(self.end(request["number"]))

    def end(self, number: int) -> dict[str, Any]:
        """Ends a kernel and waits until all its processes are gone."""
        fork = self.kernels.pop(number)
        copies = sum(map(cpu_seconds, started_by(fork.pid)))
        os.kill(fork.pid, signal.SIGKILL)  # not reaped before wait4, so the process id still belongs to it
        if not self.sandboxed:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(fork.pid, signal.SIGKILL)
        _, _, used = os.wait4(fork.pid, 0)
        return {"complaint": fork.complaint, "cpu": used.ru_utime + used.ru_stime + copies, "copies": fork.copies + copies}

    def end_oversized(self) -> None:
        """Ends kernels that use too much memory; the grader notices that at once, since their sockets close."""
        for fork in self.kernels.values():
            if not fork.complaint and too_much([fork.pid, *started_by(fork.pid)], fork.memory):
                fork.complaint = f"The kernel was stopped: it used more than {fork.memory / (1 << 30):.2g} GB of memory"
                os.kill(fork.pid, signal.SIGKILL)


def into_large_pages() -> None:
    """Collects this process's private memory in large pages: a fork copies the list of pages, and its end walks through it.

    If the system cannot do that, nothing changes, and forks take longer.
    """
    for line in Path("/proc/self/maps").read_text().splitlines():
        span, rights, _, _, file, *_ = line.split()
        if rights == "rw-p" and file == "0":
            begin, end = (int(bound, 16) for bound in span.split("-"))
            for address in range(-(-begin // LARGE) * LARGE, end - LARGE + 1, LARGE):
                namespaces.libc.madvise(ctypes.c_void_p(address), ctypes.c_size_t(LARGE), COLLAPSE)


def rehearse_questions() -> None:
    """Asks functions that do nothing all visible cases: it loads what questions need, which all forks then share."""
    from selfcheck.observe import answer
    from selfcheck.tasks import declaration, names, visible_cases

    for task in names():
        for case in visible_cases(task):
            json.dumps(answer({declaration(task).defines: lambda *arguments: arguments[0]}, case))


def cpu_seconds(process: int) -> float:
    """Reads the CPU seconds of a running copy: it ends with its kernel, whose wait4 does not count it."""
    with suppress(OSError, ValueError):
        if Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0] == "Z":
            return 0.0  # a zombie: counted with its parent
        return int(Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9
    return 0.0


def process_with_inner_id(processes: list[int], inner_id: int) -> int:
    """Finds the process that has a given id in its own innermost namespace.

    Raises:
        ProcessLookupError: there is none.
    """
    for process in processes:
        with suppress(OSError):
            status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
            if [line.split()[-1] for line in status.splitlines() if line.startswith("NSpid:")] == [str(inner_id)]:
                return process
    raise ProcessLookupError


def close_all_but(wires: list[socket.socket]) -> None:
    """Closes all open files but the wires, which get the numbers from 3 on."""
    above = [fcntl.fcntl(wire.fileno(), fcntl.F_DUPFD, 512) for wire in wires]
    for number, file in enumerate(above, 3):
        os.dup2(file, number)
    os.closerange(3 + len(wires), 1 << 16)
    nothing = os.open("/dev/null", os.O_RDWR)
    for number in range(3):
        os.dup2(nothing, number)
    os.close(nothing)


def link_course() -> None:
    """Links the course's lab/ and data/ into the working folder; the files themselves are read-only."""
    os.chdir(HOME)
    for name in ("lab", "data"):
        Path(name).symlink_to(f"/box/course/{name}")


if __name__ == "__main__":
    ForkServer("--sandboxed" in sys.argv, preload=sys.argv[-1]).run()
