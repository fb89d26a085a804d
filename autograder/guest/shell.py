"""Runs cells as Jupyter would and sends their outputs, one JSON line each, over a socket: a kernel without threads.

It runs where a student's code runs, so what it sends is untrusted; `autograder.sandbox.forked_kernel` reads it accordingly.
"""

import json
import os
import signal
import socket
import sys
import time
from collections.abc import Sequence
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from autograder.guest.snapshot import snapshot
from autograder.guest.stepwise import install

FULL = 8192  # characters of a stream, beyond which they are sent at once
SOON = 0.05  # seconds that a stream's text may wait


class Sender:
    """Sends messages as lines of JSON, in order."""

    wire: socket.socket | None = None

    def send(self, **message: Any) -> None:
        if self.wire is not None:
            self.wire.sendall(json.dumps(message, default=str).encode() + b"\n")


SENDER = Sender()


class Stream:
    """Standard output or error of a cell."""

    encoding, errors = "utf-8", "replace"

    def __init__(self, name: str):
        self.name, self.held, self.size, self.sent = name, [], 0, 0.0  # type: ignore[var-annotated]

    def write(self, text: str) -> int:
        if not self.held:
            flush()  # the other stream first, to keep the order
        self.held.append(text)
        self.size += len(text)
        if self.size > FULL or (text.endswith("\n") and time.monotonic() - self.sent > SOON):
            self.flush()
        return len(text)

    def flush(self) -> None:
        text, self.held, self.size = "".join(self.held), [], 0
        if text:
            self.sent = time.monotonic()
            SENDER.send(output="stream", name=self.name, text=text)

    def writelines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        """Number of the system's own stream, which is /dev/null: programs that a cell starts write there."""
        return 1 if self.name == "stdout" else 2


STREAMS = (Stream("stdout"), Stream("stderr"))


def flush() -> None:
    for stream in STREAMS:
        stream.flush()


class Publisher(DisplayPublisher):
    """Sends what a cell displays."""

    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **_):
        flush()
        if not update:  # updates of a progress bar are skipped
            SENDER.send(output="display_data", data=data)

    def clear_output(self, wait=False):
        """Does nothing: all outputs are kept."""


class ResultHook(DisplayHook):
    """Sends the value of a cell's last expression."""

    def __call__(self, result=None):
        if result is None or self.quiet():
            return
        self.update_user_ns(result)
        data, _ = self.compute_format_data(result)
        flush()
        SENDER.send(output="execute_result", data=data)


class Shell(InteractiveShell):
    """IPython without a terminal, a history or threads."""

    def system(self, cmd):
        """Runs a command so that its output becomes the cell's."""
        return self.system_piped(cmd)

    def _showtraceback(self, etype, evalue, stb):
        flush()
        SENDER.send(output="error", ename=etype.__name__, evalue=str(evalue), traceback=[str(line) for line in stb])

    def enable_gui(self, gui=None):
        """Does nothing: no event loop runs here."""

    def ask_exit(self):
        """Does nothing: after a cell calls exit(), the kernel continues."""


def new_shell() -> Shell:
    """Makes the shell, with figures drawn into the notebook."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InlineBackend.figure_formats = {"png"}
    shell = Shell.instance(config=config, display_pub_class=Publisher, displayhook_class=ResultHook)
    shell.enable_matplotlib("inline")
    install(shell)
    return shell


def serve(
    shell: Shell,
    wire: socket.socket,
    for_copies: Sequence[socket.socket] = (),
    folders: Sequence[str] = (),
    files: list | None = None,
) -> None:
    """Answers requests, one JSON line each, until the socket is closed.

    {"source": ...} runs it: its outputs follow, then {"done": true}. {"copy": n} forks a copy of this process that answers on
    the n-th of the other sockets: {"copy": its process id}. {"moved": true} asks a copy whether files have changed since it
    was made: {"moved": ...}.

    Args:
        for_copies: sockets of copies to come.
        folders: folders that a notebook can write to.
        files: snapshot of them to compare with; by default one of now.
    """
    SENDER.wire = wire
    sys.stdout, sys.stderr = STREAMS
    requests = wire.makefile("rb")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    files = snapshot(folders) if files is None else files
    for request in requests:
        asked = json.loads(request)
        if "copy" in asked:
            then = files if asked.get("late") else snapshot(folders)  # before the next cell can write: the copy would be too late
            if become_copy(wire, for_copies, asked["copy"]):
                return serve(shell, for_copies[asked["copy"]], (), folders, then)
        elif "moved" in asked:
            SENDER.send(moved=snapshot(folders) != files)
        else:
            run(shell, asked["source"])


def run(shell: Shell, source: str) -> None:
    """Runs a source, and reports its end."""
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        shell.run_cell(source, store_history=False)
    except KeyboardInterrupt:  # the interrupt came after the cell's end
        pass
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    flush()
    SENDER.send(done=True)


def become_copy(wire: socket.socket, for_copies: Sequence[socket.socket], number: int) -> bool:
    """Forks; True in the copy. Threads would be lost in it; the grader asks only where there are none."""
    copy = os.fork()
    if copy == 0:
        for other in (wire, *(one for index, one in enumerate(for_copies) if index != number)):
            other.close()
        return True
    for_copies[number].close()
    SENDER.send(copy=copy)
    return False
