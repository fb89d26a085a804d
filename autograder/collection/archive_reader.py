"""Reads zip and tar archives member by member, and trusts none of their claims about themselves.

A member that may not be unpacked carries the reason; an archive that cannot be read raises a Refusal.
"""

import gzip
import os
import stat
import struct
import tarfile
import time
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import IO, Any

from autograder.collection.names import shown

KINDS = (".zip", ".tar", ".tar.gz", ".tgz", ".gz")
FOREIGN = (".7z", ".rar", ".bz2", ".tbz", ".tbz2", ".xz", ".txz", ".lzma", ".zst", ".z", ".cab", ".iso")
READABLE = "expected .zip, .tar, .tar.gz or .tgz"


@dataclass(frozen=True)
class ArchiveLimits:
    """Limits on what may come out of an archive. Bytes are counted as they are read, not as the archive claims."""

    file_bytes: int = 100_000_000
    class_bytes: int = 20_000_000_000  # from one archive of a class, including nested archives
    class_members: int = 20_000
    nested_bytes: int = 500_000_000  # from one archive in an archive: one student
    nested_members: int = 2_000
    ratio: int = 200  # unpacked to packed; asked of members that unpack to more than `ratio_from`
    ratio_from: int = 10_000_000
    depth: int = 3  # archives within archives
    header_bytes: int = 4_000_000  # a zip's list of members, one header of a tar


class Refusal(ValueError):
    """Reason why something is not unpacked."""


@dataclass(frozen=True)
class Member:
    """One file in an archive, of either kind; or a folder, of which nothing is unpacked."""

    name: str
    size: int
    modified: float
    refused: str | None
    open: Callable[[], IO[bytes] | None]
    folder: bool = False


def nothing() -> None:
    """What a folder opens to."""


def refusing_damage(source: Iterator[Any]) -> Iterator[Any]:
    """Yields the same items, and turns every error into a Refusal: on hostile bytes the standard library may raise anything."""
    while True:
        try:
            item = next(source)
        except StopIteration:
            return
        except Refusal:
            raise
        except Exception as error:
            raise damage_refusal(error) from error
        yield item


def open_member(member: Member) -> IO[bytes]:
    """Opens a member for reading.

    Raises:
        Refusal: it cannot be opened.
    """
    try:
        source = member.open()
    except Exception as error:
        raise damage_refusal(error) from error
    if source is None:
        raise Refusal("it is no file")
    return source


def damage_refusal(error: Exception) -> Refusal:
    """Converts an error of the standard library's readers to a Refusal."""
    if isinstance(error, tarfile.ReadError):
        return Refusal(f"it is no tar, or a damaged one ({shown(str(error), 80)}); {READABLE}")
    return Refusal(f"it is damaged or cut off ({type(error).__name__}: {shown(str(error), 80)})")


def is_archive(name: str) -> bool:
    """Whether a name is that of a supported archive."""
    return name.lower().endswith(KINDS)


def refuse_foreign(name: str) -> None:
    """Raises a Refusal if a name is that of an unsupported archive."""
    if name.lower().endswith(FOREIGN):
        raise Refusal(f"archives of this kind are not read, {READABLE}; unpack it yourself and put the files there")


def members(file: IO[bytes], limits: ArchiveLimits, most_members: int, most_bytes: int) -> Iterator[Member]:
    """Reads the members of an archive, whose kind its first bytes tell."""
    start = file.read(262)
    in_all = most_bytes + 4 * tarfile.BLOCKSIZE * most_members + limits.header_bytes  # of a tar, including headers and padding
    file.seek(0)
    if start[:2] == b"PK":
        return zip_members(file, limits, most_members)
    if start[:2] == b"\x1f\x8b":
        return tar_members(gzip.GzipFile(fileobj=file), limits, in_all)
    if start[257:262] == b"ustar":
        return tar_members(file, limits, in_all)
    raise Refusal(f"it is no archive, whatever its name says; {READABLE}")


class Metered:
    """File that returns a limited number of bytes at once and in all, whatever sizes an archive claims."""

    def __init__(self, file: Any, at_once: int, in_all: int):
        self.file, self.at_once, self.in_all = file, at_once, in_all

    def read(self, size: int = -1) -> bytes:
        if size > self.at_once or self.file.tell() > self.in_all:
            raise Refusal("its headers are larger than an archive's of a class can be")
        data = self.file.read(size if size >= 0 else self.at_once + 1)
        if len(data) > self.at_once:
            raise Refusal("its headers are larger than an archive's of a class can be")
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence == 0 and offset > self.in_all:
            raise Refusal("it holds more than an archive may, or claims to; the rest stays in it")
        return self.file.seek(offset, whence)

    def tell(self) -> int:
        return self.file.tell()

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        pass


