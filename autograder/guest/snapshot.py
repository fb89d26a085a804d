"""Snapshot of the folders that a notebook can write, so that two moments can be compared. Runs in the sandbox."""

import os
from collections.abc import Iterable

MOST = 2_000  # entries in a snapshot
OF_THE_SHELL = ("ipython", "matplotlib")  # folders of /tmp that IPython and matplotlib write to
# Folders of /tmp that a library makes when it is imported: torch's compiler, which torch.func loads, by the user's name.
MADE_BEFORE = ("torchinductor_student",)


def snapshot(folders: Iterable[str]) -> list[tuple[str, int, int]]:
    """Lists path, size and modification time of the first 2,000 entries in some folders, without following links."""
    seen: list[tuple[str, int, int]] = []
    for top in folders:
        for folder, inside, files in os.walk(top):
            if folder == top:
                inside[:] = [name for name in inside if name not in OF_THE_SHELL]
            for name in (*files, *inside):
                try:
                    details = os.lstat(os.path.join(folder, name))
                except OSError:  # it has just been removed
                    continue
                seen.append((os.path.join(folder, name), details.st_size, details.st_mtime_ns))
                if len(seen) >= MOST:
                    return sorted(seen)
    return sorted(seen)


def make_before(top: str) -> None:
    """Makes the folders that libraries would make: importing one then changes nothing that `snapshot` sees."""
    for name in MADE_BEFORE:
        os.makedirs(os.path.join(top, name), exist_ok=True)
