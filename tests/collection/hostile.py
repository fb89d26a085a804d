"""Archives that a student may submit to harm the machine, the class or the course: name -> (file name, bytes)."""

import gzip
import io
import stat
import struct
import tarfile
import warnings
import zipfile
import zlib

HERE = b'{"cells": [], "nbformat": 4, "nbformat_minor": 5, "metadata": {"of": "mallory"}}'
BIG = 30_000_000  # more than the limits of the tests


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these members; doubled names are allowed."""
    raw = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(raw, "w", method) as archive:
        warnings.simplefilter("ignore", UserWarning)  # doubled names
        for name, content in members:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo()
            if isinstance(name, str):
                info.filename = name  # ZipInfo would mend it
            info.compress_type = method
            archive.writestr(info, content)
    return raw.getvalue()


def tarred(*members: tuple[str | tarfile.TarInfo, bytes], kind: str = "w:gz", headers: dict | None = None) -> bytes:
    """A tar of these members, packed by gzip."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode=kind, format=tarfile.PAX_FORMAT, pax_headers=headers) as archive:
        for name, content in members:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            if info.isreg():
                info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return raw.getvalue()


def of_kind(name: str, kind: int) -> zipfile.ZipInfo:
    """A member of a zip that is a link, a pipe or a device, as Info-ZIP writes it."""
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (kind | 0o777) << 16
    return info


