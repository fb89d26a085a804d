"""Client of forked kernels: one JSON line each way over a socket. All that comes back is untrusted.

A kernel can be copied as it is at some moment. The copy is asked later: what it is asked cannot reach a process that is asked
before it, and what it does to its memory changes nothing elsewhere.
"""

import base64
import json
import select
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.sandbox.bubblewrap import ResourceLimits, own_user
from autograder.sandbox.gpu import resource_limits
from autograder.sandbox.kernel import DIED, GRACE, MOST_OUTPUT, KernelDied
from autograder.sandbox.outputs import as_output

ANSWER = 30.0  # seconds for a kernel or the fork server to answer
AT_ONCE = 5.0  # seconds for a copy to say whether files have moved; of one that says nothing another kernel is asked
MOST_SENT = 50_000_000  # bytes that a kernel may send for one source; only MOST_OUTPUT of them are kept


class ForkServerConnection(Protocol):
    """Interface of the fork server that kernels use."""

    device: str

    def ask(self, files: int = 1, **request: Any) -> tuple[dict[str, Any], list[int]]:
        """Sends a request, and returns the answer with the files that come with it."""

    def tell(self, **request: Any) -> None:
        """Sends a request that has no answer."""


class Wire:
    """Socket that carries lines of JSON to a kernel and back."""

    def __init__(self, file: int):
        self.socket = socket.socket(fileno=file)
        self.socket.settimeout(None)
        self.rest = bytearray()  # what has come and was not read yet

    def close(self) -> None:
        self.socket.close()

    def tell(self, message: dict[str, Any]) -> bool:
        """Sends a line; False if the kernel does not read it in time."""
        self.socket.settimeout(ANSWER)
        try:
            self.socket.sendall(json.dumps(message).encode() + b"\n")
        except OSError:
            return False
        finally:
            self.socket.settimeout(None)
        return True

    def next_line(self, deadline: float) -> bytes | None:
        """Reads the next line; None if there is none in time.

        Raises:
            EOFError: the kernel has closed the socket.
        """
        looked = 0
        while (end := self.rest.find(b"\n", looked)) < 0 and len(self.rest) <= MOST_OUTPUT:
            looked = len(self.rest)
            if not select.select([self.socket], [], [], max(0.0, deadline - time.monotonic()))[0]:
                return None
            try:
                more = self.socket.recv(1 << 20)
            except OSError:
                more = b""
            if not more:
                raise EOFError
            self.rest += more
        end = end if end >= 0 else len(self.rest)
        line = bytes(self.rest[:end])
        del self.rest[: end + 1]
        return line


class SocketKernel:
    """A process that runs sources over a socket: a kernel or a copy of one."""

    overran = False  # whether the latest source was stopped because its time was over
    complaint = ""

    def __init__(self, wire: Wire):
        self.wire: Wire | None = wire

    def stop(self) -> None:
        raise NotImplementedError

    def interrupt(self) -> None:
        raise NotImplementedError

    def execute(self, source: str, seconds: float) -> Iterator[NotebookNode]:
        """Runs a source and yields its outputs as they come.

        Raises:
            KernelDied: during this source; also where it did not stop in time, and not when interrupted either.
        """
        deadline, interrupted, kept, sent = time.monotonic() + seconds, False, 0, 0
        self.overran = False
        self.tell({"source": source})
        while True:
            message, size = self.next_message(deadline)
            sent += size
            if message == {"done": True}:
                return
            output = as_output(message)
            kept += size if output else 0
            if output and kept <= MOST_OUTPUT:
                yield output
            late, loud = time.monotonic() > deadline, sent > MOST_SENT and not interrupted
            if late and interrupted:
                self.die("The kernel did not stop when it was told to")
            if late or loud:
                why = f"put out more than {MOST_SENT // 1_000_000} MB" if loud else f"took longer than {seconds:.0f} s"
                yield new_output("stream", name="stderr", text=f"\nStopped: this {why}.\n")
                self.overran = True
                self.interrupt()
                deadline, interrupted = time.monotonic() + GRACE, True

    def tell(self, message: dict[str, Any]) -> None:
        """Sends a line.

        Raises:
            KernelDied: the kernel does not read it.
        """
        if self.wire is None:
            raise KernelDied("The kernel has ended")
        if not self.wire.tell(message):
            self.die(DIED)

    def next_message(self, deadline: float) -> tuple[Any, int]:
        """Reads the next line as JSON, and its size in bytes; None if it is no JSON, or none comes in time."""
        assert self.wire is not None
        try:
            line = self.wire.next_line(deadline)
        except EOFError:
            self.die(DIED)
        return (None, 0) if line is None else (as_json(line), len(line))

    def answer(self, request: dict[str, Any], name: str, seconds: float = ANSWER) -> Any:
        """Sends a request, and returns one value of the answer; None if the kernel answers something else, or not in time."""
        self.tell(request)
        message, _ = self.next_message(time.monotonic() + seconds)
        return message.get(name) if isinstance(message, dict) else None

    def die(self, why: str) -> None:
        self.stop()
        raise KernelDied(self.complaint or why)


