"""Confines a forked process before it runs a student's code: own namespaces, no rights, limits, a system call filter.

It runs in a sandbox that bubblewrap has made, in a process with the right to make namespaces there, and makes that sandbox
smaller: no other process in sight, no network, new folders in memory. It imports only the standard library.
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

HOME = "/box/home"  # a notebook's working folder inside the sandbox
NEW_MOUNTS, NEW_IPC, NEW_PROCESSES, NEW_NETWORK = 0x00020000, 0x08000000, 0x20000000, 0x40000000
READ_ONLY, NO_SUID, NO_DEVICES, NO_PROGRAMS, REMOUNT, BIND, RECURSIVE, PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
DETACH = 2  # MNT_DETACH
MOST_FILES, MOST_TERMINALS = 20_000, 8  # in a folder in memory; each file costs the system about a kilobyte
PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 4, 22, 24, 38
FILTER = 2  # SECCOMP_MODE_FILTER
CAPABILITIES_3 = 0x20080522
MOST_CAPABILITIES = 41
LIMITS = {"address_space": "AS", "data": "DATA", "processes": "NPROC", "file": "FSIZE", "open_files": "NOFILE", "stack": "STACK"}
SYSTEM_HOLDS = {"SIGPENDING": 1024, "MSGQUEUE": 0, "MEMLOCK": 0}  # signals and timers, queues, locked memory

NAMELESS = {"SIGPENDING": 11, "MSGQUEUE": 12}  # limits that the resource module of some Python versions does not name

libc = ctypes.CDLL(None, use_errno=True)


def check_call(result: int, what: str) -> None:
    """Checks the result of a call to the C library.

    Raises:
        OSError: the call failed; then no student's code may run.
    """
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def become_first_process() -> None:
    """Forks, and continues as process 1 of a process namespace that belongs to this user; the old process waits for it.

    If an ordinary user started bubblewrap, its namespace belongs to a user whose rights have been dropped, and
    `new_process_namespace` could not return to it.
    """
    check_call(libc.unshare(NEW_PROCESSES | NEW_MOUNTS), "namespaces")
    child = os.fork()
    if child:
        os.close(0)
        _, status = os.waitpid(child, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    mount("none", "/", None, RECURSIVE | PRIVATE)
    mount("proc", "/proc", "proc", NO_SUID | NO_DEVICES)


@cache
def own_process_namespace() -> int:
    """Opens this process's process namespace as a file; called first before /proc is closed to it."""
    return os.open("/proc/self/ns/pid", os.O_RDONLY)


@contextmanager
def new_process_namespace() -> Iterator[None]:
    """Puts the next forked process into a new process namespace: when it ends, all its descendants end, too."""
    check_call(libc.unshare(NEW_PROCESSES), "a new process namespace")
    try:
        yield
    finally:
        check_call(libc.setns(own_process_namespace(), NEW_PROCESSES), "return to the own process namespace")


def hide_from_others() -> None:
    """Closes this process's memory and its files under /proc to processes without its rights."""
    own_process_namespace()
    check_call(libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "hiding")


def check_no_shared_memory() -> None:
    """Checks that no memory would be shared writable between forks of this process.

    Raises:
        OSError: some would.
    """
    for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines():
        rights = line.split()[1]
        if rights[1] == "w" and rights[3] == "s":
            raise OSError(f"forks would share memory: {line}")


def enter_namespaces(folders: dict[str, int], diskless: bool) -> None:
    """Enters namespaces of its own: no network, and only its own processes and files.

    Args:
        folders: path -> size in bytes of new folders in memory.
        diskless: this process's root folder is in memory already (`autograder.guest.diskless`); then it gets no /proc either,
            which would show what others do to memory that it shares with them.
    """
    check_call(libc.unshare(NEW_MOUNTS | NEW_IPC | NEW_NETWORK), "namespaces")
    prefer_for_oom()
    covered = {path: os.open(path, os.O_PATH) for path in interpreter_within(tuple(folders))}
    mount("none", "/", None, RECURSIVE | PRIVATE)
    if not diskless:
        mount("proc", "/proc", "proc", NO_SUID | NO_DEVICES)
    for path, size in folders.items():
        mount("tmpfs", path, "tmpfs", NO_SUID | NO_DEVICES, f"size={size},nr_inodes={MOST_FILES},mode=1777")
    for path, descriptor in covered.items():  # stays read-only
        os.makedirs(path)
        mount(f"/proc/self/fd/{descriptor}", path, None, BIND | RECURSIVE)
        os.close(descriptor)
    if diskless:
        mount("/sys", "/proc", None, BIND)  # an empty folder over /proc; unmounting the old one would take longer
        mount("devpts", "/dev/pts", "devpts", NO_SUID | NO_PROGRAMS, f"newinstance,ptmxmode=0666,mode=600,max={MOST_TERMINALS}")


def prefer_for_oom() -> None:
    """Has the system end this process first if memory runs out. An ordinary user may write that file only while dumpable."""
    check_call(libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0), "its own files under /proc")
    Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    check_call(libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "hiding")


def interpreter_within(folders: tuple[str, ...]) -> list[str]:
    """Finds this interpreter's folders below some others, the outermost of each, such as an environment made in /tmp."""
    wanted = {sys.prefix, sys.base_prefix, *(path for path in sys.path if path.endswith(("site-packages", "dist-packages")))}
    inside = sorted(path for path in wanted if path.startswith(tuple(f"{folder}/" for folder in folders)) and os.path.isdir(path))
    return [path for path in inside if not path.startswith(tuple(f"{other}/" for other in inside))]


def mount(source: str, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    """Mounts a file system, by the system call itself.

    Raises:
        OSError: the system refuses it.
    """
    words = [word.encode() if word else None for word in (source, target, kind)]
    check_call(libc.mount(*words, ctypes.c_ulong(flags), options.encode() if options else None), f"mounting {target}")


def drop_rights(limits: dict[str, int], user: int | None, filter_: bytes) -> None:
    """Sets the limits, drops all capabilities for good, and loads the system call filter.

    Args:
        limits: by the names of autograder.sandbox.bubblewrap.ResourceLimits.
        user: the user id to change to, if this process is root's; or None.
        filter_: a seccomp program.
    """
    set_limits(limits)
    for capability in range(MOST_CAPABILITIES):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    check_call(libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0), "its own files under /proc")
    check_call(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new rights")
    header = struct.pack("<II", CAPABILITIES_3, 0)
    check_call(libc.capset(header, struct.pack("<6I", *[0] * 6)), "no capabilities")
    load_filter(filter_)


def set_limits(limits: dict[str, int]) -> None:
    """Sets the limits of each process; a hard limit that is lower already stays."""
    for name, kind in LIMITS.items():
        which = getattr(resource, f"RLIMIT_{kind}")
        _, hard = resource.getrlimit(which)
        most = limits[name] if hard == resource.RLIM_INFINITY else min(limits[name], hard)
        resource.setrlimit(which, (most, most))
    for name, most in {"CORE": 0, **SYSTEM_HOLDS}.items():
        resource.setrlimit(NAMELESS.get(name) or getattr(resource, f"RLIMIT_{name}"), (most, most))


def load_filter(filter_: bytes) -> None:
    """Loads a seccomp program for this process and all its descendants."""

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("lines", ctypes.c_void_p))

    lines = ctypes.create_string_buffer(filter_, len(filter_))
    program = Program(len(filter_) // 8, ctypes.cast(lines, ctypes.c_void_p))
    check_call(libc.prctl(PR_SET_SECCOMP, FILTER, ctypes.byref(program), 0, 0), "the filter of system calls")
