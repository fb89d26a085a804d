"""Whatever a student packs, the class comes out, nothing is written elsewhere, and what is refused is said in one line."""

import io
import os
import stat
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbgrader.plugins import ExtractorPlugin

from autograder.collection.archive_reader import ArchiveLimits, Member
from autograder.collection.names import STUDENT_ID, disk_name, no_formula, path_parts, shown, student_id, why_unsafe
from autograder.collection.unpack import Budget, Unpacker
from tests.collection.hostile import ARCHIVES, HERE, NAMES, of_kind, tarred, zipped

SMALL = ArchiveLimits(
    file_bytes=1_000_000, class_bytes=20_000_000, class_members=50_000, nested_bytes=10_000_000, nested_members=2_000
)
MOST = 25_000_000  # bytes on the disk after one hostile student
OTHERS = {"ada": b'{"cells": ["of ada"]}', "bob": b'{"cells": ["of bob"]}'}

# Where nbgrader's own extractor does no harm to the class either. All others end its run, or fill the disk; "zip_long_list"
# does that for minutes.
NBGRADERS_HOLDS = {
    *(f"{kind}_{name}" for kind in ("zip", "tar") for name in ("full_width_dots", "line_break", "escape_codes", "deep")),
    *(
        "zip_nul",
        "zip_folder_with_bytes",
        "zip_declared_larger",
        "zip_lzma",
        "zip_overlapping",
        "zip_into_its_list",
        "zip_long_list",
    ),
    *("zip_nested_deep", "tar_symlink", "tar_symlink_then_through", "tar_hard_link", "tar_pipe", "tar_device", "tar_sparse"),
    *("tar_long_header", "tar_many_headers", "tar_says_a_petabyte", "tar_no_archive", "seven_zip"),
}


def class_of(mallory: str, raw: bytes) -> bytes:
    """What an LMS makes of a class in which one student is hostile; the others stand before and after."""
    return zipped(("ada/hw.ipynb", OTHERS["ada"]), (f"mallory/{mallory}", raw), ("bob/hw.ipynb", OTHERS["bob"]))


def around(tmp_path: Path, raw: bytes) -> tuple[Path, Path]:
    """An archive/ with a class in it, and where to unpack, three folders deep so that `..` hits something that is watched."""
    archive = tmp_path / "course" / "downloaded" / "part1" / "archive"
    archive.mkdir(parents=True)
    (archive / "class.zip").write_bytes(raw)
    room = archive.parent / "set_aside"
    room.mkdir()
    return archive, room