# --- zip -----------------------------------------------------------------------------------------------------------


def zip_members(file: IO[bytes], limits: ArchiveLimits, most_members: int) -> Iterator[Member]:
    """Reads the members of a zip, after its list of them has been checked."""
    size = file.seek(0, os.SEEK_END)
    with zipfile.ZipFile(Metered(file, limits.header_bytes, size)) as archive:  # type: ignore[call-overload]
        infos = archive.infolist()
        if len(infos) > most_members:
            raise Refusal(f"it has {len(infos)} members, more than {most_members}")
        damaged = damaged_members(file, infos, archive.start_dir)
        for info in infos:
            if is_folder(info) and info.file_size == 0:
                yield Member(zip_name(info), 0, 0.0, None, nothing, folder=True)
            else:
                why = damaged.get(info.header_offset) or why_not_zip(info, limits)
                yield Member(zip_name(info), info.file_size, zip_time(info), why, partial(archive.open, info))


def damaged_members(file: IO[bytes], infos: list[zipfile.ZipInfo], end_of_all: int) -> dict[int, str]:
    """Finds damaged members: offset -> what is wrong. Members that share bytes are a zip bomb: kilobytes unpack to petabytes.

    Raises:
        Refusal: two members overlap, or one reaches into the list of members.
    """
    damaged: dict[int, str] = {}
    reached = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < reached:
            raise Refusal("its members overlap, as in a zip bomb; nothing of it is unpacked")
        file.seek(max(info.header_offset, 0))
        header = file.read(30)
        if len(header) < 30 or header[:4] != b"PK\3\4":
            damaged[info.header_offset] = "it is damaged: its header is not where the archive says"
            continue
        reached = info.header_offset + 30 + sum(struct.unpack("<HH", header[26:30])) + info.compress_size
        if reached > end_of_all:
            raise Refusal("its members overlap its own list of them, as in a zip bomb; nothing of it is unpacked")
    return damaged


def why_not_zip(info: zipfile.ZipInfo, limits: ArchiveLimits) -> str | None:
    """Reason why a member of a zip is not unpacked, by its header; None if it is."""
    if is_folder(info):
        return "it is named as a folder and holds bytes, expected a file"
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind and not stat.S_ISREG(kind):
        return "it is a link, a pipe or a device, expected a file"
    if info.flag_bits & 0x41:
        return "it is locked with a password, expected none"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "it is compressed in a way that few can read, expected a plain zip (stored or deflated)"
    if info.file_size > max(limits.ratio_from, limits.ratio * info.compress_size):
        return f"it unpacks to more than {limits.ratio} times its size, as a zip bomb does"
    return None


def is_folder(info: zipfile.ZipInfo) -> bool:
    """Whether a member is a folder, by its whole name: the standard library cuts it off at the first zero byte."""
    return info.orig_filename.endswith("/")


def zip_name(info: zipfile.ZipInfo) -> str:
    """Name of a member; many are UTF-8 without being marked so, and zipfile reads those as code page 437."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        with suppress(UnicodeError):  # it is not UTF-8
            name = name.encode("cp437").decode("utf-8")
    return unicodedata.normalize("NFC", name)


def zip_time(info: zipfile.ZipInfo) -> float:
    try:
        return time.mktime((*info.date_time, 0, 0, -1))
    except (ValueError, OverflowError):
        return 0.0


# --- tar -----------------------------------------------------------------------------------------------------------


def tar_members(stream: Any, limits: ArchiveLimits, in_all: int) -> Iterator[Member]:
    """Reads the members of a tar one by one: a tar has no list of them."""
    metered = Metered(stream, limits.header_bytes, in_all)
    with tarfile.open(fileobj=metered, mode="r:") as archive:  # type: ignore[call-overload]
        while (info := archive.next()) is not None:
            archive.members.clear()  # it would keep them all, with headers of any length
            name = unicodedata.normalize("NFC", info.name)
            if info.isdir():
                yield Member(name, 0, 0.0, None, nothing, folder=True)
            else:
                yield Member(name, info.size, float(info.mtime), why_not_tar(info), partial(archive.extractfile, info))


def why_not_tar(info: tarfile.TarInfo) -> str | None:
    """Reason why a member of a tar is not unpacked; None if it is."""
    if not info.isreg():
        return "it is a link, a pipe or a device, expected a file"
    if info.issparse():
        return "it has holes, expected a plain file"
    return None