def entry(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    """A member of a tar that is no file."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def patched(raw: bytes, field: int, form: str, value: int) -> bytes:
    """The zip with one field of its last central entry changed: 8 flags, 10 method, 16 CRC, 20 packed, 24 size, 42 offset."""
    at = raw.rindex(b"PK\1\2") + field
    return raw[:at] + struct.pack(form, value) + raw[at + struct.calcsize(form) :]


def patched_twice(raw: bytes, field: int, local: int, form: str, value: int) -> bytes:
    """The same, and in the local header too."""
    raw = patched(raw, field, form, value)
    return raw[:local] + struct.pack(form, value) + raw[local + struct.calcsize(form) :]


def overlapping(members: int = 50, reach: int = 0) -> bytes:
    """Members that are all the same bytes: each unpacks, and all together are fifty times the size.

    Args:
        reach: how far the last one's bytes go into the list of members.
    """
    content = b"0" * 900_000
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packed.compress(content) + packed.flush()
    facts = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, zlib.crc32(content), len(data) + reach, len(content), 1, 0)
    raw = b"PK\3\4" + facts + b"a" + data
    entries = b"".join(
        b"PK\1\2" + struct.pack("<H", 20) + facts + struct.pack("<HHHII", 0, 0, 0, 0, 0) + b"a" for _ in range(members)
    )
    return raw + entries + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, members, members, len(entries), len(raw), 0)


def zip64_lies() -> bytes:
    """A zip64 record that says there are 2**60 members in 2**60 bytes."""
    raw = zipped(("a.ipynb", HERE))
    end = raw.rindex(b"PK\5\6")
    record = b"PK\6\6" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 2**60, 2**60, 2**60, 10)
    locator = b"PK\6\7" + struct.pack("<IQI", 0, end, 1)
    return raw[:end] + record + locator + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 65535, 65535, 2**32 - 1, 2**32 - 1, 0)


def many(number: int) -> bytes:
    """Very many empty members."""
    entries, raw = [], io.BytesIO()
    for turn in range(number):
        facts = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 33, 0, 0, 0, 6, 0)
        name = f"{turn:06}".encode()
        offset = raw.tell()
        raw.write(b"PK\3\4" + facts + name)
        entries.append(b"PK\1\2" + struct.pack("<H", 20) + facts + struct.pack("<HHHII", 0, 0, 0, 0, offset) + name)
    index = b"".join(entries)
    count = min(number, 65535)
    return raw.getvalue() + index + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, len(index), raw.tell(), 0)


def nested(depth: int) -> bytes:
    """A zip in a zip in a zip."""
    raw = zipped(("a.ipynb", HERE))
    for level in range(depth):
        raw = zipped((f"level{level}.zip", raw))
    return raw


def sparse() -> tarfile.TarInfo:
    """GNU's way to write a terabyte of nothing."""
    info = tarfile.TarInfo("a.ipynb")
    info.type = tarfile.GNUTYPE_SPARSE
    return info


def petabyte() -> bytes:
    """The header of a file that is larger than any disk, and nothing after it."""
    info = tarfile.TarInfo("a.ipynb")
    info.size = 2**50
    return info.tobuf(tarfile.GNU_FORMAT)


ONE = zipped(("a.ipynb", HERE), method=zipfile.ZIP_STORED)
LOCAL_SIZE = 22  # where the local header, the first thing in ONE, has the unpacked size
BOMB = zipped(("a.ipynb", b"0" * BIG))

NAMES = {
    "parent": "../../../evil.ipynb",
    "parent_inside": "a/../../evil.ipynb",
    "absolute": "/tmp/evil.ipynb",
    "drive_letter": "C:\\evil.ipynb",
    "drive_letter_alone": "C:evil.ipynb",
    "network_share": "\\\\server\\share\\evil.ipynb",
    "backslashes": "..\\..\\evil.ipynb",
    "full_width_dots": "．．/．．/evil.ipynb",
    "line_break": "a\nevil.ipynb",
    "escape_codes": "\x1b[2J\x1b]0;evil\x07.ipynb",
    "long_name": "e" * 5000 + ".ipynb",
    "long_part": "é" * 200 + "/evil.ipynb",
    "deep": "d/" * 300 + "evil.ipynb",
}

ARCHIVES = {
    **{f"zip_{name}": ("mallory.zip", zipped((path, HERE))) for name, path in NAMES.items()},
    **{f"tar_{name}": ("mallory.tar.gz", tarred((path, HERE))) for name, path in NAMES.items()},
    "zip_nul": ("mallory.zip", zipped(("evilX.txt.ipynb", HERE)).replace(b"evilX", b"evil\0")),
    "zip_symlink": ("mallory.zip", zipped((of_kind("a.ipynb", stat.S_IFLNK), b"/etc/passwd"))),
    "zip_symlink_then_through": (
        "mallory.zip",
        zipped((of_kind("d", stat.S_IFLNK), b"../.."), ("d/evil.ipynb", HERE)),
    ),
    "zip_pipe": ("mallory.zip", zipped((of_kind("a.ipynb", stat.S_IFIFO), b""))),
    "zip_device": ("mallory.zip", zipped((of_kind("a.ipynb", stat.S_IFCHR), b""))),
    "zip_folder_with_bytes": ("mallory.zip", zipped(("a.ipynb/", HERE))),
    "zip_bomb": ("mallory.zip", BOMB),
    "zip_bomb_of_small_files": ("mallory.zip", zipped(*((f"{n}.ipynb", b"0" * 900_000) for n in range(30)))),
    "zip_bomb_declared_small": ("mallory.zip", patched_twice(BOMB, 24, LOCAL_SIZE, "<I", 10)),
    "zip_declared_larger": ("mallory.zip", patched_twice(ONE, 24, LOCAL_SIZE, "<I", len(HERE) + 9)),
    "zip_wrong_crc": ("mallory.zip", patched_twice(ONE, 16, 14, "<I", 1)),
    "zip_password": ("mallory.zip", patched_twice(ONE, 8, 6, "<H", 1)),
    "zip_lzma": ("mallory.zip", zipped(("a.ipynb", HERE), method=zipfile.ZIP_LZMA)),
    "zip_unknown_method": ("mallory.zip", patched_twice(ONE, 10, 8, "<H", 97)),
    "zip_header_elsewhere": ("mallory.zip", patched(ONE, 42, "<I", 7)),
    "zip_overlapping": ("mallory.zip", overlapping()),
    "zip_into_its_list": ("mallory.zip", overlapping(members=1, reach=10)),
    "zip64_lies": ("mallory.zip", zip64_lies()),
    "zip_many_members": ("mallory.zip", many(3000)),
    "zip_long_list": ("mallory.zip", many(90_000)),
    "zip_names_no_text": ("mallory.zip", zipped(("äö.ipynb", HERE)).replace("äö".encode(), b"\xff\xfe\xff\xfe")),
    "zip_truncated": ("mallory.zip", ONE[:-10]),
    "zip_truncated_early": ("mallory.zip", zipped(("a.ipynb", HERE * 50), method=zipfile.ZIP_STORED)[:700]),
    "zip_nested_deep": ("mallory.zip", nested(6)),
    "zip_nested_bomb": ("mallory.zip", zipped(("inner.zip", BOMB))),
    "zip_no_archive": ("mallory.zip", b"<html>Please log in</html>"),
    "zip_empty_file": ("mallory.zip", b""),
    "tar_symlink": ("mallory.tar.gz", tarred((entry("a.ipynb", tarfile.SYMTYPE, "/etc/passwd"), b""))),
    "tar_symlink_then_through": (
        "mallory.tar.gz",
        tarred((entry("d", tarfile.SYMTYPE, "../.."), b""), ("d/evil.ipynb", HERE)),
    ),
    "tar_hard_link": ("mallory.tar.gz", tarred((entry("a.ipynb", tarfile.LNKTYPE, "/etc/passwd"), b""))),
    "tar_pipe": ("mallory.tar.gz", tarred((entry("a.ipynb", tarfile.FIFOTYPE), b""))),
    "tar_device": ("mallory.tar.gz", tarred((entry("a.ipynb", tarfile.CHRTYPE), b""))),
    "tar_sparse": ("mallory.tar", tarred((sparse(), b""), kind="w:")),
    "tar_bomb": ("mallory.tar.gz", tarred(("a.ipynb", b"0" * BIG))),
    "tar_many_members": ("mallory.tar.gz", tarred(*((f"{n}.ipynb", b"") for n in range(3000)))),
    "tar_long_header": ("mallory.tar.gz", tarred(("a.ipynb", HERE), headers={"comment": "c" * BIG})),
    "tar_many_headers": (
        "mallory.tar",
        b"".join(tarfile.TarInfo.create_pax_global_header({"comment": "c"}) for _ in range(3000)),
    ),
    "tar_says_a_petabyte": ("mallory.tar", petabyte()),
    "tar_truncated": ("mallory.tar.gz", tarred(("a.ipynb", bytes(range(256)) * 400))[:-400]),
    "tar_no_archive": ("mallory.tar", b"no tar" * 200),
    "gz_no_tar": ("mallory.ipynb.gz", gzip.compress(HERE)),
    "seven_zip": ("mallory.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 100),
}
