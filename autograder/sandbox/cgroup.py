"""A bound over all that the system holds for a worker's boxes, where the machine lets us set one: a control group (cgroup v2).

It counts what no process has: pipes, files in memory, page tables. Root may make one, and so may whoever was given a group of
his own (systemd: Delegate=yes). Elsewhere the limits of each process have to do (`autograder.guest.namespaces`). Source: the
kernel's Documentation/admin-guide/cgroup-v2.rst.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

NEEDED = ("memory", "pids")
OURS, BOXES = "autograder", "boxes"  # the group of this process, since one with groups below it has no processes, and theirs


def group(mounts: Path = Path("/proc/self/mounts"), own: Path = Path("/proc/self/cgroup")) -> Path | None:
    """The folder of the group that this process is in, where memory and processes are counted there."""
    trees = [line.split()[1] for line in mounts.read_text().splitlines() if line.split()[2] == "cgroup2"]
    paths = [line[3:] for line in own.read_text().splitlines() if line.startswith("0::")]
    if not trees or not paths:
        return None
    found = Path(trees[0] + paths[0])
    if found.name == OURS:  # another worker of this process has been there
        found = found.parent
    with suppress(OSError):
        return found if set(NEEDED) <= set((found / "cgroup.controllers").read_text().split()) else None
    return None


def bounded(process: int, memory: int, processes: int, within: Path | None) -> Path | None:
    """Puts a process, and all that it will start, into a new group with bounds; None where that may not be done.

    Args:
        memory: bytes of all of them together, with what the system holds for them.
        processes: and threads.
        within: this process's own group.
    """
    if within is None:
        return None
    made = within / f"{BOXES}-{process}"
    try:
        with suppress(OSError):  # in the tree's root that is not needed, and it has no parent to be left
            (within / OURS).mkdir(exist_ok=True)
            (within / OURS / "cgroup.procs").write_text(str(os.getpid()))
        (within / "cgroup.subtree_control").write_text(" ".join(f"+{name}" for name in NEEDED))
        made.mkdir()
        for name, most in {"memory.max": memory, "memory.swap.max": 0, "pids.max": processes}.items():
            if name != "memory.swap.max" or (made / name).exists():  # a machine without swap has none
                (made / name).write_text(str(most))
        (made / "cgroup.procs").write_text(str(process))
    except OSError:
        let_go(made)
        return None
    return made


def let_go(made: Path) -> None:
    """Removes a group whose processes are gone."""
    with suppress(OSError):
        made.rmdir()


def works(within: Path | None) -> str:
    """Why no bound can be set here; empty where one can."""
    if within is None:
        return "no cgroup v2 that counts memory and processes"
    sleeper = shutil.which("sleep") or "sleep"
    process = os.posix_spawn(sleeper, [sleeper, "5"], {})
    try:
        made = bounded(process, 1 << 30, 100, within)
    finally:
        os.kill(process, 9)
        os.waitpid(process, 0)
    if made is None:
        return f"{within} does not belong to this user"
    let_go(made)
    return ""
