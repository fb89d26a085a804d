"""What a tree of processes uses of memory: read from /proc, with nothing but Python's own library, for it runs in boxes, too."""

import os
from contextlib import suppress
from pathlib import Path

FEW = 32  # processes, for which it is worth while to count what they share only once


def too_much(processes: list[int], most: int) -> bool:
    """Whether some processes hold more than so many bytes together; pages that they share count once, where they are few."""
    few = len(processes) <= FEW  # the second count takes much longer
    return sum(map(resident, processes)) > most and not (few and sum(map(own_share, processes)) <= most)


def started_by(process: int) -> list[int]:
    """All processes that one has started, directly or not."""
    found: list[int] = []
    with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
        for thread in os.listdir(f"/proc/{process}/task"):
            with suppress(FileNotFoundError, ProcessLookupError):
                found += map(int, Path(f"/proc/{process}/task/{thread}/children").read_text().split())
    return found + [below for child in found for below in started_by(child)]


def resident(process: int) -> int:
    """The bytes that a process holds in memory, and the lists of its pages; the pages of files do not count."""
    return bytes_in(Path(f"/proc/{process}/status"), "RssAnon:", "RssShmem:", "VmPTE:", "HugetlbPages:")


def own_share(process: int) -> int:
    """Likewise, but a page that several processes hold is divided among them, as a fork's are."""
    try:
        return bytes_in(Path(f"/proc/{process}/smaps_rollup"), "Pss_Anon:", "Pss_Shmem:")
    except PermissionError:  # it has changed its user; then as if nothing were shared
        return resident(process)


def bytes_in(file: Path, *names: str) -> int:
    """The sum of some lines of a file of /proc; 0 where the process has ended."""
    try:
        lines = file.read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(names))
