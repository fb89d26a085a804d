"""What a forked process does to itself before it runs a student's code: a system of its own, no rights, limits, a filter.

It is called in a box that bubblewrap has made, by a process with the right to make namespaces there; this box is made
smaller: no other process to be seen, no network, fresh folders in memory. It knows Python's own library alone.
Sources: namespaces(7), capabilities(7), seccomp(2).
"""

import ctypes
import os
import resource
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

HOME = "/box/home"  # where a notebook works in here
NEW_MOUNTS, NEW_IPC, NEW_PROCESSES, NEW_NETWORK = 0x00020000, 0x08000000, 0x20000000, 0x40000000
READ_ONLY, NO_SUID, NO_DEVICES, NO_PROGRAMS, REMOUNT, BIND, RECURSIVE, PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
DETACH = 2  # MNT_DETACH
MOST_FILES, MOST_TERMINALS = 20_000, 8  # in a folder in memory; the system holds about a kilobyte for each file
PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 4, 22, 24, 38
FILTER = 2  # SECCOMP_MODE_FILTER
CAPABILITIES_3 = 0x20080522
MOST_CAPABILITIES = 41
LIMITS = {"address_space": "AS", "data": "DATA", "processes": "NPROC", "file": "FSIZE", "open_files": "NOFILE", "stack": "STACK"}
SYSTEM_HOLDS = {"SIGPENDING": 1024, "MSGQUEUE": 0, "MEMLOCK": 0}  # signals and timers, queues, locked memory

NAMELESS = {"SIGPENDING": 11, "MSGQUEUE": 12}  # limits that Python's module has no name for, in some versions

libc = ctypes.CDLL(None, use_errno=True)


def must(result: int, what: str) -> None:
    """Raises:
    OSError: a call to the system did not succeed; then nothing of the student's may run.
    """
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def settle() -> None:
    """Forks, and goes on as number 1 of a namespace of processes that belongs to this user; the old process waits for it.

    bubblewrap's own namespace belongs, where an ordinary user started it, to a user whose rights have been left behind;
    `first_of_its_kind` could not come back to it.
    """
    must(libc.unshare(NEW_PROCESSES | NEW_MOUNTS), "namespaces")
    child = os.fork()
    if child:
        os.close(0)
        _, status = os.waitpid(child, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    mount("none", "/", None, RECURSIVE | PRIVATE)
    mount("proc", "/proc", "proc", NO_SUID | NO_DEVICES)


@cache
def processes_here() -> int:
    """This process's own namespace of processes, as an open file; to be asked for before it hides."""
    return os.open("/proc/self/ns/pid", os.O_RDONLY)


@contextmanager
def first_of_its_kind() -> Iterator[None]:
    """The next process that is forked is number 1 of a namespace of its own: with it all end that it has started."""
    must(libc.unshare(NEW_PROCESSES), "a namespace for processes")
    try:
        yield
    finally:
        must(libc.setns(processes_here(), NEW_PROCESSES), "back to the processes here")


def hide_from_others() -> None:
    """Nobody without this process's rights reads its memory or its files under /proc."""
    processes_here()
    must(libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "hiding")


def share_nothing() -> None:
    """Makes sure that forks of this process would have no memory in common that one could write and another read.

    Raises:
        OSError: they would.
    """
    for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines():
        rights = line.split()[1]
        if rights[1] == "w" and rights[3] == "s":
            raise OSError(f"forks would share memory: {line}")


def enter(folders: dict[str, int], diskless: bool) -> None:
    """A view of the system for this process alone: fresh folders in memory (path -> bytes), no network, its own processes.

    Args:
        diskless: this process's root folder is in memory already (`autograder.guest.diskless`); then it gets no /proc, either,
            in which it could see what others do to memory that it shares with them.
    """
    must(libc.unshare(NEW_MOUNTS | NEW_IPC | NEW_NETWORK), "namespaces")
    die_first()
    covered = {path: os.open(path, os.O_PATH) for path in interpreter_within(tuple(folders))}
    mount("none", "/", None, RECURSIVE | PRIVATE)
    if not diskless:
        mount("proc", "/proc", "proc", NO_SUID | NO_DEVICES)
    for path, size in folders.items():
        mount("tmpfs", path, "tmpfs", NO_SUID | NO_DEVICES, f"size={size},nr_inodes={MOST_FILES},mode=1777")
    for path, place in covered.items():  # read-only as it is there
        os.makedirs(path)
        mount(f"/proc/self/fd/{place}", path, None, BIND | RECURSIVE)
        os.close(place)
    if diskless:
        mount("/sys", "/proc", None, BIND)  # an empty folder: no /proc; to take away the old one would take longer
        mount("devpts", "/dev/pts", "devpts", NO_SUID | NO_PROGRAMS, f"newinstance,ptmxmode=0666,mode=600,max={MOST_TERMINALS}")


def die_first() -> None:
    """Where the machine's memory ends, this process ends first; a file that is an ordinary user's only while he may read it."""
    must(libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0), "its own files under /proc")
    Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    must(libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "hiding")


def interpreter_within(folders: tuple[str, ...]) -> list[str]:
    """Of this interpreter's folders those that lie below some others, the outermost of each: an environment made in /tmp."""
    wanted = {sys.prefix, sys.base_prefix, *(path for path in sys.path if path.endswith(("site-packages", "dist-packages")))}
    inside = sorted(path for path in wanted if path.startswith(tuple(f"{folder}/" for folder in folders)) and os.path.isdir(path))
    return [path for path in inside if not path.startswith(tuple(f"{other}/" for other in inside))]


def mount(source: str, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    """mount(2).

    Raises:
        OSError: it is refused.
    """
    words = [word.encode() if word else None for word in (source, target, kind)]
    must(libc.mount(*words, ctypes.c_ulong(flags), options.encode() if options else None), f"mounting {target}")


def give_up(bounds: dict[str, int], user: int | None, filter_: bytes) -> None:
    """Limits, then every right for good: the user is nobody, there are no capabilities, and the filter stands.

    Args:
        bounds: by the names of autograder.sandbox.bubblewrap.Bounds.
        user: the id to take, where this process is root's; or None.
        filter_: a seccomp program.
    """
    limit(bounds)
    for capability in range(MOST_CAPABILITIES):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    must(libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0), "its own files under /proc")
    must(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new rights")
    header = struct.pack("<II", CAPABILITIES_3, 0)
    must(libc.capset(header, struct.pack("<6I", *[0] * 6)), "no capabilities")
    load(filter_)


def limit(bounds: dict[str, int]) -> None:
    """The limits of each process; a limit that is lower already stays."""
    for name, kind in LIMITS.items():
        which = getattr(resource, f"RLIMIT_{kind}")
        _, hard = resource.getrlimit(which)
        most = bounds[name] if hard == resource.RLIM_INFINITY else min(bounds[name], hard)
        resource.setrlimit(which, (most, most))
    for name, most in {"CORE": 0, **SYSTEM_HOLDS}.items():
        resource.setrlimit(NAMELESS.get(name) or getattr(resource, f"RLIMIT_{name}"), (most, most))


def load(filter_: bytes) -> None:
    """The seccomp program, for this process and all that it starts."""

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("lines", ctypes.c_void_p))

    lines = ctypes.create_string_buffer(filter_, len(filter_))
    program = Program(len(filter_) // 8, ctypes.cast(lines, ctypes.c_void_p))
    must(libc.prctl(PR_SET_SECCOMP, FILTER, ctypes.byref(program), 0, 0), "the filter of system calls")
