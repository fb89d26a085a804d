"""Kernels that are forks, as seen from outside: one JSON line each way over a socket. Nobody believes what comes back.

A kernel can leave a copy of itself, as it is at that moment: the copy is asked later, what it is told reaches nobody who is
asked before it, and what it does to its own memory changes nothing elsewhere.
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

from autograder.sandbox.bubblewrap import Bounds, own_user
from autograder.sandbox.gpu import bounds as bounds_with
from autograder.sandbox.kernel import DIED, GRACE, MOST_OUTPUT, KernelDied
from autograder.sandbox.outputs import as_output

ANSWER = 30.0  # seconds for a kernel, or what it is forked from, to answer
MOST_SENT = 50_000_000  # bytes that a kernel may send of one source; what is beyond MOST_OUTPUT is not kept


class ForkServer(Protocol):
    """What forks are asked from."""

    device: str

    def ask(self, files: int = 1, **request: Any) -> tuple[dict[str, Any], list[int]]:
        """Its answer, and the files that come with it."""

    def tell(self, **request: Any) -> None:
        """A request that has no answer."""


class Wire:
    """One line of JSON after the other, to a kernel and back."""

    def __init__(self, file: int):
        self.socket = socket.socket(fileno=file)
        self.socket.settimeout(None)
        self.rest = b""

    def close(self) -> None:
        self.socket.close()

    def tell(self, message: dict[str, Any]) -> bool:
        """Sends a line; False where it is not taken: a kernel that does not read is not waited for."""
        self.socket.settimeout(ANSWER)
        try:
            self.socket.sendall(json.dumps(message).encode() + b"\n")
        except OSError:
            return False
        finally:
            self.socket.settimeout(None)
        return True

    def next_line(self, deadline: float) -> bytes | None:
        """The next line; None where there is none in time.

        Raises:
            EOFError: there will be none.
        """
        while b"\n" not in self.rest and len(self.rest) <= MOST_OUTPUT:
            if not select.select([self.socket], [], [], max(0.0, deadline - time.monotonic()))[0]:
                return None
            try:
                more = self.socket.recv(1 << 20)
            except OSError:
                more = b""
            if not more:
                raise EOFError
            self.rest += more
        line, _, self.rest = self.rest.partition(b"\n")
        return line


class Forked:
    """What a kernel and its copies have in common."""

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
            KernelDied: nobody takes it.
        """
        if self.wire is None:
            raise KernelDied("The kernel has ended")
        if not self.wire.tell(message):
            self.die(DIED)

    def next_message(self, deadline: float) -> tuple[Any, int]:
        """The next line as JSON, None for what is none or where there is none in time, and its size in bytes."""
        assert self.wire is not None
        try:
            line = self.wire.next_line(deadline)
        except EOFError:
            self.die(DIED)
        return (None, 0) if line is None else (as_json(line), len(line))

    def answer(self, request: dict[str, Any], name: str) -> Any:
        """One value of the answer to a request; None where the kernel says something else."""
        self.tell(request)
        message, _ = self.next_message(time.monotonic() + ANSWER)
        return message.get(name) if isinstance(message, dict) else None

    def die(self, why: str) -> None:
        self.stop()
        raise KernelDied(self.complaint or why)


class WarmKernel(Forked):
    """One fork.

    Args:
        files: path -> content, laid into its working folder.
        folder: where it works if it is in no box.
        copies: how many it may leave of itself.
    """

    def __init__(
        self,
        zygote: ForkServer,
        files: dict[str, bytes],
        folder: Path | None = None,
        bounds: Bounds | None = None,
        copies: int = 0,
    ):
        self.zygote = zygote
        self.cpu = 0.0  # seconds, known when it has ended
        bounds = bounds or bounds_with(zygote.device)
        request = {"limits": asdict(bounds), "user": own_user(), "folder": str(folder or ""), "copies": copies}
        answer, (first, *others) = zygote.ask(do="fork", files=1 + copies, **request)
        self.number: int | None = answer["number"]
        super().__init__(Wire(first))
        self.for_copies = {place: Wire(file) for place, file in enumerate(others)}  # those that no copy answers at
        said, _ = self.next_message(time.monotonic() + ANSWER)
        if said != {"ready": True}:
            self.die(f"A fork did not come up: {(said or {}).get('broken', 'it said nothing')}")
        if files:
            list(self.execute(laying(files), ANSWER))

    def stop(self) -> None:
        """Ends it at once, with its copies and all that they have started; it has nothing to save."""
        if self.number is not None:
            number, self.number = self.number, None
            with suppress(KernelDied):
                answer, _ = self.zygote.ask(do="end", number=number)
                self.complaint, self.cpu = answer["complaint"], answer["cpu"]
            assert self.wire is not None
            self.wire.close()
            self.wire = None
            for wire in self.for_copies.values():
                wire.close()

    def interrupt(self) -> None:
        self.zygote.tell(do="interrupt", number=self.number)

    def copy(self, late: bool = False) -> "CopiedKernel | None":
        """A copy of it as it is now; None where none can be made: it has threads, or no wire is left for one.

        Args:
            late: it stands for moments before; files count as moved where they have changed since the kernel began.
        Raises:
            KernelDied: it did not answer.
        """
        if not self.for_copies or self.number is None or self.zygote.ask(do="threads", number=self.number)[0]["threads"] > 1:
            return None
        place = min(self.for_copies)
        process = self.answer({"copy": place, "late": late}, "copy")
        wire = self.for_copies.pop(place)
        if type(process) is int and process > 0:
            return CopiedKernel(self, wire, process)
        wire.close()
        return None


class CopiedKernel(Forked):
    """A copy of a kernel; it lives in the same box, and ends with it.

    Args:
        process: its id in the box, by the kernel's own word. Whatever it names, only processes of that box are meant.
    """

    def __init__(self, kernel: WarmKernel, wire: Wire, process: int):
        super().__init__(wire)
        self.kernel, self.process = kernel, process

    def stop(self) -> None:
        """Ends it; the kernel that it is a copy of goes on."""
        if self.wire is not None:
            self.wire.close()
            self.wire = None
            self.request("kill")
            self.complaint = self.kernel.complaint

    def interrupt(self) -> None:
        self.request("interrupt")

    def request(self, what: str) -> None:
        if self.kernel.number is not None:
            self.kernel.zygote.tell(do=what, number=self.kernel.number, copy=self.process)

    def moved(self) -> bool:
        """Whether files that it may need have changed since it was made.

        Raises:
            KernelDied: it did not answer.
        """
        return self.answer({"moved": True}, "moved") is not False


def as_json(line: bytes) -> Any:
    """A line as JSON that can be written again, or None where it is none."""
    try:
        if b"\\ud" in line:  # halves of characters, which JSON can hold and no file can
            line = json.dumps(json.loads(line), ensure_ascii=False).encode("utf-8", "replace")
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def laying(files: dict[str, bytes]) -> str:
    """A source that writes files."""
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
