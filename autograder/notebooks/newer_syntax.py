"""Whether a newer Python reads what this one does not: then it is the place that is at fault, and not the student.

Ruff reads the cell, in a process of its own with bounds on time and memory: it knows the grammar of every Python from 3.7 on,
says of each construct which one brought it, and understands IPython's magics.
"""

import json
import re
import subprocess
import sys
from functools import cache

from ruff import find_ruff_bin

LONGEST = 100_000  # characters of a cell that is looked at; no student writes such a one by hand
SECONDS = 5
MEMORY = 1 << 20  # kilobytes
BOUNDED = f'ulimit -v {MEMORY} && ulimit -t {SECONDS} && ulimit -c 0 && exec "$@"'
NEWER = re.compile(r"cell\.ipynb:[^\n]*: invalid-syntax: [^\n]*\(syntax was added in Python (3\.\d+)\)")
# what the grammar allows and the compiler does not, such as `return` outside a function
ALSO_WRONG = "F701,F702,F704,F706,F707,PLE0117,PLE0118"
# Python 2's `except ValueError, e:` is read by 3.14 as two classes, of which `e` is none
OF_PYTHON_2 = re.compile(r"^\s*except\s+[\w.]+\s*,\s*[a-z_]\w*\s*:", re.M)
OURS = f"py{sys.version_info.major}{sys.version_info.minor}"


def newer_syntax(source: str) -> str | None:
    """The lowest Python that reads a cell which this one cannot read, such as "3.12"; None where it is just wrong.

    Args:
        source: of a code cell, magics and all.
    """
    if len(source) > LONGEST or OF_PYTHON_2.search(source):
        return None
    said = [NEWER.fullmatch(line) for line in complaints(source)]
    versions = [found.group(1) for found in said if found]
    return max(versions, key=number) if versions and all(said) else None


def number(version: str) -> int:
    return int(version.partition(".")[2])


def complaints(source: str, target: str = OURS) -> list[str]:
    """What ruff says of a cell's syntax, a line each; nothing where it came to no end."""
    try:
        done = subprocess.run(
            [*command(), "--target-version", target],
            input=as_notebook(source),
            capture_output=True,
            env={"RAYON_NUM_THREADS": "1"},
            cwd="/",
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return done.stdout.decode("utf-8", "replace").splitlines() if done.returncode == 1 else []


@cache
def command() -> list[str]:
    options = ["--isolated", "--no-cache", "--quiet", "--select", ALSO_WRONG, "--output-format", "concise"]
    return ["/bin/sh", "-c", BOUNDED, "sh", str(find_ruff_bin()), "check", *options, "--stdin-filename", "cell.ipynb", "-"]


def as_notebook(source: str) -> bytes:
    """A notebook of one cell, in which ruff understands magics."""
    cell: dict[str, object] = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}
    kind = {"language_info": {"name": "python"}}
    return json.dumps({"cells": [cell], "metadata": kind, "nbformat": 4, "nbformat_minor": 4}).encode()
