"""Where a notebook's kernels come from: warm ones, forked; where those do not work, cold ones, each a new interpreter."""

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.layout import ROOT, SHIPPED
from autograder.sandbox.bubblewrap import probe
from autograder.sandbox.fork_server_process import NoWarmKernels, WarmKernel, zygote
from autograder.sandbox.gpu import must_be_there
from autograder.sandbox.jupyter_kernel import ColdKernel
from autograder.sandbox.kernel import Kernel, KernelDied

UNSAFE = "NOT IN A BOX: this notebook ran with all the rights of the user who grades, as --no-sandbox asked for."


class NoBox(RuntimeError):
    """Students' code must not run here: this machine makes no box, and nobody asked for less."""


class NoKernel(RuntimeError):
    """No kernel starts: that is the grader's fault and not the notebook's."""


def boxed(unsafe: bool = False) -> bool:
    """Whether notebooks run in a box here.

    Raises:
        NoBox: they cannot, and `unsafe` was not asked for.
    """
    ability = probe()
    if not ability.works and not unsafe:
        raise NoBox(f"not judged, no box for students' code: {ability.why_not}; {ability.mend} (or trust them all: --no-sandbox)")
    return ability.works


class Place:
    """Starts one notebook's kernels, all of them in the same state.

    Args:
        folder: for kernels outside the box that warm ones have: lab/, data/ and the student's files lie in it.
        files: path -> content, what the student handed in beside the notebook.
        warm: fork them where that works.
        device: what they compute on, "cpu" or "cuda".
    """

    def __init__(self, folder: Path, files: dict[str, bytes], in_box: bool, warm: bool = True, device: str = "cpu"):
        self.folder, self.files, self.in_box, self.warm, self.device = folder, files, in_box, warm, device
        self.notes = [] if in_box else [UNSAFE]
        self.started: list[Kernel] = []
        self.furnished = False

    @property
    def copies(self) -> bool:
        """Whether its kernels leave copies of themselves: forks do, but CUDA does not survive a fork."""
        return self.warm and self.device == "cpu"

    @property
    def cpu(self) -> float:
        """CPU seconds of the kernels that have ended; those of cold ones are not known."""
        return sum(getattr(kernel, "cpu", 0.0) for kernel in self.started)

    def start(self, copies: int = 0) -> Kernel:
        """A new kernel, that may leave so many copies of itself.

        Raises:
            NoKernel: it does not start.
        """
        for _ in range(2):  # the process that is forked may just have been ended
            try:
                self.started.append(
                    self.warm_kernel(copies) if self.warm else ColdKernel(self.furnish(), self.in_box, self.device)
                )
                return self.started[-1]
            except NoWarmKernels as reason:
                self.warm = False
                logging.getLogger(__name__).warning("%s; every kernel is started anew, which takes seconds", reason)
            except KernelDied as reason:
                failed = reason
        raise NoKernel(f"not judged, no kernel starts: {failed}")

    def warm_kernel(self, copies: int) -> Kernel:
        copies = copies if self.copies else 0
        if self.in_box:
            return WarmKernel(zygote(device=self.device), self.files, copies=copies)
        return WarmKernel(zygote(boxed=False, device=self.device), {}, self.furnish(), copies=copies)

    def furnish(self) -> Path:
        """The folder, with all that lies in it.

        Not the release's lab/ and data/: the kernel must see the very networks and images that the judge compares with,
        also where the package was renewed after the assignment had gone out.
        """
        if not self.furnished:
            self.furnished = True
            for part in SHIPPED:
                shutil.copytree(ROOT / part, self.folder / part, ignore=shutil.ignore_patterns("__pycache__"))
            for name, content in self.files.items():
                (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / name).write_bytes(content)
        return self.folder


@contextmanager
def place(files: dict[str, bytes] | None = None, unsafe: bool = False, warm: bool = True, device: str = "cpu") -> Iterator[Place]:
    """A place for one notebook.

    Args:
        files: path -> content, what the student handed in beside the notebook.
        unsafe: where this machine makes no box, run without one.
        warm: fork kernels where that works.
        device: what kernels compute on, "cpu" or "cuda".
    Raises:
        NoBox: it makes none, and `unsafe` was not asked for.
        NoCard: there is no such device here.
    """
    must_be_there(device)
    in_box = boxed(unsafe)
    with tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True) as name:
        yield Place(Path(name), files or {}, in_box, warm, device)
