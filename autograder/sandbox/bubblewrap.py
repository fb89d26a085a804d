"""Sandbox of bubblewrap: what a process sees and may do in it, and whether this machine can start one.

Inside: the system and this interpreter, read-only; a copy of one folder and two temporary folders, in memory and of a fixed
size; no network, no other process, no course, no home. A sandbox started by root changes to a user id of its own, since the
kernel's user 0 could write to /proc/sys even without capabilities; an ordinary user's sandbox is a user namespace.
"""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from autograder.course_toml import MISCONCEPTIONS, RUBRIC, folder_of
from autograder.guest import library
from autograder.guest.seccomp import program
from autograder.layout import ENGINE, HELD_BACK, course_root

SETTINGS = ("/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives", "/etc/fonts")  # without fonts OpenCV complains
LARGE_PAGES = "/sys/kernel/mm/transparent_hugepage"  # where the C library reads whether large pages are allowed
OUTSIDE = "/mnt"  # where a sandbox sees the folder that its working folder is copied from
INSTALL = "sudo apt install bubblewrap"
MB, GB = 1 << 20, 1 << 30

# oom_score_adj: if the machine's memory runs out, the sandbox is ended first.
FILL = f'echo 1000 > /proc/self/oom_score_adj; [ ! -d {OUTSIDE} ] || {{ cp -r {OUTSIDE}/. . && chmod -R a+rwX .; }} && exec "$@"'


@dataclass(frozen=True)
class ResourceLimits:
    """Limits on what a sandbox may use; sizes in bytes."""

    memory: int = 4 * GB  # resident, of all processes together; checked by the watchdog
    address_space: int = 8 * GB  # of a process; torch needs 4 on a CPU, and nothing else limits shared memory
    data: int = 3 * GB  # of a process: private memory
    processes: int = 128  # and threads
    file: int = 64 * MB
    open_files: int = 256  # of a process: each costs the system a page or two
    stack: int = 8 * MB
    work: int = 256 * MB  # of the working folder, beyond its content at the start
    temporary: int = 256 * MB
    shared: int = 64 * MB


def own_user() -> int | None:
    """Draws an unused user id if root starts a sandbox; each gets another, since processes are counted by user."""
    if os.geteuid() != 0:
        return None
    ranges = [line.split() for line in Path("/proc/self/uid_map").read_text().splitlines()]
    top = min(max(int(start) + int(count) for start, _, count in ranges), 2_000_000_000)  # 65536 in some containers
    return random.SystemRandom().randrange(top - 4000, top - 2)


