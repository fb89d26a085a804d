"""Where students' code runs: a Jupyter kernel in a box, with a watchdog, as jupyter_client's kernel provisioner `boxed`.

Sockets are files in a folder that box and grader share; it is the one folder outside that a box can write to, and the
watchdog ends a box that puts anything else there.
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

from autograder.guest.memory import started_by, too_much
from autograder.sandbox.bubblewrap import GB, Box, seccomp_file
from autograder.sandbox.gpu import bounds as bounds_with
from autograder.sandbox.gpu import nodes, seen

PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT")
EVERY = 0.1  # seconds between the watchdog's looks
CONNECTION = "kernel.json"


def environment(folder: Path, device: str = "cpu") -> dict[str, str]:
    """All the environment that a kernel gets which works in a folder: nothing of the grader's own."""
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return (
        passed_on
        | seen(device)
        | {
            "HOME": str(folder),
            "USER": "student",  # torch asks for a name, and the box has no list of users
            "IPYTHONDIR": str(folder / ".ipython"),
            "TMPDIR": str(folder),
            "LAB_NETWORK": "pocket",  # the same network for everybody, and no download
            "OMP_NUM_THREADS": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
    )


class Boxed(LocalProvisioner):
    """Starts a kernel in a box; it works in a copy of its folder, and nothing of that comes back."""

    bounds = Dict(config=True, help="What the box may use, by the names of autograder.sandbox.bubblewrap.Bounds.")
    device = Unicode("cpu", config=True, help="What the kernel computes on: cpu or cuda.")
    watchdog: "Watchdog | None" = None
    shared: Path | None = None

    async def pre_launch(self, **options: Any) -> dict[str, Any]:
        """The connection goes over sockets in a folder of its own, whose path must be short (107 bytes)."""
        manager: Any = self.parent
        self.shared = Path(tempfile.mkdtemp(prefix="box-", dir="/tmp"))
        manager.cache_ports = False
        manager.transport = "ipc"
        manager.connection_file = str(self.shared / CONNECTION)
        manager.ip = str(self.shared / "socket")
        return await super().pre_launch(**options)

    async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:
        """Starts bubblewrap, and the watchdog. What is written past Jupyter goes nowhere: it could forge the grader's log."""
        assert self.shared is not None
        folder = Path(options.get("cwd") or os.getcwd()).resolve()
        bounds = replace(bounds_with(self.device), **self.bounds)
        box = Box(folder, self.shared, bounds, nodes() if self.device == "cuda" else ())
        if box.user is not None:
            os.chown(self.shared, box.user, box.user)
            os.chown(self.shared / CONNECTION, box.user, box.user)
        options |= {"env": environment(folder, self.device), "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with seccomp_file() as seccomp:
            connection = await super().launch_kernel(box.command(cmd, seccomp), pass_fds=[seccomp], **options)
        assert self.process is not None
        self.watchdog = Watchdog(self.process, box)
        self.watchdog.start()
        return connection

    async def send_signal(self, signum: int) -> None:
        """A signal would meet bubblewrap and not the kernel: an interrupt goes by message."""
        if signum != SIGINT:
            await super().send_signal(signum)

    async def cleanup(self, restart: bool = False) -> None:
        await super().cleanup(restart)
        if self.watchdog is not None:
            self.watchdog.over.set()
        if self.shared is not None:
            shutil.rmtree(self.shared, ignore_errors=True)

    @property
    def complaint(self) -> str:
        """Why the watchdog ended the box, or an empty text."""
        return self.watchdog.complaint if self.watchdog is not None else ""


class Watchdog(threading.Thread):
    """Ends a box that uses too much memory or writes where it should not."""

    def __init__(self, process: subprocess.Popen, box: Box):
        super().__init__(name="watchdog", daemon=True)
        self.process, self.box = process, box
        self.over = threading.Event()
        self.complaint = ""

    def run(self) -> None:
        while not self.over.wait(EVERY) and self.process.poll() is None:
            try:
                self.complaint = self.look()
            except OSError as error:
                self.complaint = f"The kernel was stopped: it could not be watched ({error})"
            if self.complaint:
                self.process.kill()  # and with bubblewrap goes all that it has started
                return

    def look(self) -> str:
        """What is wrong, or an empty text."""
        most = self.box.bounds.memory
        if too_much(started_by(self.process.pid), most):
            return f"The kernel was stopped: it used more than {most / GB:.2g} GB of memory"
        if self.box.shared is not None and strange_files(self.box.shared):
            return "The kernel was stopped: it wrote into the folder of its sockets"
        return ""


def strange_files(folder: Path) -> list[str]:
    """What lies in a folder and is neither a socket nor the connection file; nothing is followed or opened."""
    strange = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                details = entry.stat(follow_symlinks=False)
                ours = entry.name == CONNECTION and stat.S_ISREG(details.st_mode) and details.st_size < 10_000
                if not (stat.S_ISSOCK(details.st_mode) or ours):
                    strange.append(entry.name)
    except FileNotFoundError:  # the kernel is being ended, or has just renamed something
        pass
    return strange


class BoxedManager(KernelManager):
    """A manager of one boxed kernel of this interpreter, whatever kernels and entry points are installed."""

    def __init__(self, bounds: dict[str, int] | None = None, device: str = "cpu"):
        super().__init__()
        self.kernel_id = str(uuid.uuid4())
        self.provisioner = Boxed(
            kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self, bounds=bounds or {}, device=device
        )

    @property
    def kernel_spec(self) -> KernelSpec:
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, language="python", display_name="boxed", interrupt_mode="message")