class ForkedKernel(SocketKernel):
    """A fork of the fork server.

    Args:
        files: path -> content, written into its working folder.
        folder: its working folder, if it is not in a sandbox.
        copies: how often it may be copied.
    """

    def __init__(
        self,
        fork_server: ForkServerConnection,
        files: dict[str, bytes],
        folder: Path | None = None,
        limits: ResourceLimits | None = None,
        copies: int = 0,
    ):
        self.fork_server = fork_server
        self.cpu = self.cpu_of_copies = 0.0  # seconds, known when it has ended; the second are a part of the first
        limits = limits or resource_limits(fork_server.device)
        request = {"limits": asdict(limits), "user": own_user(), "folder": str(folder or ""), "copies": copies}
        answer, (first, *others) = fork_server.ask(do="fork", files=1 + copies, **request)
        self.number: int | None = answer["number"]
        super().__init__(Wire(first))
        self.for_copies = {index: Wire(file) for index, file in enumerate(others)}  # the unused ones
        message, _ = self.next_message(time.monotonic() + ANSWER)
        if message != {"ready": True}:
            self.die(f"A fork did not start: {(message or {}).get('broken', 'it sent nothing')}")
        if files:
            list(self.execute(source_that_writes(files), ANSWER))

    def stop(self) -> None:
        """Ends it at once, with its copies and all processes that they have started."""
        if self.number is not None:
            number, self.number = self.number, None
            with suppress(KernelDied):
                answer, _ = self.fork_server.ask(do="end", number=number)
                self.complaint, self.cpu, self.cpu_of_copies = answer["complaint"], answer["cpu"], answer["copies"]
            assert self.wire is not None
            self.wire.close()
            self.wire = None
            for wire in self.for_copies.values():
                wire.close()

    def interrupt(self) -> None:
        self.fork_server.tell(do="interrupt", number=self.number)

    def copy(self, late: bool = False) -> "CopiedKernel | None":
        """Copies the kernel as it is now; None if that is not possible: it has threads, or no socket is left.

        Args:
            late: the copy stands for earlier moments; files count as moved if they have changed since the kernel started.
        Raises:
            KernelDied: it did not answer.
        """
        if not self.for_copies or self.number is None or self.fork_server.ask(do="threads", number=self.number)[0]["threads"] > 1:
            return None
        index = min(self.for_copies)
        process = self.answer({"copy": index, "late": late}, "copy")
        wire = self.for_copies.pop(index)
        if type(process) is int and process > 0:
            return CopiedKernel(self, wire, process)
        wire.close()
        return None


class CopiedKernel(SocketKernel):
    """A copy of a kernel; it lives in the same sandbox, and ends with the kernel.

    Args:
        process: its id in the sandbox, as the kernel claims; it can only name a process of that sandbox.
    """

    def __init__(self, kernel: ForkedKernel, wire: Wire, process: int):
        super().__init__(wire)
        self.kernel, self.process = kernel, process

    def stop(self) -> None:
        """Ends the copy; the kernel continues."""
        if self.wire is not None:
            self.wire.close()
            self.wire = None
            self.request("kill")
            self.complaint = self.kernel.complaint

    def interrupt(self) -> None:
        self.request("interrupt")

    def request(self, what: str) -> None:
        if self.kernel.number is not None:
            self.kernel.fork_server.tell(do=what, number=self.kernel.number, copy=self.process)

    def moved(self) -> bool:
        """Whether files that it may need have changed since it was made.

        Raises:
            KernelDied: it did not answer.
        """
        return self.answer({"moved": True}, "moved", AT_ONCE) is not False


def as_json(line: bytes) -> Any:
    """Parses a line as JSON that can be written to a file again; None if it is none."""
    try:
        if b"\\ud" in line:  # lone surrogates, which JSON can hold and UTF-8 cannot
            line = json.dumps(json.loads(line), ensure_ascii=False).encode("utf-8", "replace")
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def source_that_writes(files: dict[str, bytes]) -> str:
    """Builds a source that writes files."""
    encoded = {path: base64.b64encode(content).decode() for path, content in files.items()}
    return f"""
def _lay(files):
    import base64, pathlib
    for name, content in files.items():
        path = pathlib.Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(content))
_lay({encoded!r})
del _lay
"""
