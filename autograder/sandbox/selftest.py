"""What this machine holds of hostile code, found by trying it in a box; and how to mend what it does not."""

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

from autograder.layout import ROOT
from autograder.sandbox import cgroup
from autograder.sandbox.bubblewrap import INSTALL, Bounds, probe, run_in_box
from autograder.sandbox.fork_server_process import NoWarmKernels, zygote
from autograder.sandbox.gpu import missing
from autograder.sandbox.platforms import differences

HELD = "held\n"


@dataclass(frozen=True)
class Finding:
    """One thing that was tried."""

    what: str
    holds: bool
    found: str = ""
    mend: str = ""
    must: bool = True  # no student's code may run where it does not hold


def examine(device: str = "cpu") -> list[Finding]:
    """All findings; where no box starts, there is nothing more to try there.

    Args:
        device: what functions are to be asked on, "cpu" or "cuda".
    """
    ability = probe()
    starts = Finding(f"a box starts for user {user()}", ability.works, ability.why_not, ability.mend)
    found = [bubblewrap(), starts, *([*in_boxes(), warm_kernels(), counted()] if ability.works else [])]
    found += [Finding(each.what, False, each.found, each.mend, must=False) for each in differences()]
    return found if device == "cpu" else [*found, card()]


def card() -> Finding:
    """Whether there is a graphics card that torch can use."""
    lacks = missing("cuda")
    return Finding("there is a CUDA device", not lacks, "; ".join(lacks), "grade with --device cpu" if lacks else "")


def warm_kernels() -> Finding:
    """Whether kernels are forked; where they are not, grading is as safe and takes many times longer."""
    try:
        zygote()
    except NoWarmKernels as reason:
        slower = "grade all the same: every kernel is then started anew, which takes seconds of CPU"
        return Finding("kernels start warm", False, str(reason), slower, must=False)
    return Finding("kernels start warm", True)


def counted() -> Finding:
    """Whether a bound can be set over all that the system holds for boxes; where not, limits of each process have to do."""
    lacks = cgroup.works(cgroup.group())
    mend = "start the grader in a group of its own, as: systemd-run --user --scope -p Delegate=yes autograder grade ..."
    return Finding("memory that the system holds for boxes is counted", not lacks, lacks, mend if lacks else "", must=False)


def ready() -> list[str]:
    """A line for each thing that this machine lacks to run students' code; for a worker, which is asked from afar."""
    return [f"{finding.what}: {finding.found}; {finding.mend}" for finding in examine() if finding.must and not finding.holds]


def bubblewrap() -> Finding:
    """Its version."""
    found = shutil.which("bwrap")
    if found is None:
        return Finding("bubblewrap is installed", False, "no program bwrap on the PATH", f"type: {INSTALL}")
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    return Finding(f"bubblewrap is installed: {version}", True)


def user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # containers run under numbers that have no name
        return str(os.getuid())


def in_boxes(run: Callable[[str], subprocess.CompletedProcess] = run_in_box) -> list[Finding]:
    """What a program in a box tries and does not get.

    Args:
        run: runs a source, by default in a box.
    """
    with listener() as port:
        return [tried(what, source, run) for what, source in trials(port).items()]


def tried(what: str, source: str, run: Callable[[str], subprocess.CompletedProcess]) -> Finding:
    """One trial; what went wrong with the trial itself does not hold, either."""
    try:
        done = run(source)
    except (OSError, subprocess.TimeoutExpired) as error:
        return Finding(what, False, str(error), "run autograder doctor again on a quieter machine")
    if done.stdout == HELD:
        return Finding(what, True)
    found = (done.stdout or done.stderr).strip()[-300:] or f"exit status {done.returncode}"
    return Finding(what, False, found, "do not grade here, and report this with the output of bwrap --version and uname -a")


def trials(port: int) -> dict[str, str]:
    """What must hold -> a program that prints `held` if it does, and else what it got."""
    most = Bounds().data
    private = [str(ROOT / "autograder"), str(ROOT / "reference_solutions"), str(Path.home()), os.getcwd()]
    private = [path for path in private if path != "/"]  # where a service may work: no folder of anybody's
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
    """A port of this machine that answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def in_words(findings: list[Finding]) -> str:
    """A line for each finding, and one below it where there is something to mend."""
    lines = []
    for finding in findings:
        lines.append(f"{'✓' if finding.holds else '✗'} {finding.what}" + (f": {finding.found}" if finding.found else ""))
        if finding.mend:
            lines.append(f"  how to mend it: {finding.mend}")
    last = "Students' code can be run here." if healthy(findings) else "Do not run strangers' code here before that is mended."
    return "\n".join([*lines, last])


def healthy(findings: list[Finding]) -> bool:
    """Whether all holds that must."""
    return all(finding.holds or not finding.must for finding in findings)
