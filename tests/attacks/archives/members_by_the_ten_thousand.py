"""Thirty thousand empty files."""

import zipfile


def build(path):
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(30_000):
            archive.writestr(f"{number:x}", b"")
