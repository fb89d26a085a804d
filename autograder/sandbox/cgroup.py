"""Control group (cgroup v2) that limits all that the system holds for a worker's sandboxes, where one can be made.

It counts what belongs to no process: pipes, files in memory, page tables. Root may make one, and so may a user to whom a group
was delegated (systemd: Delegate=yes). Elsewhere only the limits of each process hold (`autograder.guest.namespaces`). Source:
the kernel's Documentation/admin-guide/cgroup-v2.rst.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

NEEDED = ("memory", "pids")
GRADER_GROUP, SANDBOX_GROUP = "autograder", "sandboxes"  # two groups, since a group that has groups may hold no processes


def own_group(mounts: Path = Path("/proc/self/mounts"), own: Path = Path("/proc/self/cgroup")) -> Path | None:
    """Folder of this process's group, if memory and processes are counted there; else None."""
    trees = [line.split()[1] for line in mounts.read_text().splitlines() if line.split()[2] == "cgroup2"]
    paths = [line[3:] for line in own.read_text().splitlines() if line.startswith("0::")]
    if not trees or not paths:
        return None
    found = Path(trees[0] + paths[0])
    if found.name == GRADER_GROUP:  # this process has been moved there already
        found = found.parent
    with suppress(OSError):
        return found if set(NEEDED) <= set((found / "cgroup.controllers").read_text().split()) else None
    return None


def limited_group(process: int, memory: int, processes: int, within: Path | None) -> Path | None:
    """Moves a process, and all that it will start, into a new group with limits; None if that is not allowed.

    Args:
        memory: bytes of all of them together, with what the system holds for them.
        processes: number of processes and threads.
        within: this process's own group.
    """
    if within is None:
        return None
    group = within / f"{SANDBOX_GROUP}-{process}"
    try:
        with suppress(OSError):  # not needed in the root group, and not possible there
            (within / GRADER_GROUP).mkdir(exist_ok=True)
            (within / GRADER_GROUP / "cgroup.procs").write_text(str(os.getpid()))
        (within / "cgroup.subtree_control").write_text(" ".join(f"+{name}" for name in NEEDED))
        group.mkdir()
        for name, most in {"memory.max": memory, "memory.swap.max": 0, "pids.max": processes}.items():
            if name != "memory.swap.max" or (group / name).exists():  # a machine without swap has none
                (group / name).write_text(str(most))
        (group / "cgroup.procs").write_text(str(process))
    except OSError:
        remove_group(group)
        return None
    return group


def remove_group(group: Path) -> None:
    """Removes a group whose processes have ended."""
    with suppress(OSError):
        group.rmdir()


def why_unavailable(within: Path | None) -> str:
    """Reason why no limit can be set here; empty if one can."""
    if within is None:
        return "no cgroup v2 that counts memory and processes"
    sleeper = shutil.which("sleep") or "sleep"
    process = os.posix_spawn(sleeper, [sleeper, "5"], {})
    try:
        group = limited_group(process, 1 << 30, 100, within)
    finally:
        os.kill(process, 9)
        os.waitpid(process, 0)
    if group is None:
        return f"{within} does not belong to this user"
    remove_group(group)
    return ""
