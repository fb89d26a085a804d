"""Memory of a tree of processes, read from /proc. Imports only the standard library, since it runs inside the sandbox, too."""

import os
from contextlib import suppress
from pathlib import Path

FEW = 32  # processes, up to which counting shared pages only once is affordable


def too_much(processes: list[int], most: int) -> bool:
    """Whether some processes together hold more than `most` bytes; if they are few, the pages that they share count once."""
    few = len(processes) <= FEW  # the second count takes much longer
    return sum(map(resident, processes)) > most and not (few and sum(map(own_share, processes)) <= most)


def started_by(process: int) -> list[int]:
    """All descendants of a process."""
    found: list[int] = []
    with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
        for thread in os.listdir(f"/proc/{process}/task"):
            with suppress(FileNotFoundError, ProcessLookupError):
                found += map(int, Path(f"/proc/{process}/task/{thread}/children").read_text().split())
    return found + [below for child in found for below in started_by(child)]


def resident(process: int) -> int:
    """Bytes of a process's own pages and its page tables; pages of files do not count."""
    return bytes_in(Path(f"/proc/{process}/status"), "RssAnon:", "RssShmem:", "VmPTE:", "HugetlbPages:")


def own_share(process: int) -> int:
    """Bytes of a process's own pages, where a page that several processes share is divided among them."""
    try:
        return bytes_in(Path(f"/proc/{process}/smaps_rollup"), "Pss_Anon:", "Pss_Shmem:")
    except PermissionError:  # it runs as another user: count as if nothing were shared
        return resident(process)


def bytes_in(file: Path, *names: str) -> int:
    """Sum of the lines of a /proc file that begin with some names, in bytes; 0 if the process has ended."""
    try:
        lines = file.read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(names))