@dataclass(frozen=True)
class Sandbox:
    """One sandbox.

    Args:
        folder: working folder: a copy of it in memory, at the same path; nothing is copied back.
        shared: folder that it shares with the outside, for sockets.
        devices: files in /dev that may be used, such as a GPU's.
    """

    folder: Path | None = None
    shared: Path | None = None
    limits: ResourceLimits = ResourceLimits()
    devices: Sequence[str] = ()
    user: int | None = field(default_factory=own_user)

    def command(self, inner: list[str], seccomp: int) -> list[str]:
        """Builds bubblewrap's command line; `seccomp` is an open file to read the filter from."""
        rights = ["--unshare-user", "--uid", "65534", "--gid", "65534", "--cap-drop", "ALL"]
        if self.user is not None:
            rights = ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_SETPCAP"]
        return [
            *("bwrap", "--die-with-parent", "--new-session", "--hostname", "box", "--seccomp", str(seccomp)),
            *("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", *rights),
            *self.file_arguments(),
            *("--unsetenv", "JPY_PARENT_PID"),  # inside, the parent is process 1, and ipykernel would end itself
            *("--", *self.limit_arguments(), "--", "sh", "-c", FILL, "sh", *self.rights_arguments(), *inner),
        ]

    def file_arguments(self) -> list[str]:
        """Arguments for the files that it sees."""
        arguments = base_arguments([str(path) for path in (self.folder, self.shared) if path], self.limits)
        if self.shared:
            arguments += ["--bind", str(self.shared), str(self.shared)]
        if self.folder:
            size = sum(path.stat().st_size + 4096 for path in self.folder.rglob("*") if path.is_file()) + self.limits.work
            arguments += [*memory_arguments(str(self.folder), size), "--ro-bind", str(self.folder), OUTSIDE]
        arguments += [*device_arguments(self.devices), "--remount-ro", "/dev", "--remount-ro", "/"]
        return [*arguments, "--chdir", str(self.folder or "/tmp")]

    def limit_arguments(self) -> list[str]:
        """Arguments of prlimit, for the limits of each process."""
        options = {
            "as": self.limits.address_space,
            "data": self.limits.data,
            "nproc": self.limits.processes,
            "fsize": self.limits.file,
            "nofile": self.limits.open_files,
            "stack": self.limits.stack,
            "core": 0,
        }
        return ["prlimit", *(f"--{name}={most}" for name, most in options.items())]

    def rights_arguments(self) -> list[str]:
        """Arguments of setpriv, which drops the last of root's rights."""
        if self.user is None:
            return []
        user = [f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups"]
        return ["setpriv", *user, "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs"]


def system_arguments() -> list[str]:
    """Arguments for the operating system, read-only."""
    arguments = ["--ro-bind", "/usr", "/usr"]
    for path in map(Path, ("/bin", "/sbin", "/lib", "/lib32", "/lib64")):
        if path.is_symlink():
            arguments += ["--symlink", os.readlink(path), str(path)]
        elif path.is_dir():
            arguments += ["--ro-bind", str(path), str(path)]
    arguments += ["--perms", "0755", "--dir", "/etc"]
    for setting in SETTINGS:
        arguments += ["--ro-bind-try", setting, setting]
    return arguments


def memory_arguments(path: str, size: int) -> list[str]:
    """Arguments for a folder in memory that everybody may write to."""
    return ["--size", str(size), "--perms", "0777", "--tmpfs", path]


def interpreter() -> list[str]:
    """Folders of this interpreter and its packages, the outermost of each."""
    program = os.path.dirname(os.path.dirname(os.path.realpath(sys.executable)))
    packages = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    folders = [sys.prefix, sys.base_prefix, *packages]
    kept: list[str] = []
    for path in sorted({*folders, *map(os.path.realpath, folders), program}):
        if os.path.isdir(path) and not within(path, ["/usr", *kept]):
            kept.append(path)
    return kept


def held_back(readable: list[str]) -> list[str]:
    """Folders of the grader to hide, which lie in a visible folder if the package is installed as a copy."""
    names = [*HELD_BACK, folder_of(RUBRIC), folder_of(MISCONCEPTIONS)]
    folders = dict.fromkeys(root / name for root in (ENGINE, course_root()) for name in names)
    outermost = [folder for folder in folders if not {*folder.parents} & folders.keys()]  # what is in a hidden one is hidden
    return [str(folder) for folder in outermost if folder.is_dir() and within(str(folder), readable)]


def within(path: str, folders: list[str]) -> bool:
    return any(Path(path).is_relative_to(folder) for folder in folders)


def parent_arguments(paths: list[str]) -> list[str]:
    """Arguments for every folder above some paths, open to all: folders that bubblewrap makes by itself are not."""
    above = {str(folder) for path in paths for folder in Path(path).parents} - {"/", "/usr", "/tmp"}
    return [word for folder in sorted(above) for word in ("--perms", "0755", "--dir", folder)]


def base_arguments(given: list[str], limits: ResourceLimits) -> list[str]:
    """Arguments for the system and this interpreter, read-only, for temporary folders, and for the folders above some paths."""
    folders = interpreter()
    arguments = [*system_arguments(), "--proc", "/proc", "--dev", "/dev", *memory_arguments("/tmp", limits.temporary)]
    arguments += [*memory_arguments("/dev/shm", limits.shared), *parent_arguments([*folders, *given])]
    for path in folders:
        arguments += ["--ro-bind", path, path]
    for path in held_back(folders):
        arguments += ["--tmpfs", path, "--remount-ro", path]
    return arguments


def fork_server_command(inner: list[str], shown: dict[str, Path], folders: list[str], devices: Sequence[str] = ()) -> list[str]:
    """Builds bubblewrap's command line for the fork server, which confines its forks further and runs no student's code itself.

    Args:
        shown: path in the sandbox -> what it shows, read-only.
        folders: empty folders, on which the forks mount others.
        devices: files in /dev that may be used, such as a GPU's.
    """
    needed = ("SYS_ADMIN", "SETPCAP", "SETUID", "SETGID", "SYS_PTRACE", "KILL")  # the last four act on other users' processes
    user = [] if os.geteuid() == 0 else ["--unshare-user", "--uid", "65534", "--gid", "65534"]
    locking = ("IPC_LOCK", "SYS_RESOURCE")  # to lock mapped files in memory
    kept = (*needed, *locking) if os.geteuid() == 0 else needed[:2]
    rights = [*user, "--cap-drop", "ALL", *(word for name in kept for word in ("--cap-add", f"CAP_{name}"))]
    binds = [word for path, source in shown.items() for word in ("--ro-bind", str(source), path)]
    empty = [word for path in [*folders, *([] if devices else ("/box/root", "/box/library"))] for word in ("--dir", path)]
    if not devices and (files := library.shared_library(course_folders(shown))):
        empty += ["--ro-bind", str(files), "/box/library"]
    return [
        *("bwrap", "--as-pid-1", "--new-session", "--hostname", "box", "--unshare-pid", "--unshare-net", "--unshare-ipc"),
        *("--unshare-uts", "--unshare-cgroup-try", *rights, *base_arguments(list(shown), ResourceLimits()), *binds, *empty),
        *("--ro-bind-try", LARGE_PAGES, LARGE_PAGES),
        *device_arguments(devices),
        *("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/", "--", *inner),
    ]


def course_folders(shown: dict[str, Path]) -> dict[str, Path]:
    """Selects the course's folders from what is shown: path in the sandbox -> folder."""
    return {path: source for path, source in shown.items() if path.startswith("/box/course/")}


def device_arguments(devices: Sequence[str]) -> list[str]:
    """Arguments for files of /dev that may be used."""
    return [word for path in devices for word in ("--dev-bind", path, path)]


@contextmanager
def seccomp_file() -> Iterator[int]:
    """Opens a pipe that holds the filter; bubblewrap inherits its number."""
    read, write = os.pipe()
    try:
        with os.fdopen(write, "wb") as file:
            file.write(program())
        yield read
    finally:
        os.close(read)


def run_in_sandbox(source: str, sandbox: Sandbox | None = None, seconds: float = 30.0) -> subprocess.CompletedProcess:
    """Runs Python code in its own sandbox, with this interpreter but without packages.

    Raises:
        subprocess.TimeoutExpired: it took longer.
        OSError: bubblewrap could not be started.
    """
    with seccomp_file() as seccomp:
        command = (sandbox or Sandbox()).command([sys.executable, "-I", "-S", "-c", source], seccomp)
        none, path = subprocess.DEVNULL, {"PATH": os.environ.get("PATH", os.defpath)}
        return subprocess.run(command, env=path, pass_fds=[seccomp], stdin=none, capture_output=True, text=True, timeout=seconds)


@dataclass(frozen=True)
class Availability:
    """Whether sandboxes work here; if not, why, and how to fix it."""

    works: bool
    why_not: str = ""
    fix: str = ""


@cache
def probe() -> Availability:
    """Tries whether a sandbox starts here."""
    if sys.platform != "linux":
        return Availability(
            False, f"bubblewrap runs on Linux, and this is {sys.platform}", "grade on Linux, or in a Linux container"
        )
    if shutil.which("bwrap") is None:
        return Availability(False, "bubblewrap is not installed", f"type: {INSTALL}")
    if not Path(f"/proc/self/task/{os.getpid()}/children").is_file():  # what the watchdog reads
        return Availability(
            False, "this kernel does not list processes' children", "use one with CONFIG_PROC_CHILDREN, as Debian's"
        )
    try:
        done = run_in_sandbox("print('in the sandbox')")
    except KeyError as machine:
        return Availability(False, f"the system calls of {machine} processors are not known here", "grade on x86_64 or aarch64")
    except (OSError, subprocess.TimeoutExpired) as error:
        return Availability(False, f"bubblewrap does not run: {error}", "type: bwrap --ro-bind / / true")
    if done.returncode == 0 and done.stdout == "in the sandbox\n":
        return Availability(True)
    lines = [line for line in done.stderr.splitlines() if line.strip()] or [f"exit status {done.returncode}"]
    return Availability(False, f"a sandbox does not start: {lines[-1]}", how_to_fix())


def how_to_fix(settings: Path = Path("/proc/sys")) -> str:
    """Finds the setting that keeps an ordinary user from user namespaces, and the command that allows them."""

    def at(name: str) -> str:
        path = settings / name.replace(".", "/")
        return path.read_text().strip() if path.is_file() else ""

    for name, closed, wanted in (
        ("kernel.apparmor_restrict_unprivileged_userns", "1", 0),  # Ubuntu since 23.10
        ("kernel.unprivileged_userns_clone", "0", 1),  # Debian before 11
        ("user.max_user_namespaces", "0", 15000),  # Red Hat
    ):
        if at(name) == closed:
            return f"type: sudo sysctl -w {name}={wanted}"
    return "start the container with --cap-add SYS_ADMIN --security-opt seccomp=unconfined --security-opt apparmor=unconfined"
