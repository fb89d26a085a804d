"""Moves the fork server off the disk: its root folder becomes one in memory, and so does that of every fork.

What is mapped into the process stays mapped, so it is made resident: a page that is still on the disk could be fetched in
one sandbox and found by the next. The parts that only a GPU would run, gigabytes, are replaced by zeros.
"""

import ctypes
import mmap
import os
import resource
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from autograder.guest import library
from autograder.guest.namespaces import (
    BIND,
    DETACH,
    NO_DEVICES,
    NO_SUID,
    READ_ONLY,
    REMOUNT,
    check_call,
    interpreter_within,
    libc,
    mount,
)

LIBRARY, NEW_ROOT = "/box/library", "/box/root"  # the shared library, if there is one; the folder where the new root is made
COURSE = {path: Path(path) for path in ("/box/course/lab", "/box/course/selfcheck", "/box/course/data/public")}
DEVICES = ("null", "zero", "full", "random", "urandom", "tty")  # each process has its own tty
GPU_SECTIONS = {".nv_fatbin", "__nv_relfatbin", ".cask_resource", ".ldata", ".lrodata"}  # ELF sections that hold code for GPUs
GPU_LIBRARIES = ("/nvidia/", "/libtorch_cuda")
CODE_SECTIONS = {".text", ".rodata", ".eh_frame"}  # sections of a library that only other GPU libraries call
PROBED_LIBRARIES = ("/nvidia/cuda_runtime/", "libcudart", "libcupti", "/libtorch_cuda")  # torch asks these whether there is a GPU
POPULATE_READ, PAGE = 22, mmap.PAGESIZE
FIXED, PRIVATE, ANONYMOUS = 0x10, 0x02, 0x20


def leave_the_disk() -> None:
    """Changes the root folder to one in memory; forks inherit it.

    Raises:
        OSError: the system refuses it.
    """
    if os.path.isdir(f"{LIBRARY}/proc"):
        mount(LIBRARY, NEW_ROOT, None, BIND)
    else:
        wanted = library.files(COURSE)
        mount("tmpfs", NEW_ROOT, "tmpfs", NO_SUID | NO_DEVICES, "mode=755")
        library.copy_files(wanted, Path(NEW_ROOT))
        mount("none", NEW_ROOT, None, REMOUNT | BIND | READ_ONLY | NO_SUID | NO_DEVICES)
    make_devices()
    mount("proc", f"{NEW_ROOT}/proc", "proc", NO_SUID | NO_DEVICES)  # for the fork server; a fork covers it
    for folder in ("box/home",) if interpreter_within(("/tmp",)) else ("tmp", "box/home"):  # an interpreter in /tmp stays visible
        mount("tmpfs", f"{NEW_ROOT}/{folder}", "tmpfs", NO_SUID | NO_DEVICES, "size=4m,mode=1777")
    os.chdir(NEW_ROOT)
    check_call(libc.syscall(PIVOT_ROOT[os.uname().machine], b".", b"."), "a new root folder")
    check_call(libc.umount2(b".", DETACH), "leaving the disk")
    os.chdir("/")


PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}


def make_devices() -> None:
    """Makes /dev with the devices that reveal nothing, and mount points for the shared memory and terminals of a fork."""
    devices = f"{NEW_ROOT}/dev"
    mount("tmpfs", devices, "tmpfs", NO_SUID, "size=64k,mode=755")
    for name in DEVICES:
        Path(devices, name).touch()
        mount(f"/dev/{name}", f"{devices}/{name}", None, BIND)
    for name in ("shm", "pts"):
        Path(devices, name).mkdir()
    Path(devices, "ptmx").symlink_to("pts/ptmx")
    mount("none", devices, None, REMOUNT | BIND | READ_ONLY | NO_SUID)


# --- what stays mapped ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mapping:
    """Part of a file that is mapped into this process."""

    begin: int
    end: int
    rights: str
    offset: int
    file: str


def mappings(lines: str) -> Iterator[Mapping]:
    """Parses the mapped parts of files from the text of /proc/self/maps."""
    for line in lines.splitlines():
        bounds, rights, offset, _, inode, *file = line.split(maxsplit=5)
        if inode != "0" and file:
            begin, end = (int(bound, 16) for bound in bounds.split("-"))
            yield Mapping(begin, end, rights, int(offset, 16), file[0])


def make_resident() -> None:
    """Loads every page of the mapped files into memory, and locks them there if this process may.

    Linux before 5.14 cannot be asked to; there each page is read once.
    """
    drop_gpu_code()
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_MEMLOCK, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    for part in mappings(Path("/proc/self/maps").read_text()):
        if part.rights[0] != "r":
            continue
        address, size = ctypes.c_void_p(part.begin), ctypes.c_size_t(part.end - part.begin)
        if libc.madvise(address, size, POPULATE_READ) != 0:
            for page in range(part.begin, part.end, PAGE):
                ctypes.string_at(page, 1)
        libc.mlock(address, size)  # fails without the right to; then the system may evict pages when memory is short


def drop_gpu_code() -> None:
    """Replaces code that only a GPU would run by pages of zeros."""
    with suppress(OSError, struct.error, ValueError):
        for part in list(mappings(Path("/proc/self/maps").read_text())):
            if any(word in part.file for word in GPU_LIBRARIES):
                called = any(word in part.file for word in PROBED_LIBRARIES)
                for begin, end in sections(part.file, GPU_SECTIONS if called else GPU_SECTIONS | CODE_SECTIONS):
                    replace_by_zeros(part, begin, end)


def replace_by_zeros(part: Mapping, begin: int, end: int) -> None:
    """Replaces the whole pages between two offsets of a mapped file by zeros."""
    first = max(begin - part.offset + part.begin, part.begin)
    last = min(end - part.offset + part.begin, part.end)
    first, last = -(-first // PAGE) * PAGE, last // PAGE * PAGE
    if first >= last:
        return
    rights = mmap.PROT_READ | (mmap.PROT_WRITE if part.rights[1] == "w" else 0)
    libc.mmap.restype = ctypes.c_void_p
    got = libc.mmap(
        ctypes.c_void_p(first), ctypes.c_size_t(last - first), rights, FIXED | PRIVATE | ANONYMOUS, -1, ctypes.c_long(0)
    )
    check_call(0 if got == first else -1, "mapping zeros")


def sections(file: str, wanted: set[str]) -> Iterator[tuple[int, int]]:
    """Finds sections of an ELF file by name: (offset of the first byte, offset behind the last)."""
    with open(file, "rb") as open_:
        head = open_.read(64)
        if head[:5] != b"\x7fELF\x02":
            return
        (start,) = struct.unpack_from("<Q", head, 40)
        size, count, names = struct.unpack_from("<HHH", head, 58)
        open_.seek(start)
        table = open_.read(size * count)
        rows = [struct.unpack_from("<IIQQQQ", table, row * size) for row in range(count)]
        open_.seek(rows[names][4])
        words = open_.read(rows[names][5])
    for name, _, _, _, offset, length in rows:
        if words[name : words.index(b"\0", name)].decode() in wanted:
            yield offset, offset + length
