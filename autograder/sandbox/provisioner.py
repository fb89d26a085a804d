"""Runs a Jupyter kernel in a sandbox, with a watchdog, as jupyter_client's kernel provisioner `boxed`.

The sockets are files in a folder that sandbox and grader share. It is the only folder outside that a sandbox can write to,
and the watchdog ends a sandbox that puts anything else there.
"""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import uuid
from dataclasses import replace
from pathlib import Path
from signal import SIGINT
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Dict, Unicode

from autograder.course_toml import kernel_environment
from autograder.guest.memory import started_by, too_much
from autograder.sandbox.bubblewrap import GB, Sandbox, seccomp_file
from autograder.sandbox.gpu import device_files, gpu_environment, resource_limits

PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT")
EVERY = 0.1  # seconds between two checks of the watchdog
CONNECTION = "kernel.json"


def environment(folder: Path, device: str = "cpu") -> dict[str, str]:
    """Whole environment of a kernel that works in a folder, without the grader's own variables."""
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return (
        passed_on
        | kernel_environment()
        | gpu_environment(device)
        | {
            "HOME": str(folder),
            "USER": "student",  # torch asks for a name, and the sandbox has no list of users
            "IPYTHONDIR": str(folder / ".ipython"),
            "TMPDIR": str(folder),
            "OMP_NUM_THREADS": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
    )


class SandboxProvisioner(LocalProvisioner):
    """Starts a kernel in a sandbox; it works in a copy of its folder, and nothing is copied back."""

    bounds = Dict(config=True, help="What the sandbox may use, by the names of autograder.sandbox.bubblewrap.ResourceLimits.")
    device = Unicode("cpu", config=True, help="What the kernel computes on: cpu or cuda.")
    watchdog: "Watchdog | None" = None
    shared: Path | None = None

    async def pre_launch(self, **options: Any) -> dict[str, Any]:
        """Moves the connection to sockets in a folder of its own, whose path must be short (107 bytes)."""
        manager: Any = self.parent
        self.shared = Path(tempfile.mkdtemp(prefix="sandbox-", dir="/tmp"))
        manager.cache_ports = False
        manager.transport = "ipc"
        manager.connection_file = str(self.shared / CONNECTION)
        manager.ip = str(self.shared / "socket")
        return await super().pre_launch(**options)

    async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:
        """Starts bubblewrap and the watchdog. Output past Jupyter is dropped: it could forge lines of the grader's log."""
        assert self.shared is not None
        folder = Path(options.get("cwd") or os.getcwd()).resolve()
        limits = replace(resource_limits(self.device), **self.bounds)
        sandbox = Sandbox(folder, self.shared, limits, device_files() if self.device == "cuda" else ())
        if sandbox.user is not None:
            os.chown(self.shared, sandbox.user, sandbox.user)
            os.chown(self.shared / CONNECTION, sandbox.user, sandbox.user)
        options |= {"env": environment(folder, self.device), "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with seccomp_file() as seccomp:
            connection = await super().launch_kernel(sandbox.command(cmd, seccomp), pass_fds=[seccomp], **options)
        assert self.process is not None
        self.watchdog = Watchdog(self.process, sandbox)
        self.watchdog.start()
        return connection

    async def send_signal(self, signum: int) -> None:
        """Sends signals other than an interrupt, which goes to the kernel by message: a signal would reach bubblewrap instead."""
        if signum != SIGINT:
            await super().send_signal(signum)

    async def cleanup(self, restart: bool = False) -> None:
        await super().cleanup(restart)
        if self.watchdog is not None:
            self.watchdog.stopped.set()
        if self.shared is not None:
            shutil.rmtree(self.shared, ignore_errors=True)

    @property
    def complaint(self) -> str:
        """Reason why the watchdog ended the sandbox, or an empty text."""
        return self.watchdog.complaint if self.watchdog is not None else ""


class Watchdog(threading.Thread):
    """Ends a sandbox that uses too much memory or writes where it should not."""

    def __init__(self, process: subprocess.Popen, sandbox: Sandbox):
        super().__init__(name="watchdog", daemon=True)
        self.process, self.sandbox = process, sandbox
        self.stopped = threading.Event()
        self.complaint = ""

    def run(self) -> None:
        while not self.stopped.wait(EVERY) and self.process.poll() is None:
            try:
                self.complaint = self.find_fault()
            except OSError as error:
                self.complaint = f"The kernel was stopped: it could not be watched ({error})"
            if self.complaint:
                self.process.kill()  # with bubblewrap end all processes that it has started
                return

    def find_fault(self) -> str:
        """Describes what is wrong; an empty text if nothing is."""
        most = self.sandbox.limits.memory
        if too_much(started_by(self.process.pid), most):
            return f"The kernel was stopped: it used more than {most / GB:.2g} GB of memory"
        if self.sandbox.shared is not None and unexpected_files(self.sandbox.shared):
            return "The kernel was stopped: it wrote into the folder of its sockets"
        return ""


def unexpected_files(folder: Path) -> list[str]:
    """Names what in a folder is neither a socket nor the connection file; follows no link and opens no file."""
    unexpected = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                details = entry.stat(follow_symlinks=False)
                connection = entry.name == CONNECTION and stat.S_ISREG(details.st_mode) and details.st_size < 10_000
                if not (stat.S_ISSOCK(details.st_mode) or connection):
                    unexpected.append(entry.name)
    except FileNotFoundError:  # the kernel is being ended, or has just renamed a file
        pass
    return unexpected


class SandboxedKernelManager(KernelManager):
    """Manager of one sandboxed kernel of this interpreter, whatever kernels and entry points are installed."""

    def __init__(self, bounds: dict[str, int] | None = None, device: str = "cpu"):
        super().__init__()
        self.kernel_id = str(uuid.uuid4())
        self.provisioner = SandboxProvisioner(
            kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self, bounds=bounds or {}, device=device
        )

    @property
    def kernel_spec(self) -> KernelSpec:
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, language="python", display_name="sandboxed", interrupt_mode="message")


Boxed = SandboxProvisioner  # its former name, by which metadata of older installations find it; goes with the next release
