"""Tests whether the sandbox holds on this machine, by running hostile code in it; says how to fix what does not hold."""

import getpass
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograder.layout import ENGINE, course_root
from autograder.sandbox import cgroup
from autograder.sandbox.bubblewrap import INSTALL, ResourceLimits, probe, run_in_sandbox
from autograder.sandbox.fork_server_process import ForkingUnavailable, fork_server
from autograder.sandbox.gpu import missing
from autograder.sandbox.platforms import differences

HELD = "held\n"


@dataclass(frozen=True)
class TestResult:
    """Outcome of one test."""

    what: str
    holds: bool
    found: str = ""
    fix: str = ""
    must: bool = True  # if it does not hold, no student's code may run


def examine(device: str = "cpu") -> list[TestResult]:
    """Runs all tests; if no sandbox starts, those inside are left out.

    Args:
        device: what kernels compute on, "cpu" or "cuda".
    """
    availability = probe()
    starts = TestResult(f"a sandbox starts for user {user()}", availability.works, availability.why_not, availability.fix)
    found = [check_bubblewrap(), starts, *([*try_in_sandbox(), check_forking(), check_cgroup()] if availability.works else [])]
    found += [TestResult(each.what, False, each.found, each.fix, must=False) for each in differences()]
    return found if device == "cpu" else [*found, check_gpu()]


def check_gpu() -> TestResult:
    """Tests whether torch finds a GPU."""
    lacks = missing("cuda")
    return TestResult("there is a CUDA device", not lacks, "; ".join(lacks), "grade with --device cpu" if lacks else "")


def check_forking() -> TestResult:
    """Tests whether kernels can be forked; if not, grading is as safe and takes many times longer."""
    try:
        fork_server()
    except ForkingUnavailable as reason:
        slower = "grade all the same: every kernel is then a new interpreter, which takes seconds of CPU"
        return TestResult("kernels are forked", False, str(reason), slower, must=False)
    return TestResult("kernels are forked", True)


def check_cgroup() -> TestResult:
    """Tests whether all that the system holds for sandboxes can be limited; if not, only each process is."""
    lacks = cgroup.why_unavailable(cgroup.own_group())
    fix = "start the grader in a group of its own, as: systemd-run --user --scope -p Delegate=yes autograder grade ..."
    return TestResult("memory that the system holds for sandboxes is counted", not lacks, lacks, fix if lacks else "", must=False)


def unmet_requirements() -> list[str]:
    """Lists what this machine lacks to run students' code; workers of a cluster are asked for it."""
    return [f"{result.what}: {result.found}; {result.fix}" for result in examine() if result.must and not result.holds]


def check_bubblewrap() -> TestResult:
    """Tests whether bubblewrap is installed, and in which version."""
    found = shutil.which("bwrap")
    if found is None:
        return TestResult("bubblewrap is installed", False, "no program bwrap on the PATH", f"type: {INSTALL}")
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    return TestResult(f"bubblewrap is installed: {version}", True)


def user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # containers run under numbers that have no name
        return str(os.getuid())


def try_in_sandbox(run: Callable[[str], subprocess.CompletedProcess] = run_in_sandbox) -> list[TestResult]:
    """Runs all trials in the sandbox.

    Args:
        run: function that runs a source, by default in a sandbox.
    """
    with listener() as port:
        return [run_trial(what, source, run) for what, source in trials(port).items()]


def run_trial(what: str, source: str, run: Callable[[str], subprocess.CompletedProcess]) -> TestResult:
    """Runs one trial; an error in the trial itself counts as not held."""
    try:
        done = run(source)
    except (OSError, subprocess.TimeoutExpired) as error:
        return TestResult(what, False, str(error), "run autograder doctor again on a quieter machine")
    if done.stdout == HELD:
        return TestResult(what, True)
    found = (done.stdout or done.stderr).strip()[-300:] or f"exit status {done.returncode}"
    return TestResult(what, False, found, "do not grade here, and report this with the output of bwrap --version and uname -a")


def trials(port: int) -> dict[str, str]:
    """Trials: what must hold -> program that prints `held` if it does, else what it reached."""
    most = ResourceLimits().data
    private = [str(ENGINE / "autograder"), str(course_root() / "reference_solutions"), str(Path.home()), os.getcwd()]
    private = [path for path in private if path != "/"]  # working folder of some services
    return {
        "no network": f"""
import socket
try:
    socket.create_connection(("127.0.0.1", {port}), 3)
    print("reached a port of this machine")
except OSError:
    print("held")
""",
        "course and home out of sight": f"""
import os
own = {[sys.prefix, sys.base_prefix]!r}  # the interpreter must be seen, also where it lies in the course's folder
def shows(folder):
    inside = [os.path.join(folder, name) for name in os.listdir(folder)] if os.path.isdir(folder) else []
    return [path for path in inside if not any(mine == path or mine.startswith(path + "/") for mine in own)]
seen = [path for folder in {private!r} for path in shows(folder)]
print(seen[:3] if seen else "held")
""",
        "no other process in sight": """
import os
others = [p for p in os.listdir("/proc") if p.isdigit()]
print("held" if len(others) < 4 else f"{len(others)} processes")
""",
        "no rights": """
import os
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
wanted = {"CapEff": "0" * 16, "CapBnd": "0" * 16, "NoNewPrivs": "1", "Seccomp": "2"}
wrong = {name: status[name].strip() for name in wanted if status[name].strip() != wanted[name]}
print(f"user {os.getuid()}, {wrong}" if wrong or os.getuid() == 0 else "held")
""",
        "the system unwritable": """
import os, sys
open_ = [path for path in ("/", "/usr", "/etc", "/dev", "/proc/sys/vm/swappiness", sys.prefix) if os.access(path, os.W_OK)]
print(open_ or "held")
""",
        f"at most {most >> 30} GB a process": f"""
try:
    bytearray({most})
    print("got {most} bytes")
except MemoryError:
    print("held")
""",
    }


@contextmanager
def listener() -> Iterator[int]:
    """Opens a port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def format_test_results(results: list[TestResult]) -> str:
    """Formats a line for each result, and one below it if there is something to fix."""
    lines = []
    for result in results:
        lines.append(f"{'✓' if result.holds else '✗'} {result.what}" + (f": {result.found}" if result.found else ""))
        if result.fix:
            lines.append(f"  how to fix it: {result.fix}")
    last = "Students' code can be run here." if healthy(results) else "Do not run students' code here before that is fixed."
    return "\n".join([*lines, last])


def healthy(results: list[TestResult]) -> bool:
    """Whether everything holds that must."""
    return all(result.holds or not result.must for result in results)
