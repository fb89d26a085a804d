"""Starts a notebook's kernels: forked ones, or, where forking does not work, Jupyter kernels, each a new interpreter."""

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.layout import SHIPPED, folder_at
from autograder.sandbox.bubblewrap import probe
from autograder.sandbox.fork_server_process import ForkedKernel, ForkingUnavailable, fork_server
from autograder.sandbox.gpu import require_device
from autograder.sandbox.jupyter_kernel import JupyterKernel
from autograder.sandbox.kernel import Kernel, KernelDied

UNSAFE = "NOT IN A SANDBOX: this notebook ran with all the rights of the user who grades, as --no-sandbox asked for."


class SandboxUnavailable(RuntimeError):
    """Students' code must not run here: this machine makes no sandbox, and running without one was not requested."""


class KernelUnavailable(RuntimeError):
    """No kernel starts; the cause lies in the grader, not in the notebook."""


def sandboxed(unsafe: bool = False) -> bool:
    """Whether notebooks run in a sandbox here.

    Raises:
        SandboxUnavailable: they cannot, and `unsafe` is false.
    """
    availability = probe()
    if not availability.works and not unsafe:
        why = f"{availability.why_not}; {availability.fix} (or trust them all: --no-sandbox)"
        raise SandboxUnavailable(f"not judged, no sandbox for students' code: {why}")
    return availability.works


class KernelLauncher:
    """Starts one notebook's kernels, all in the same state.

    Args:
        folder: working folder of kernels that are not forked into a sandbox, with lab/, data/ and the student's files.
        files: path -> content of what the student submitted beside the notebook.
        forked: fork kernels if that works.
        device: what they compute on, "cpu" or "cuda".
    """

    def __init__(self, folder: Path, files: dict[str, bytes], in_sandbox: bool, forked: bool = True, device: str = "cpu"):
        self.folder, self.files, self.in_sandbox, self.forked, self.device = folder, files, in_sandbox, forked, device
        self.notes = [] if in_sandbox else [UNSAFE]
        self.started: list[Kernel] = []
        self.from_the_top: list[Kernel] = []  # those of them that may be copied
        self.prepared = False

    @property
    def copies(self) -> bool:
        """Whether its kernels can be copied: forked ones can, but CUDA does not survive a fork."""
        return self.forked and self.device == "cpu"

    @property
    def cpu(self) -> float:
        """CPU seconds of the forked kernels that have ended; those of Jupyter kernels are not known."""
        return sum(getattr(kernel, "cpu", 0.0) for kernel in self.started)

    @property
    def spent(self) -> dict[str, float]:
        """Number of kernels, and CPU seconds of those that ran the notebook, of the copies that were asked, and of all others."""
        first, others = (
            [kernel for kernel in self.started if (kernel in self.from_the_top) == wanted] for wanted in (True, False)
        )
        copies = sum(getattr(kernel, "cpu_of_copies", 0.0) for kernel in first)
        cells = sum(getattr(kernel, "cpu", 0.0) for kernel in first) - copies
        return {"kernels": len(self.started), "cells": cells, "questions": copies} | (
            {"once more": sum(getattr(kernel, "cpu", 0.0) for kernel in others)} if others else {}
        )

    def start(self, copies: int = 0) -> Kernel:
        """Starts a new kernel, which may be copied so often.

        Raises:
            KernelUnavailable: none starts.
        """
        for _ in range(2):  # the fork server may just have been ended
            try:
                self.started.append(
                    self.forked_kernel(copies)
                    if self.forked
                    else JupyterKernel(self.prepare_folder(), self.in_sandbox, self.device)
                )
                self.from_the_top += self.started[-1:] if copies else []
                return self.started[-1]
            except ForkingUnavailable as reason:
                self.forked = False
                logging.getLogger(__name__).warning("%s; every kernel is a new interpreter, which takes seconds", reason)
            except KernelDied as reason:
                failed = reason
        raise KernelUnavailable(f"not judged, no kernel starts: {failed}")

    def forked_kernel(self, copies: int) -> Kernel:
        copies = copies if self.copies else 0
        if self.in_sandbox:
            return ForkedKernel(fork_server(device=self.device), self.files, copies=copies)
        return ForkedKernel(fork_server(sandboxed=False, device=self.device), {}, self.prepare_folder(), copies=copies)

    def prepare_folder(self) -> Path:
        """Fills the working folder, and returns it.

        It gets lab/ and data/ of this installation, not those of the release: the kernel must see the networks and images
        that the judge compares with, also if the package was updated after the assignment had been released.
        """
        if not self.prepared:
            self.prepared = True
            for part in SHIPPED:
                shutil.copytree(folder_at(part), self.folder / part, ignore=shutil.ignore_patterns("__pycache__"))
            for name, content in self.files.items():
                (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / name).write_bytes(content)
        return self.folder


@contextmanager
def kernel_launcher(
    files: dict[str, bytes] | None = None, unsafe: bool = False, forked: bool = True, device: str = "cpu"
) -> Iterator[KernelLauncher]:
    """Makes a launcher for one notebook.

    Args:
        files: path -> content of what the student submitted beside the notebook.
        unsafe: run without a sandbox if this machine makes none.
        forked: fork kernels if that works.
        device: what kernels compute on, "cpu" or "cuda".
    Raises:
        SandboxUnavailable: this machine makes none, and `unsafe` is false.
        GpuUnavailable: there is no such device here.
    """
    require_device(device)
    in_sandbox = sandboxed(unsafe)
    with tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True) as name:
        yield KernelLauncher(Path(name), files or {}, in_sandbox, forked, device)
