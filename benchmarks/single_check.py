"""CPU seconds of `autograder check` of one notebook: by itself, the first that leaves a warm process, and those that it answers.

python -m benchmarks.single_check [--turns N]

A right notebook and one in which every task is wrong, part 1. By turns; the figures are medians, with the wall time beside.
CPU seconds are those of the command, its kernels, and the process that is kept warm; a little of the kernels' is counted twice.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from autograder.authoring.sample_class import hand_in
from autograder.layout import course_root
from benchmarks.measured_commands import used
from benchmarks.stages import all_right, all_wrong

ROWS = ("by itself", "the first, which leaves a process", "the next")


def kept_warm(folder: Path) -> psutil.Process | None:
    """The process that listens in a folder for the next check."""
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if "autograder.workers.warm" in words and any(word.startswith(str(folder)) for word in words):
            return process
    return None


def one_check(notebook: Path, folder: Path, *options: str) -> tuple[float, float]:
    """CPU and wall seconds of one check, with what the process that is kept warm used meanwhile."""
    before = kept_warm(folder)
    spent_before = used(before) if before else 0.0
    began = time.monotonic()
    command = subprocess.Popen(
        [sys.executable, "-m", "autograder.cli", "--verbose", "check", str(notebook), *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=course_root(),
        env=os.environ | {"XDG_RUNTIME_DIR": str(folder)},
    )
    assert command.stderr is not None
    said = command.stderr.read()
    _, status, usage = os.wait4(command.pid, 0)
    command.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - began
    kernels = re.search(r"its kernels took (\S+) CPU", said)  # of copies that end with their kernel the system counts nothing
    if command.returncode or not kernels:
        raise RuntimeError(f"autograder check {notebook} ended with {command.returncode}: {said[-300:]}")
    after = kept_warm(folder)
    own = usage.ru_utime + usage.ru_stime + (used(after) - spent_before if after else 0.0)
    return own + float(kernels[1]), wall


def turn(notebook: Path) -> dict[str, tuple[float, float]]:
    """The three rows of one notebook."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = {"by itself": one_check(notebook, folder, "--warm", "0")}
        found |= {row: one_check(notebook, folder) for row in ROWS[1:]}
        process = kept_warm(folder)
        if process:
            process.kill()
        return found


def main(argv: list[str] | None = None) -> None:
    """Prints a table for each kind of notebook."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=5, help="how often each is checked (5)")
    turns = parser.parse_args(argv).turns
    with tempfile.TemporaryDirectory() as name:
        for kind, students in {"all right": all_right(1), "all wrong": all_wrong(1)}.items():
            folder = Path(name) / kind.replace(" ", "_")
            hand_in(students[0], course_root() / "release" / "part1", folder, 0)
            (notebook,) = folder.glob("*.ipynb")
            found = [turn(notebook) for _ in range(turns)]
            print(f"autograder check, {kind}, median of {turns}")
            for row in ROWS:
                cpu, wall = (statistics.median(one[row][place] for one in found) for place in (0, 1))
                print(f"  {row:<36} {cpu:6.2f} CPU s {wall:6.2f} s", flush=True)
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