def outside(tmp_path: Path, room: Path) -> dict[str, bytes]:
    """All that is not in the room, and what else these archives aim at."""
    found = {str(path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and room not in path.parents}
    return found | {path: b"" for path in ("/tmp/evil.ipynb", "/evil.ipynb") if os.path.lexists(path)}


def unharmed(room: Path) -> None:
    """The class is there, of regular files, not too many, not too large."""
    paths = list(room.rglob("*"))
    kinds = {stat.S_IFMT(path.lstat().st_mode) for path in paths}
    assert kinds <= {stat.S_IFREG, stat.S_IFDIR}
    files = [path for path in paths if path.is_file()]
    assert set(OTHERS.values()) <= {path.read_bytes() for path in files}
    assert sum(path.stat().st_size for path in files) < MOST
    assert len(files) < SMALL.nested_members + 10
    assert all(path.stat().st_mode & 0o7133 == 0 for path in files), "executable, or others may write it"


def unpack(archive: Path, room: Path, limits: ArchiveLimits = SMALL) -> Unpacker:
    unpacker = Unpacker(room, limits)
    unpacker.everything(archive)
    return unpacker


@pytest.mark.parametrize("attack", ARCHIVES)
def test_a_hostile_student_harms_nobody_and_is_named(attack, tmp_path):
    archive, room = around(tmp_path, class_of(*ARCHIVES[attack]))
    before = outside(tmp_path, room)
    unpacker = unpack(archive, room)
    assert outside(tmp_path, room) == before
    unharmed(room)
    of_mallory = [refused for refused in unpacker.refused if "mallory" in "/".join(refused.names)]
    distrusted = [file for file in unpacker.found if file.unsafe]
    kept = [file for file in unpacker.found if file.names[-1].endswith(".7z")]
    assert of_mallory or distrusted or kept, "nothing was said about it"
    for refused in of_mallory:
        assert "\n" not in refused.why
        assert len(refused.why) < 250


WORDS = {
    "zip_overlapping": "overlap",
    "zip_into_its_list": "overlap its own list",
    "zip_bomb": "200 times",
    "zip_many_members": "more than 2000",
    "zip_long_list": "headers are larger",
    "tar_long_header": "headers are larger",
    "tar_many_members": "holds more than",
    "zip_symlink": "a link",
    "tar_symlink": "a link",
    "tar_hard_link": "a link",
    "tar_pipe": "a pipe",
    "tar_sparse": "holes",
    "zip_password": "password",
    "zip_lzma": "few can read",
    "zip_wrong_crc": "CRC",
    "zip_declared_larger": "the archive says",
    "zip_nested_deep": "3 deep",
    "zip_truncated": "damaged or cut off",
    "tar_truncated": "damaged or cut off",
    "zip_no_archive": "expected .zip",
    "gz_no_tar": "expected .zip",
    "zip_folder_with_bytes": "named as a folder",
    "zip_bomb_of_small_files": "holds more than",
    "tar_says_a_petabyte": "larger than",
}


@pytest.mark.parametrize("attack", WORDS)
def test_each_is_refused_for_its_own_reason(attack, tmp_path):
    archive, room = around(tmp_path, class_of(*ARCHIVES[attack]))
    assert WORDS[attack] in unpack(archive, room).refused[0].why


@pytest.mark.parametrize("attack", ARCHIVES)
def test_what_is_refused_is_still_there(attack, tmp_path):
    """The instructor's archive is as it was, and a student's own that could not be unpacked whole lies beside the others."""
    raw = class_of(*ARCHIVES[attack])
    archive, room = around(tmp_path, raw)
    unpacker = unpack(archive, room)
    assert (archive / "class.zip").read_bytes() == raw
    if any("mallory" in "/".join(refused.names) for refused in unpacker.refused):
        assert ARCHIVES[attack][1] in [file.path.read_bytes() for file in unpacker.found]


@pytest.mark.parametrize("attack", [name for name in ARCHIVES if name not in NBGRADERS_HOLDS])
def test_these_tests_can_fail(attack, tmp_path):
    """nbgrader's own extractor loses the class to these, by ending in the middle or by what it leaves."""
    archive, room = around(tmp_path, class_of(*ARCHIVES[attack]))

    def extract_and_look():
        ExtractorPlugin().extract(str(archive), str(room))
        unharmed(room)

    with pytest.raises(Exception):  # noqa: B017, PT011 - it ends with whatever the library raises
        extract_and_look()


# --- what is not hostile -------------------------------------------------------------------------------------------


def unpacked(tmp_path: Path, name: str, raw: bytes, limits: ArchiveLimits = SMALL) -> Unpacker:
    archive, room = around(tmp_path, raw)
    (archive / "class.zip").rename(archive / name)
    return unpack(archive, room, limits)


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar.gz"])
def test_what_is_packed_comes_out(pack, tmp_path):
    inner = zipped(("deep/a.ipynb", HERE), ("b.txt", b"b" * 200_000))
    unpacker = unpacked(
        tmp_path, "class.zip" if pack is zipped else "class.tgz", pack(("x/ada.zip", inner), ("Müller.ipynb", HERE))
    )
    assert {file.names[1:]: file.path.read_bytes() for file in unpacker.found} == {
        ("x/ada.zip", "deep/a.ipynb"): HERE,
        ("x/ada.zip", "b.txt"): b"b" * 200_000,
        ("Müller.ipynb",): HERE,
    }
    assert unpacker.refused == []


def test_doubled_names_and_names_that_some_disks_hold_for_one_all_come_out(tmp_path):
    names = ["a.ipynb", "a.ipynb", "A.ipynb", "é.ipynb", "e\u0301.ipynb", "d", "d/x", "CON", "nul.ipynb", "x.", "x "]
    unpacker = unpacked(tmp_path, "class.zip", zipped(*((name, str(n).encode()) for n, name in enumerate(names))))
    assert {file.path.read_bytes() for file in unpacker.found} == {str(n).encode() for n in range(len(names))}
    on_a_simple_disk = {file.path.name.casefold() for file in unpacker.found}
    assert len(on_a_simple_disk) == len(names)
    assert unpacker.refused == []


def test_names_in_utf_8_without_the_mark_are_read(tmp_path):
    """macOS packs so."""
    raw = zipped(("Müller.ipynb", HERE))
    central, local = raw.rindex(b"PK\1\2") + 8, 6
    raw = raw[:local] + b"\0\0" + raw[local + 2 : central] + b"\0\0" + raw[central + 2 :]
    assert [file.names[-1] for file in unpacked(tmp_path, "class.zip", raw).found] == ["Müller.ipynb"]


def test_windows_backslashes_are_slashes(tmp_path):
    (file,) = unpacked(tmp_path, "class.zip", zipped(("ada\\hw.ipynb", HERE))).found
    assert (path_parts(file.names[-1]), file.unsafe) == (["ada", "hw.ipynb"], None)


def test_what_systems_add_is_left_out(tmp_path):
    junk = [("__MACOSX/._a.ipynb", b"x"), ("d/.DS_Store", b"x"), ("Thumbs.db", b"x"), ("d/", b"")]
    unpacker = unpacked(tmp_path, "class.zip", zipped(("a.ipynb", HERE), *junk))
    assert [file.names[-1] for file in unpacker.found] == ["a.ipynb"]
    assert unpacker.refused == []


def test_one_damaged_member_of_the_class_costs_the_others_nothing(tmp_path):
    raw = zipped(*((f"{name}.ipynb", content) for name, content in OTHERS.items()), ("eve.ipynb", HERE), method=0)
    unpacker = unpacked(tmp_path, "class.zip", raw.replace(HERE, HERE[::-1]))
    assert {file.path.read_bytes() for file in unpacker.found} == set(OTHERS.values())
    assert [refused.names[-1] for refused in unpacker.refused] == ["eve.ipynb"]


def test_one_student_cannot_use_up_what_the_class_has(tmp_path):
    greedy = zipped(*((f"{n}.ipynb", os.urandom(900_000)) for n in range(15)), method=0)
    limits = ArchiveLimits(file_bytes=1_000_000, class_bytes=60_000_000, nested_bytes=20_000_000, nested_members=10)
    unpacker = unpacked(tmp_path, "class.zip", zipped(("a.zip", greedy), ("z.ipynb", HERE), method=0), limits)
    assert "z.ipynb" in [file.names[-1] for file in unpacker.found]
    assert [refused.names[1:] for refused in unpacker.refused] == [("a.zip",)]


def test_the_class_has_limits_too(tmp_path):
    raw = zipped(*((f"{n}.ipynb", HERE) for n in range(20)))
    unpacker = unpacked(tmp_path, "class.zip", raw, ArchiveLimits(class_members=5))
    assert [refused.names for refused in unpacker.refused] == [("class.zip",)]
    assert "20 members, more than 5" in unpacker.refused[0].why


def test_bytes_are_counted_as_they_come_whatever_a_reader_lets_through(tmp_path):
    unpacker = Unpacker(tmp_path, SMALL)
    liar = Member("a.ipynb", 10, 0.0, None, lambda: io.BytesIO(b"x" * (SMALL.file_bytes + 1)))
    unpacker.member(liar, ("class.zip", "a.ipynb"), Budget(9, SMALL.class_bytes), tmp_path, depth=1)
    assert "larger than" in unpacker.refused[0].why
    assert list(tmp_path.iterdir()) == []


def test_links_and_pipes_of_the_instructors_are_named_and_not_followed(tmp_path):
    archive, room = around(tmp_path, zipped(("a.ipynb", HERE)))
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key.ipynb").write_bytes(b"secret")
    (archive / "link.ipynb").symlink_to(secret / "key.ipynb")
    (archive / "folder").symlink_to(secret)
    os.mkfifo(archive / "pipe.ipynb")
    unpacker = unpack(archive, room)
    assert {refused.names[0] for refused in unpacker.refused} == {"link.ipynb", "folder", "pipe.ipynb"}
    assert [file.path.read_bytes() for file in unpacker.found] == [HERE]


def test_a_loose_file_and_a_rar_are_told_apart(tmp_path):
    archive, room = around(tmp_path, zipped(("a.ipynb", HERE)))
    (archive / "ada.ipynb").write_bytes(HERE)
    (archive / "class.rar").write_bytes(b"Rar!")
    unpacker = unpack(archive, room)
    assert ("ada.ipynb",) in [file.names for file in unpacker.found]
    (refused,) = unpacker.refused
    assert refused.names == ("class.rar",)
    assert "expected .zip" in refused.why


def test_a_second_run_unpacks_anew(tmp_path):
    archive, room = around(tmp_path, zipped(("a.ipynb", HERE), ("b.ipynb", HERE)))
    first = [file.path for file in unpack(archive, room).found]
    first[0].write_bytes(b"changed")
    assert [file.path.read_bytes() for file in unpack(archive, room).found] == [HERE, HERE]
    assert sorted(path for path in room.rglob("*") if path.is_file()) == sorted(first)


# --- any name ------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    ["..", ".", "/", "\\", "//", "C:", "~", "\0", "a", "é", "．．", "／", "con", " ", "\n", "\u202e", ".ipynb", ".zip"]
)
PATHS = st.lists(st.one_of(PIECES, st.text(st.characters(exclude_categories=["Cs"]), max_size=8)), min_size=1, max_size=9)
ANY_NAME = st.one_of(PATHS.map("".join), st.sampled_from(sorted(NAMES.values())))


