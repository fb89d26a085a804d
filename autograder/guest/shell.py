"""Runs cells as Jupyter would and sends their outputs, one JSON line each, over a socket: a kernel without its threads.

It runs where a student's code runs. Nobody believes what it sends: `autograder.sandbox.forked_kernel` reads it as it would
read a stranger's.
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

FULL = 8192  # characters of a stream that are sent at once
SOON = 0.05  # seconds that a stream's words may wait


class Line:
    """The way out: whole lines, in the order in which they were sent."""

    wire: socket.socket | None = None

    def send(self, **message: Any) -> None:
        if self.wire is not None:
            self.wire.sendall(json.dumps(message, default=str).encode() + b"\n")


LINE = Line()


class Stream:
    """What a cell prints."""

    encoding, errors = "utf-8", "replace"

    def __init__(self, name: str):
        self.name, self.held, self.size, self.sent = name, [], 0, 0.0  # type: ignore[var-annotated]

    def write(self, text: str) -> int:
        if not self.held:
            flush()  # the other one, so that the order is kept
        self.held.append(text)
        self.size += len(text)
        if self.size > FULL or (text.endswith("\n") and time.monotonic() - self.sent > SOON):
            self.flush()
        return len(text)

    def flush(self) -> None:
        text, self.held, self.size = "".join(self.held), [], 0
        if text:
            self.sent = time.monotonic()
            LINE.send(output="stream", name=self.name, text=text)

    def writelines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        """A stream of a notebook is none of the system's; /dev/null takes what a program writes that it starts."""
        return 1 if self.name == "stdout" else 2


STREAMS = (Stream("stdout"), Stream("stderr"))


def flush() -> None:
    for stream in STREAMS:
        stream.flush()


class Publisher(DisplayPublisher):
    """What a cell displays."""

    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **_):
        flush()
        if not update:  # a bar that is drawn again
            LINE.send(output="display_data", data=data)

    def clear_output(self, wait=False):
        """The reader sees everything."""


class Hook(DisplayHook):
    """What a cell's last expression is."""

    def __call__(self, result=None):
        if result is None or self.quiet():
            return
        self.update_user_ns(result)
        data, _ = self.compute_format_data(result)
        flush()
        LINE.send(output="execute_result", data=data)


class Shell(InteractiveShell):
    """IPython without a terminal, a history or threads."""

    def system(self, cmd):
        """What `!ls` prints is the cell's."""
        return self.system_piped(cmd)

    def _showtraceback(self, etype, evalue, stb):
        flush()
        LINE.send(output="error", ename=etype.__name__, evalue=str(evalue), traceback=[str(line) for line in stb])

    def enable_gui(self, gui=None):
        """No event loop."""

    def ask_exit(self):
        """A cell that calls exit() has done so; the kernel stays."""


def new_shell() -> Shell:
    """The shell, with figures drawn into the notebook."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InlineBackend.figure_formats = {"png"}
    shell = Shell.instance(config=config, display_pub_class=Publisher, displayhook_class=Hook)
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
    """Answers the lines that come, one JSON message each, until there are no more.

    {"source": ...} is run: its outputs follow, and {"done": true}. {"copy": n} leaves a copy of this process that answers at the
    n-th of the other wires: {"copy": its process id}. {"moved": true} asks a copy whether files have
    changed since it was made: {"moved": ...}.

    Args:
        for_copies: the wires of copies to come.
        folders: where a notebook can write.
        files: what lay there at the moment that counts; by default now.
    """
    LINE.wire = wire
    sys.stdout, sys.stderr = STREAMS
    requests = wire.makefile("rb")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    files = snapshot(folders) if files is None else files
    for request in requests:
        asked = json.loads(request)
        if "copy" in asked:
            if become_copy(wire, for_copies, asked["copy"]):
                return serve(shell, for_copies[asked["copy"]], (), folders, files if asked.get("late") else None)
        elif "moved" in asked:
            LINE.send(moved=snapshot(folders) != files)
        else:
            run(shell, asked["source"])


def run(shell: Shell, source: str) -> None:
    """Runs a source, and says when it has ended."""
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        shell.run_cell(source, store_history=False)
    except KeyboardInterrupt:  # it came between the cell and here
        pass
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    flush()
    LINE.send(done=True)


def become_copy(wire: socket.socket, for_copies: Sequence[socket.socket], number: int) -> bool:
    """Forks; True in the copy. Threads would not be there in it; whoever asks for one knows that there are none."""
    copy = os.fork()
    if copy == 0:
        for other in (wire, *(one for place, one in enumerate(for_copies) if place != number)):
            other.close()
        return True
    for_copies[number].close()
    LINE.send(copy=copy)
    return False
