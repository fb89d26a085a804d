"""Jupyter kernels: each start takes seconds of imports, but works wherever Jupyter does."""

import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import zmq
from jupyter_client.manager import KernelManager
from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.guest import put_back, stepwise
from autograder.sandbox.kernel import DIED, GRACE, MOST_OUTPUT, KernelDied
from autograder.sandbox.outputs import as_output
from autograder.sandbox.provisioner import SandboxedKernelManager, environment

STEPWISE = Path(stepwise.__file__).read_text(encoding="utf-8")
INSTALL = (
    f"_scope = {{}}; exec(compile({STEPWISE!r}, '<stepwise>', 'exec'), _scope); _scope['install'](get_ipython()); del _scope"
)
START = 60.0  # seconds for a kernel to start


class JupyterKernel:
    """A Jupyter kernel that works in a folder, or in a sandbox's copy of it, without the grader's environment."""

    def __init__(self, folder: Path, in_sandbox: bool = True, device: str = "cpu"):
        self.overran = False  # whether the latest source was stopped because its time was over
        self.manager = (
            SandboxedKernelManager(device=device) if in_sandbox else KernelManager(transport="ipc", ip=str(folder / ".kernel"))
        )
        self.manager.start_kernel(cwd=str(folder), env=environment(folder, device))
        self.client = self.manager.client()
        self.client.start_channels()
        try:
            self.client.wait_for_ready(timeout=START)
            self.client.iopub_channel.socket.setsockopt(
                zmq.RCVTIMEO, 1000
            )  # a socket may say that it is ready, and hold no message
        except RuntimeError as error:
            self.stop()
            raise KernelDied("The kernel did not start") from error
        for source in (INSTALL, put_back.source()):
            list(self.execute(source, START))

    def stop(self) -> None:
        """Ends the kernel at once."""
        if self.manager.has_kernel:
            self.client.stop_channels()
            self.manager.shutdown_kernel(now=True)
            self.manager.cleanup_resources()

    def execute(self, source: str, seconds: float) -> Iterator[NotebookNode]:
        """Runs a source and yields its outputs as they come.

        Raises:
            KernelDied: during this source; also where it did not stop in time, and not when interrupted either.
        """
        request = self.client.execute(source, store_history=False, allow_stdin=False, stop_on_error=False)
        deadline, interrupted, size = time.monotonic() + seconds, False, 0
        self.overran = False
        while True:
            message = self.next_message()
            if message is None:
                if not self.manager.is_alive():
                    self.stop()
                    raise KernelDied(getattr(self.manager.provisioner, "complaint", "") or DIED)
            elif answers(message, request):
                if is_idle(message):
                    return
                output = output_in(message)
                size += len(str(output)) if output else 0
                if output and size <= MOST_OUTPUT:
                    yield output
            if time.monotonic() > deadline:
                if interrupted:
                    self.stop()
                    raise KernelDied("The kernel did not stop when it was told to")
                yield new_output("stream", name="stderr", text=f"\nStopped: this took longer than {seconds:.0f} s.\n")
                self.overran = True
                self.manager.interrupt_kernel()
                deadline, interrupted = time.monotonic() + GRACE, True

    def copy(self, late: bool = False) -> None:
        """Returns None: a process with threads cannot be copied."""

    def next_message(self) -> dict | None:
        """Waits for the next message; None if there is none for a while."""
        try:
            return self.client.get_iopub_msg(timeout=0.5)
        except (Empty, zmq.ZMQError, ValueError, RecursionError):  # a kernel may send anything
            return None


def answers(message: Any, request: str) -> bool:
    """Whether a message answers a request; a kernel may send anything."""
    match message:
        case {"parent_header": {"msg_id": str(parent)}, "msg_type": str(), "content": dict()}:
            return parent == request
    return False


def is_idle(message: dict) -> bool:
    return message["msg_type"] == "status" and message["content"].get("execution_state") == "idle"


def output_in(message: dict) -> NotebookNode | None:
    """Converts a message to an output of a cell; None if it is none."""
    return as_output({**message["content"], "output": message["msg_type"]})