@settings(max_examples=150, deadline=None)
@given(names=st.lists(ANY_NAME.filter(bool), min_size=1, max_size=4), pack=st.sampled_from([zipped, tarred]))
def test_whatever_the_names_all_comes_out_and_nothing_lands_elsewhere(names, pack, tmp_path_factory):
    tmp_path = tmp_path_factory.mktemp("any")
    contents = [f"content {number}".encode() for number in range(len(names))]
    archive, room = around(tmp_path, pack(*zip(names, contents, strict=True)))
    before = outside(tmp_path, room)
    unpacker = unpack(archive, room)
    assert outside(tmp_path, room) == before
    assert all(room in Path(os.path.realpath(path)).parents for path in room.rglob("*"))
    found = Counter(file.path.read_bytes() for file in unpacker.found)
    assert found <= Counter(contents)
    assert sum(found.values()) + len(unpacker.refused) >= len(names)
    assert all(len(file.path.name) < 200 for file in unpacker.found)


@settings(max_examples=500)
@given(ANY_NAME)
def test_names_for_the_disk_for_students_for_logs_and_for_tables(name):
    on_disk = disk_name(name)
    assert on_disk == os.path.basename(on_disk) != ""
    assert not on_disk.startswith(".")
    assert on_disk.isascii()
    assert len(on_disk) <= 120
    student = student_id(name)
    assert student is None or (STUDENT_ID.fullmatch(student) and student == os.path.basename(student))
    assert student is None or not student.startswith(".")
    assert shown(name).isprintable()
    assert no_formula(shown(name)).lstrip()[:1] not in set("=+-@") or shown(name) == "-"
    if why_unsafe(name) is None:
        resolved = os.path.normpath(os.path.join("/room", *path_parts(name)))
        assert resolved.startswith("/room/")


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_every_bad_name_has_its_reason(name):
    assert why_unsafe(name)


@pytest.mark.parametrize(
    "name", ["a.ipynb", "Ada Lovelace_1_assignsubmission_file_/hw (1).ipynb", "Ünïcödé/北京.ipynb", "./a", "a..b"]
)
def test_no_good_name_has_one(name):
    assert why_unsafe(name) is None


def test_a_pipe_by_its_mode_is_what_the_attacks_hold():
    """The attack is what it is called."""
    assert stat.S_ISFIFO(of_kind("a", stat.S_IFIFO).external_attr >> 16)
