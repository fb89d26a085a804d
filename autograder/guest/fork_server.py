"""The process that kernels are forked from: it has imported what notebooks import, and has run nobody's code.

It is number 1 of a box that bubblewrap has made, and holds no reference, no expected value, no submission. Whoever holds
the other end of its standard input asks it, one JSON message each:
    {"do": "fork", "bounds": {...}, "user": 12345, "copies": m}
                                                      -> {"number": n}, and with it the sockets of the new kernel and of m copies
    {"do": "interrupt", "number": n}                  -> no answer; with "copy": its process id there, a copy of the kernel
    {"do": "threads", "number": n}                    -> {"threads": how many it has}
    {"do": "kill", "number": n, "copy": p}            -> no answer; the kernel goes on without this copy
    {"do": "end", "number": n}                        -> {"complaint": "", "cpu": seconds}: it, and all it started, is gone
When that end is closed it ends, and with it the box.
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

EVERY = 0.1  # seconds between looks at what the kernels use
COLLAPSE, LARGE = 25, 1 << 21  # MADV_COLLAPSE, which Linux has from 6.1 on, and the bytes of a large page


@dataclass
class Fork:
    """A kernel that runs."""

    pid: int
    memory: int
    complaint: str = ""


class Zygote:
    """The server.

    Args:
        boxed: fork kernels into namespaces of their own. Without, they have all rights of the user who grades.
        also: the course's own code, run last of what is run before the first fork.
    """

    def __init__(self, boxed: bool, also: str):
        self.boxed, self.also = boxed, also
        self.diskless = boxed and not os.environ.get("CUDA_VISIBLE_DEVICES")  # a card's driver is loaded after the fork
        self.control = socket.socket(fileno=0)
        self.kernels: dict[int, Fork] = {}
        self.count = 0
        self.shell: shell.Shell | None = None

    def run(self) -> None:
        if self.boxed:
            namespaces.settle()
        self.warm_up()
        if self.diskless:
            diskless.make_resident()
            diskless.leave_the_disk()
            stand_ins.forget_what_is_gone()
        if self.boxed:
            namespaces.share_nothing()
            namespaces.hide_from_others()
        self.answer({"ready": True, "threads": len(os.listdir("/proc/self/task"))})
        while True:
            if select.select([self.control], [], [], EVERY if self.kernels else None)[0]:
                request = self.control.recv(1 << 16)
                if not request:
                    break
                getattr(self, f"do_{json.loads(request).pop('do')}")(json.loads(request))
            self.look()
        for number in list(self.kernels):
            self.end(number)

    def answer(self, message: dict[str, Any], *sockets: socket.socket) -> None:
        raw = json.dumps(message).encode()
        if sockets:
            socket.send_fds(self.control, [raw], [sock.fileno() for sock in sockets])
        else:
            self.control.send(raw)

    def warm_up(self) -> None:
        """Imports and reads all that notebooks will want. It must stay one thread: another would not be there after a fork."""
        put_back()
        import cv2
        import torch

        torch.set_num_threads(1)
        cv2.setNumThreads(0)
        self.shell = shell.new_shell()
        import ipywidgets
        import matplotlib.pyplot as plt
        import torchvision
        import tqdm.auto

        import lab
        from lab.models import load_pocket_vgg19

        for module in pkgutil.iter_modules(lab.__path__):
            importlib.import_module(f"lab.{module.name}")
        tqdm.auto.tqdm.monitor_interval = 0  # no thread beside: a kernel that has one leaves no copies
        assert all((ipywidgets, torchvision, tqdm.auto))
        batch = torch.zeros(1, 3, 64, 64, requires_grad=True)
        load_pocket_vgg19()(batch).sum().backward()  # torch looks for its fastest ways at the first call
        self.shell.run_cell("1 / 0", store_history=False)  # IPython for what it writes tracebacks with
        figure, axes = plt.subplots()
        axes.plot([0, 1])
        figure.savefig(io.BytesIO())  # and matplotlib for its fonts
        plt.close(figure)
        ask_nobody()
        exec(self.also, {})
        gc.collect()
        gc.freeze()  # what is here now is not looked through again, and so stays shared
        into_large_pages()

    def do_fork(self, request: dict[str, Any]) -> None:
        pairs = [socket.socketpair() for _ in range(1 + request["copies"])]
        ours, theirs = ([pair[end] for pair in pairs] for end in (0, 1))
        with namespaces.first_of_its_kind() if self.boxed else nullcontext():
            pid = os.fork()
            if pid == 0:
                self.become_kernel(theirs, request)
        self.count += 1
        self.kernels[self.count] = Fork(pid, request["bounds"]["memory"])
        self.answer({"number": self.count}, *ours)
        for end in (*theirs, *ours):
            end.close()

    def become_kernel(self, wires: list[socket.socket], request: dict[str, Any]) -> None:
        """Never returns."""
        wire, folders = wires[0], ["."]
        try:
            alone(wires)
            wire, *for_copies = (socket.socket(fileno=3 + number) for number in range(len(wires)))
            if self.boxed:
                bounds = request["bounds"]
                namespaces.enter({"/tmp": bounds["temporary"], "/dev/shm": bounds["shared"], HOME: bounds["work"]}, self.diskless)
                furnish()
                folders = [HOME, "/tmp", "/dev/shm"]
                namespaces.give_up(bounds, request["user"], seccomp.program(sockets=False))
                stand_ins.of_sockets()
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
        """How many threads a kernel has; 0 where it has ended."""
        with suppress(OSError, KeyError):
            self.answer({"threads": len(os.listdir(f"/proc/{self.kernels[request['number']].pid}/task"))})
            return
        self.answer({"threads": 0})

    def do_kill(self, request: dict[str, Any]) -> None:
        with suppress(KeyError, ProcessLookupError):
            os.kill(self.process_of(request), signal.SIGKILL)

    def process_of(self, request: dict[str, Any]) -> int:
        """The process of a kernel, or of a copy of it, which says what it is called within.

        Raises:
            ProcessLookupError: there is none of that number.
        """
        pid = self.kernels[request["number"]].pid
        return called_within(started_by(pid), request["copy"]) if "copy" in request else pid

    def do_end(self, request: dict[str, Any]) -> None:
        self.answer(self.end(request["number"]))

    def end(self, number: int) -> dict[str, Any]:
        """Ends a kernel and waits until nothing of it is left."""
        fork = self.kernels.pop(number)
        copies = sum(map(seconds_of, started_by(fork.pid)))
        os.kill(fork.pid, signal.SIGKILL)  # it is not reaped before wait4, so the number is still its own
        if not self.boxed:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(fork.pid, signal.SIGKILL)
        _, _, used = os.wait4(fork.pid, 0)
        return {"complaint": fork.complaint, "cpu": used.ru_utime + used.ru_stime + copies}

    def look(self) -> None:
        """Ends what uses too much memory; that it is gone its reader sees at once."""
        for fork in self.kernels.values():
            if not fork.complaint and too_much([fork.pid, *started_by(fork.pid)], fork.memory):
                fork.complaint = f"The kernel was stopped: it used more than {fork.memory / (1 << 30):.2g} GB of memory"
                os.kill(fork.pid, signal.SIGKILL)


def into_large_pages() -> None:
    """Gathers this process's own memory in large pages: a fork copies the list of its pages, and its end goes through it.

    A kernel that cannot do that says so and changes nothing: then forks take longer, and nothing else is different.
    """
    for line in Path("/proc/self/maps").read_text().splitlines():
        bounds, rights, _, _, file, *_ = line.split()
        if rights == "rw-p" and file == "0":
            begin, end = (int(bound, 16) for bound in bounds.split("-"))
            for place in range(-(-begin // LARGE) * LARGE, end - LARGE + 1, LARGE):
                namespaces.libc.madvise(ctypes.c_void_p(place), ctypes.c_size_t(LARGE), COLLAPSE)


def ask_nobody() -> None:
    """Puts the visible cases to functions that do nothing: what questions need is at hand then, and shared by all forks."""
    from lab.observe import answer
    from lab.tasks import TASKS, visible_cases

    for task in TASKS:
        for case in visible_cases(task):
            json.dumps(answer({TASKS[task].defines: lambda *arguments: arguments[0]}, case))


def seconds_of(process: int) -> float:
    """CPU seconds of a process that runs: with the kernel that it belongs to it ends before anybody could be told of them."""
    with suppress(OSError, ValueError):
        if Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0] == "Z":
            return 0.0  # it has ended, and is counted with its parent
        return int(Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9
    return 0.0


def called_within(processes: list[int], name: int) -> int:
    """Which of some processes has a process id in the innermost namespace that it lives in.

    Raises:
        ProcessLookupError: none has.
    """
    for process in processes:
        with suppress(OSError):
            status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
            if [line.split()[-1] for line in status.splitlines() if line.startswith("NSpid:")] == [str(name)]:
                return process
    raise ProcessLookupError


def alone(wires: list[socket.socket]) -> None:
    """Nothing stays open but the wires, from number 3 on."""
    above = [fcntl.fcntl(wire.fileno(), fcntl.F_DUPFD, 512) for wire in wires]
    for number, file in enumerate(above, 3):
        os.dup2(file, number)
    os.closerange(3 + len(wires), 1 << 16)
    nothing = os.open("/dev/null", os.O_RDWR)
    for number in range(3):
        os.dup2(nothing, number)
    os.close(nothing)


def furnish() -> None:
    """The course's lab/ and data/ in the working folder; they lie outside it, where nothing can be written."""
    os.chdir(HOME)
    for name in ("lab", "data"):
        Path(name).symlink_to(f"/box/course/{name}")


if __name__ == "__main__":
    Zygote("--boxed" in sys.argv, also=sys.argv[-1]).run()
