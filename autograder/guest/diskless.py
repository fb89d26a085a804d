"""The process that kernels are forked from leaves the disk: from then on the root folder is one in memory.

What it has mapped stays mapped. So what is mapped is made resident, for a page that is not there yet would be one more
thing that a box could fetch and the next one find; and the parts that are for graphics cards, gigabytes, are let go.
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
    interpreter_within,
    libc,
    mount,
    must,
)

LIBRARY, NEW_ROOT = "/box/library", "/box/root"  # the shared library, where there is one; and where the new root is made
COURSE = {"/box/course/lab": Path("/box/course/lab"), "/box/course/data/public": Path("/box/course/data/public")}
DEVICES = ("null", "zero", "full", "random", "urandom", "tty")  # the last is a process's own
FOR_CARDS = {".nv_fatbin", "__nv_relfatbin", ".cask_resource", ".ldata", ".lrodata"}  # sections of code for graphics cards
ONLY_OF = ("/nvidia/", "/libtorch_cuda")
CODE = {".text", ".rodata", ".eh_frame"}  # of libraries that nothing but other such libraries calls
WANTED = ("/nvidia/cuda_runtime/", "libcudart", "libcupti", "/libtorch_cuda")  # torch asks these whether there is a card
POPULATE_READ, PAGE = 22, mmap.PAGESIZE
FIXED, PRIVATE, ANONYMOUS = 0x10, 0x02, 0x20


def leave_the_disk() -> None:
    """Goes on in a root folder in memory; no fork will see another.

    Raises:
        OSError: that does not work here.
    """
    if os.path.isdir(f"{LIBRARY}/proc"):
        mount(LIBRARY, NEW_ROOT, None, BIND)
    else:
        wanted = library.files(COURSE)
        mount("tmpfs", NEW_ROOT, "tmpfs", NO_SUID | NO_DEVICES, "mode=755")
        library.lay(wanted, Path(NEW_ROOT))
        mount("none", NEW_ROOT, None, REMOUNT | BIND | READ_ONLY | NO_SUID | NO_DEVICES)
    furnish_devices()
    mount("proc", f"{NEW_ROOT}/proc", "proc", NO_SUID | NO_DEVICES)  # the zygote's own; a fork takes it away
    for folder in ("box/home",) if interpreter_within(("/tmp",)) else ("tmp", "box/home"):  # what lies there is to be seen
        mount("tmpfs", f"{NEW_ROOT}/{folder}", "tmpfs", NO_SUID | NO_DEVICES, "size=4m,mode=1777")
    os.chdir(NEW_ROOT)
    must(libc.syscall(PIVOT_ROOT[os.uname().machine], b".", b"."), "a new root folder")
    must(libc.umount2(b".", DETACH), "leaving the disk")
    os.chdir("/")


PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}


def furnish_devices() -> None:
    """/dev with the few devices that say nothing, and room for memory and terminals of a fork's own."""
    there = f"{NEW_ROOT}/dev"
    mount("tmpfs", there, "tmpfs", NO_SUID, "size=64k,mode=755")
    for name in DEVICES:
        Path(there, name).touch()
        mount(f"/dev/{name}", f"{there}/{name}", None, BIND)
    for name in ("shm", "pts"):
        Path(there, name).mkdir()
    Path(there, "ptmx").symlink_to("pts/ptmx")
    mount("none", there, None, REMOUNT | BIND | READ_ONLY | NO_SUID)


# --- what stays mapped ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mapping:
    """A part of a file in this process's memory."""

    begin: int
    end: int
    rights: str
    offset: int
    file: str


def mappings(lines: str) -> Iterator[Mapping]:
    """The mapped parts of files, from the text of a maps file."""
    for line in lines.splitlines():
        bounds, rights, offset, _, inode, *file = line.split(maxsplit=5)
        if inode != "0" and file:
            begin, end = (int(bound, 16) for bound in bounds.split("-"))
            yield Mapping(begin, end, rights, int(offset, 16), file[0])


def make_resident() -> None:
    """Every page of a mapped file is in memory from now on; in locked memory, where this process may have that.

    Linux before 5.14 has no such request; there a page is read once.
    """
    drop_code_for_cards()
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_MEMLOCK, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    for part in mappings(Path("/proc/self/maps").read_text()):
        if part.rights[0] != "r":
            continue
        place, size = ctypes.c_void_p(part.begin), ctypes.c_size_t(part.end - part.begin)
        if libc.madvise(place, size, POPULATE_READ) != 0:
            for page in range(part.begin, part.end, PAGE):
                ctypes.string_at(page, 1)
        libc.mlock(place, size)  # without the right to, memory that is short may still push it out


def drop_code_for_cards() -> None:
    """Takes what only a graphics card would run out of memory: pages of nothing stand in its place."""
    with suppress(OSError, struct.error, ValueError):
        for part in list(mappings(Path("/proc/self/maps").read_text())):
            if any(word in part.file for word in ONLY_OF):
                called = any(word in part.file for word in WANTED)
                for begin, end in sections(part.file, FOR_CARDS if called else FOR_CARDS | CODE):
                    replace(part, begin, end)


def replace(part: Mapping, begin: int, end: int) -> None:
    """Empties what a mapping has of the bytes of a file."""
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
    must(0 if got == first else -1, "memory of nothing")


def sections(file: str, wanted: set[str]) -> Iterator[tuple[int, int]]:
    """Where in a library (first byte, behind the last) lies what only a graphics card would run."""
    with open(file, "rb") as open_:
        head = open_.read(64)
        if head[:5] != b"\x7fELF\x02":
            return
        (place,) = struct.unpack_from("<Q", head, 40)
        size, count, names = struct.unpack_from("<HHH", head, 58)
        open_.seek(place)
        table = open_.read(size * count)
        rows = [struct.unpack_from("<IIQQQQ", table, row * size) for row in range(count)]
        open_.seek(rows[names][4])
        words = open_.read(rows[names][5])
    for name, _, _, _, offset, length in rows:
        if words[name : words.index(b"\0", name)].decode() in wanted:
            yield offset, offset + length
