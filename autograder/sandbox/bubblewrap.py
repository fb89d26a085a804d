"""A box: what a process sees and may do inside bubblewrap, and whether this machine can start one.

Inside: the system and this interpreter, read-only; a copy of one folder and two temporary folders, in memory and of a fixed
size; no network, no other process, no course, no home. A box started by root drops to a user id of its own, for kernel user
0 could write to /proc/sys even without any capability; an ordinary user's box is a user namespace.
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

from autograder.guest import library
from autograder.guest.seccomp import program
from autograder.layout import HELD_BACK, ROOT

SETTINGS = ("/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives", "/etc/fonts")  # without fonts OpenCV complains
LARGE_PAGES = "/sys/kernel/mm/transparent_hugepage"  # where the C library reads whether it may ask for them
OUTSIDE = "/mnt"  # where a box sees the folder that its own is copied from
INSTALL = "sudo apt install bubblewrap"
MB, GB = 1 << 20, 1 << 30

# oom_score_adj: where the machine's memory ends, the box ends first.
FILL = f'echo 1000 > /proc/self/oom_score_adj; [ ! -d {OUTSIDE} ] || {{ cp -r {OUTSIDE}/. . && chmod -R a+rwX .; }} && exec "$@"'


@dataclass(frozen=True)
class Bounds:
    """What a box may use; sizes in bytes."""

    memory: int = 4 * GB  # resident, of all its processes together; the watchdog counts it
    address_space: int = 8 * GB  # of a process; torch needs 4 on a CPU, and shared memory is bounded by nothing else
    data: int = 3 * GB  # of a process: its private memory
    processes: int = 128  # and threads
    file: int = 64 * MB
    open_files: int = 256  # of a process: for each of them the system holds a page or two
    stack: int = 8 * MB
    work: int = 256 * MB  # of the working folder, beyond what lies in it at the start
    temporary: int = 256 * MB
    shared: int = 64 * MB


def own_user() -> int | None:
    """A user id that nobody has, where root starts a box: another for each, since processes are counted by user."""
    if os.geteuid() != 0:
        return None
    ranges = [line.split() for line in Path("/proc/self/uid_map").read_text().splitlines()]
    top = min(max(int(start) + int(count) for start, _, count in ranges), 2_000_000_000)  # 65536 in some containers
    return random.SystemRandom().randrange(top - 4000, top - 2)


@dataclass(frozen=True)
class Box:
    """One box.

    Args:
        folder: where the process works: a copy in memory, at the same path; nothing of it comes back.
        shared: a folder that it shares with the outside, for sockets.
        devices: files in /dev that may be used, such as a graphics card's.
    """

    folder: Path | None = None
    shared: Path | None = None
    bounds: Bounds = Bounds()
    devices: Sequence[str] = ()
    user: int | None = field(default_factory=own_user)

    def command(self, inner: list[str], seccomp: int) -> list[str]:
        """bubblewrap's command line; `seccomp` is an open file to read the filter from."""
        rights = ["--unshare-user", "--uid", "65534", "--gid", "65534", "--cap-drop", "ALL"]
        if self.user is not None:
            rights = ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_SETPCAP"]
        return [
            *("bwrap", "--die-with-parent", "--new-session", "--hostname", "box", "--seccomp", str(seccomp)),
            *("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", *rights),
            *self.sees(),
            *("--unsetenv", "JPY_PARENT_PID"),  # in here the parent is process 1, and ipykernel would end itself
            *("--", *self.limited(), "--", "sh", "-c", FILL, "sh", *self.dropped(), *inner),
        ]

    def sees(self) -> list[str]:
        """The files."""
        bounds = self.bounds
        arguments = readable([str(path) for path in (self.folder, self.shared) if path], bounds)
        if self.shared:
            arguments += ["--bind", str(self.shared), str(self.shared)]
        if self.folder:
            size = sum(path.stat().st_size + 4096 for path in self.folder.rglob("*") if path.is_file()) + bounds.work
            arguments += [*memory(str(self.folder), size), "--ro-bind", str(self.folder), OUTSIDE]
        arguments += [*usable(self.devices), "--remount-ro", "/dev", "--remount-ro", "/"]
        return [*arguments, "--chdir", str(self.folder or "/tmp")]

    def limited(self) -> list[str]:
        """The limits of each process."""
        limits = {
            "as": self.bounds.address_space,
            "data": self.bounds.data,
            "nproc": self.bounds.processes,
            "fsize": self.bounds.file,
            "nofile": self.bounds.open_files,
            "stack": self.bounds.stack,
            "core": 0,
        }
        return ["prlimit", *(f"--{name}={most}" for name, most in limits.items())]

    def dropped(self) -> list[str]:
        """The last of root's rights go."""
        if self.user is None:
            return []
        user = [f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups"]
        return ["setpriv", *user, "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs"]


def system() -> list[str]:
    """The operating system, read-only."""
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


def memory(path: str, size: int) -> list[str]:
    """A folder in memory that everybody may write to."""
    return ["--size", str(size), "--perms", "0777", "--tmpfs", path]


def interpreter() -> list[str]:
    """The folders that this interpreter and its packages lie in, the outermost of each."""
    program = os.path.dirname(os.path.dirname(os.path.realpath(sys.executable)))
    packages = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    folders = [sys.prefix, sys.base_prefix, *packages]
    kept: list[str] = []
    for path in sorted({*folders, *map(os.path.realpath, folders), program}):
        if os.path.isdir(path) and not within(path, ["/usr", *kept]):
            kept.append(path)
    return kept


def held_back(readable: list[str]) -> list[str]:
    """What of the grader's own lies in a folder that is shown, as it does where the package is installed as a copy."""
    return [str(ROOT / name) for name in HELD_BACK if (ROOT / name).is_dir() and within(str(ROOT / name), readable)]


def within(path: str, folders: list[str]) -> bool:
    return any(Path(path).is_relative_to(folder) for folder in folders)


def parents(paths: list[str]) -> list[str]:
    """Every folder above some paths, open to all: those that bubblewrap makes by itself only their owner can enter."""
    above = {str(folder) for path in paths for folder in Path(path).parents} - {"/", "/usr", "/tmp"}
    return [word for folder in sorted(above) for word in ("--perms", "0755", "--dir", folder)]


def readable(given: list[str], bounds: Bounds) -> list[str]:
    """The system and this interpreter, read-only, with room for temporary files, and the folders above those given."""
    folders = interpreter()
    arguments = [*system(), "--proc", "/proc", "--dev", "/dev", *memory("/tmp", bounds.temporary)]
    arguments += [*memory("/dev/shm", bounds.shared), *parents([*folders, *given])]
    for path in folders:
        arguments += ["--ro-bind", path, path]
    for path in held_back(folders):
        arguments += ["--tmpfs", path, "--remount-ro", path]
    return arguments


def nursery(inner: list[str], shown: dict[str, Path], folders: list[str], devices: Sequence[str] = ()) -> list[str]:
    """bubblewrap's command line for a process that makes smaller boxes, and runs no student's code itself.

    Args:
        shown: path in the box -> what is seen there, read-only.
        folders: empty ones, for the smaller boxes to put something else there.
        devices: files in /dev that may be used, such as a graphics card's.
    """
    needed = ("SYS_ADMIN", "SETPCAP", "SETUID", "SETGID", "SYS_PTRACE", "KILL")  # the last four act on other users' processes
    user = [] if os.geteuid() == 0 else ["--unshare-user", "--uid", "65534", "--gid", "65534"]
    locking = ("IPC_LOCK", "SYS_RESOURCE")  # so that what is mapped stays in memory
    kept = (*needed, *locking) if os.geteuid() == 0 else needed[:2]
    rights = [*user, "--cap-drop", "ALL", *(word for name in kept for word in ("--cap-add", f"CAP_{name}"))]
    binds = [word for path, source in shown.items() for word in ("--ro-bind", str(source), path)]
    empty = [word for path in [*folders, *([] if devices else ("/box/root", "/box/library"))] for word in ("--dir", path)]
    if not devices and (ours := library.shared_library(course(shown))):
        empty += ["--ro-bind", str(ours), "/box/library"]
    return [
        *("bwrap", "--as-pid-1", "--new-session", "--hostname", "box", "--unshare-pid", "--unshare-net", "--unshare-ipc"),
        *("--unshare-uts", "--unshare-cgroup-try", *rights, *readable(list(shown), Bounds()), *binds, *empty),
        *("--ro-bind-try", LARGE_PAGES, LARGE_PAGES),
        *usable(devices),
        *("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/", "--", *inner),
    ]


def course(shown: dict[str, Path]) -> dict[str, Path]:
    """What is shown of the course's own: path in the box -> folder."""
    return {path: source for path, source in shown.items() if path.startswith("/box/course/")}


def usable(devices: Sequence[str]) -> list[str]:
    """Files of /dev that may be used."""
    return [word for path in devices for word in ("--dev-bind", path, path)]


@contextmanager
def seccomp_file() -> Iterator[int]:
    """The filter in an open file; the number is for bubblewrap to inherit."""
    read, write = os.pipe()
    try:
        with os.fdopen(write, "wb") as file:
            file.write(program())
        yield read
    finally:
        os.close(read)


def run_in_box(source: str, box: Box | None = None, seconds: float = 30.0) -> subprocess.CompletedProcess:
    """Runs Python code in a box of its own, with this interpreter but without packages.

    Raises:
        subprocess.TimeoutExpired: it took longer.
        OSError: bubblewrap could not be started.
    """
    with seccomp_file() as seccomp:
        command = (box or Box()).command([sys.executable, "-I", "-S", "-c", source], seccomp)
        none, path = subprocess.DEVNULL, {"PATH": os.environ.get("PATH", os.defpath)}
        return subprocess.run(command, env=path, pass_fds=[seccomp], stdin=none, capture_output=True, text=True, timeout=seconds)


@dataclass(frozen=True)
class Ability:
    """Whether boxes work here; if not, why, and the one thing to do."""

    works: bool
    why_not: str = ""
    mend: str = ""


@cache
def probe() -> Ability:
    """Whether a box starts here, by starting one."""
    if sys.platform != "linux":
        return Ability(False, f"bubblewrap runs on Linux, and this is {sys.platform}", "grade on Linux, or in a Linux container")
    if shutil.which("bwrap") is None:
        return Ability(False, "bubblewrap is not installed", f"type: {INSTALL}")
    if not Path(f"/proc/self/task/{os.getpid()}/children").is_file():  # what the watchdog reads
        return Ability(False, "this kernel does not list processes' children", "use one with CONFIG_PROC_CHILDREN, as Debian's")
    try:
        done = run_in_box("print('in the box')")
    except KeyError as machine:
        return Ability(False, f"the system calls of {machine} processors are not known here", "grade on x86_64 or aarch64")
    except (OSError, subprocess.TimeoutExpired) as error:
        return Ability(False, f"bubblewrap does not run: {error}", "type: bwrap --ro-bind / / true")
    if done.returncode == 0 and done.stdout == "in the box\n":
        return Ability(True)
    said = [line for line in done.stderr.splitlines() if line.strip()] or [f"exit status {done.returncode}"]
    return Ability(False, f"a box does not start: {said[-1]}", way_to_mend())


def way_to_mend(settings: Path = Path("/proc/sys")) -> str:
    """What keeps an ordinary user from user namespaces on most machines, and how to allow them."""

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
