"""A bound over a worker's boxes: what is written where, in a tree of plain files; and, where the machine has one, in its own."""

import os
import subprocess

import pytest

from autograder.sandbox import cgroup


@pytest.fixture
def tree(tmp_path):
    """What a delegated group looks like; files that the kernel would make are made by hand."""
    (tmp_path / "mounts").write_text(f"none {tmp_path} cgroup2 rw 0 0\n")
    (tmp_path / "own").write_text("12:memory:/x\n0::/user/me\n")
    own = tmp_path / "user" / "me"
    own.mkdir(parents=True)
    (own / "cgroup.controllers").write_text("cpu memory pids\n")
    return tmp_path


def test_the_group_is_found_where_memory_is_counted(tree):
    assert cgroup.own_group(tree / "mounts", tree / "own") == tree / "user" / "me"
    (tree / "user" / "me" / "cgroup.controllers").write_text("cpu\n")
    assert cgroup.own_group(tree / "mounts", tree / "own") is None


def test_a_machine_with_the_old_groups_only(tree):
    (tree / "own").write_text("12:memory:/x\n")
    assert cgroup.own_group(tree / "mounts", tree / "own") is None


def test_the_bounds_are_written_and_the_process_is_moved_last(tree):
    own = tree / "user" / "me"
    made = cgroup.limited_group(4711, 5 << 30, 300, own)
    assert made is not None
    assert (own / "autograder" / "cgroup.procs").read_text() == str(os.getpid())
    assert (own / "cgroup.subtree_control").read_text() == "+memory +pids"
    assert (made / "memory.max").read_text() == str(5 << 30)
    assert (made / "pids.max").read_text() == "300"
    assert (made / "cgroup.procs").read_text() == "4711"


def test_where_nothing_may_be_written_there_is_no_bound(tmp_path):
    assert cgroup.limited_group(4711, 1 << 30, 100, tmp_path / "of somebody else") is None
    assert cgroup.limited_group(4711, 1 << 30, 100, None) is None


def test_a_bound_of_this_machine_holds():
    within = cgroup.own_group()
    if why := cgroup.why_unavailable(within):
        pytest.skip(f"no bound can be set here: {why}")
    program = "import sys; sys.stdin.readline(); b = bytearray(300 << 20)"
    with subprocess.Popen(["python3", "-c", program], stdin=subprocess.PIPE) as process:
        made = cgroup.limited_group(process.pid, 100 << 20, 100, within)
        process.communicate(b"\n")
    cgroup.remove_group(made)
    assert process.returncode == -9
