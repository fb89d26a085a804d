"""What lies in the folders that a notebook can write, so that two moments of it can be told apart. Runs in the sandbox."""

import os
from collections.abc import Iterable

MOST = 2_000  # entries that are looked at
OF_THE_SHELL = ("ipython", "matplotlib")  # folders of /tmp in which IPython and matplotlib keep what they like


def snapshot(folders: Iterable[str]) -> list[tuple[str, int, int]]:
    """Path, size and time of change of what lies in some folders, links not followed; the first 2,000 entries."""
    seen: list[tuple[str, int, int]] = []
    for top in folders:
        for folder, inside, files in os.walk(top):
            if folder == top:
                inside[:] = [name for name in inside if name not in OF_THE_SHELL]
            for name in (*files, *inside):
                try:
                    details = os.lstat(os.path.join(folder, name))
                except OSError:  # it has just gone
                    continue
                seen.append((os.path.join(folder, name), details.st_size, details.st_mtime_ns))
                if len(seen) >= MOST:
                    return sorted(seen)
    return sorted(seen)
