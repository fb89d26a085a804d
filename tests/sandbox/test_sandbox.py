"""What a kernel in a box can do, and what it cannot; each attempt is made outside a box, too, where it must succeed."""

import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder import cli
from autograder.authoring.sample_class import Student, hand_in
from autograder.execution.records import Clock
from autograder.execution.runner import Run
from autograder.guest import seccomp
from autograder.guest.memory import own_share, resident, started_by
from autograder.sandbox import bubblewrap, jupyter_kernel, launcher, selftest
from autograder.sandbox.bubblewrap import MB, Availability, Sandbox, held_back, how_to_fix, probe, run_in_sandbox
from autograder.sandbox.fork_server_process import ForkingUnavailable
from autograder.sandbox.jupyter_kernel import JupyterKernel
from autograder.sandbox.kernel import Kernel, KernelDied
from autograder.sandbox.launcher import UNSAFE, SandboxUnavailable, kernel_launcher
from autograder.sandbox.provisioner import SandboxedKernelManager, SandboxProvisioner

ROOT = Path(__file__).resolve().parents[2]
SECRET = "THE_GRADERS_PASSWORD"
NO_SANDBOX = Availability(False, "bubblewrap is not installed", "type: sudo apt install bubblewrap")

in_a_sandbox = pytest.mark.skipif(not probe().works, reason=f"no sandbox here: {probe().why_not}")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user's rights hold it back outside a box, too")


def printed(kernel: Kernel, source: str) -> str:
    """What a source prints, and the name of the error that it ends with."""
    return "".join(output.get("text", "") or output.get("ename", "") for output in kernel.execute(source, 60)).strip()


def running(word: str) -> list[str]:
    """The command lines of this machine's processes that have a word in them."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has just ended
            lines.append(path.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    return [line for line in lines if word in line]


def gone(word: str, seconds: float = 5) -> bool:
    """Whether no process with a word in its command line is left, or soon is none."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if not running(word):
            return True
        time.sleep(0.05)
    return False


def kernel_in(folder: Path, monkeypatch, **limits: int) -> Kernel:
    """A sandboxed kernel with other limits."""
    monkeypatch.setattr(jupyter_kernel, "SandboxedKernelManager", lambda device: SandboxedKernelManager(limits, device))
    return JupyterKernel(folder)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with kernel_launcher() as here:
        yield here.prepare_folder()


@pytest.fixture(scope="module", params=["jupyter", "forked"])
def sandboxed(request, folder) -> Iterator[Kernel]:
    with kernel_launcher(forked=request.param == "forked") as here:
        kernel = here.start()
        yield kernel
        kernel.stop()


@pytest.fixture(scope="module")
def plain(folder) -> Iterator[Kernel]:
    """A kernel without a box: here each attempt must succeed, or the test of it could not fail."""
    kernel = JupyterKernel(folder, in_sandbox=False)
    yield kernel
    kernel.stop()


# --- what notebooks need -------------------------------------------------------------------------------------------

WORK = """
import torch
layer = torch.nn.Conv2d(3, 4, 3)
layer(torch.ones(1, 3, 32, 32)).sum().backward()
print(tuple(layer.weight.grad.shape))
"""
PICTURES = """
import cv2, matplotlib.pyplot as plt, numpy as np
plt.plot([1, 2]); plt.close()
print(cv2.resize(np.zeros((4, 4), np.float32), (2, 2)).shape)
"""
OURS = """
from lab import images, models
print(sum(1 for _ in models.__dict__) > 3, open("data/public/pocket_vgg19.pt", "rb").read(2))
open("own.txt", "w").write("x")
print(open("own.txt").read(), __import__("os").path.exists("lab/images.py"))
"""


@in_a_sandbox
@pytest.mark.parametrize(
    ("source", "wanted"),
    [(WORK, "(4, 3, 3, 3)"), (PICTURES, "(2, 2)"), (OURS, "True b'PK'\nx True")],
    ids=["torch", "pictures", "lab and data in a folder that can be written"],
)
def test_what_notebooks_do_works_and_nothing_complains(source, wanted, sandboxed):
    outputs = list(sandboxed.execute(source, 120))
    assert [output.get("name", output.output_type) for output in outputs] == ["stdout"] * len(outputs), outputs
    assert "".join(output.text for output in outputs).strip() == wanted


@in_a_sandbox
def test_nothing_that_is_written_comes_back(sandboxed, folder):
    assert printed(sandboxed, "print(open('back.txt', 'w').write('x'), __import__('os').path.exists('back.txt'))") == "1 True"
    assert not (folder / "back.txt").exists()


# --- what is out of reach: each attempt prints `held`, or what it got ------------------------------------------------

READ = """
try:
    print(len(open({path!r}, "rb").read()), "bytes read")
except OSError:
    print("held")
"""
CONNECT = """
import socket
try:
    with socket.socket({family}) as one:
        one.settimeout(3)
        one.connect({address!r})
    print("connected")
except OSError:
    print("held")
"""
PROCESSES = """
import os
there = os.listdir("/proc") if os.path.exists("/proc/self") else []
seen = [p for p in there if p.isdigit() and b"pytest" in open(f"/proc/{p}/cmdline", "rb").read()]
print(seen or "held")
"""
RIGHTS = """
import ctypes, os
libc, sets = ctypes.CDLL(None), (ctypes.c_uint * 6)()
libc.capget((ctypes.c_uint * 2)(0x20080522, 0), sets)
bounding = [number for number in range(41) if libc.prctl(23, number, 0, 0, 0) == 1]
held = os.getuid() and not any(sets) and not bounding and libc.prctl(39, 0, 0, 0, 0) == 1 and libc.prctl(21, 0, 0, 0, 0) == 2
print("held" if held else f"user {os.getuid()}, {bounding}")
"""
CALLS = """
import os, socket
got = []
for name, attempt in {
    "memory that no limit counts": lambda: os.close(os.memfd_create("x")),
    "a socket between machines": lambda: socket.socket(40, socket.SOCK_STREAM).close(),
    "a fifo": lambda: os.mkfifo("fifo"),
}.items():
    try:
        attempt()
        got.append(name)
    except OSError:
        pass
print(got or "held")
"""
WRITE = """
import os, sys
places = ["/", "/usr", "/usr/bin", "/dev", "/proc/sys/vm/swappiness", sys.prefix, sys.base_prefix]
print([place for place in places if os.access(place, os.W_OK)] or "held")
"""
BIG = """
try:
    print(len(bytearray(3 << 30)))
except MemoryError:
    print("held")
"""
BIG_FILE = """
import os
try:
    with open("big", "wb") as file:
        file.write(bytes(65 << 20))
    print("written")
except OSError:
    print("held")
os.remove("big")
"""
THREADS = """
import threading
over, threads, held = threading.Event(), [], False
try:
    for _ in range(300):
        threads.append(threading.Thread(target=over.wait, daemon=True))
        threads[-1].start()
except RuntimeError:
    held = True
    threads.pop()
over.set()
for thread in threads:
    thread.join()
print("held" if held else f"{len(threads)} threads")
"""
FORKS = """
import warnings
warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns of forks in a process with threads, as a kernel is
import os, signal, time
children, held = [], False
try:
    for _ in range(300):
        child = os.fork()
        if child == 0:
            time.sleep(60)
            os._exit(0)
        children.append(child)
except OSError:
    held = True
for child in children:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
print("held" if held else f"{len(children)} processes")
"""


@pytest.fixture(scope="module")
def attempts(tmp_path_factory) -> Iterator[dict[str, str]]:
    other = tmp_path_factory.mktemp("submitted") / "other.ipynb"
    other.write_text("another student's answer")
    name = f"\0attempt-{os.getpid()}"
    with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_UNIX) as unix:
        unix.bind(name)
        unix.listen()
        yield {
            "course": READ.format(path=str(ROOT / "autograder" / "judging" / "judge.py")),
            "reference": READ.format(path=str(ROOT / "reference_solutions" / "predict.py")),
            "other submission": READ.format(path=str(other)),
            "users": READ.format(path="/etc/passwd"),
            "processes": PROCESSES,
            "network": CONNECT.format(family="socket.AF_INET", address=tcp.getsockname()),
            "nameless socket": CONNECT.format(family="socket.AF_UNIX", address=name),
            "rights": RIGHTS,
            "system calls": CALLS,
            "writing": WRITE,
            "memory": BIG,
            "one file": BIG_FILE,
            "threads": THREADS,
        }


ATTEMPTS = ["course", "reference", "other submission", "users", "processes", "network", "nameless socket", "rights"]
ATTEMPTS += ["system calls", "writing", "memory", "one file", "threads"]


@in_a_sandbox
@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_what_is_out_of_reach(attempt, attempts, sandboxed):
    assert printed(sandboxed, attempts[attempt]) == "held"


@as_root
@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_without_a_sandbox_it_is_within_reach(attempt, attempts, plain):
    assert printed(plain, attempts[attempt]) not in ("held", "")


@in_a_sandbox
def test_processes_come_to_an_end(tmp_path, monkeypatch):
    """With all their memory counted as their own the watchdog ends them; otherwise their number does."""
    for memory, wanted in (1000 * MB, "memory"), (4000 * 1000 * MB, "held"):
        kernel = kernel_in(tmp_path, monkeypatch, memory=memory)
        try:
            said = printed(kernel, FORKS)
        except KernelDied as death:
            said = str(death)
        finally:
            kernel.stop()
        assert wanted in said


@as_root
def test_without_a_sandbox_processes_have_no_end(plain):
    assert printed(plain, FORKS) == "300 processes"


@in_a_sandbox
def test_the_disk_cannot_be_filled(sandboxed, folder):
    """Files that are each small enough; they lie in memory, and that is of a fixed size."""
    fill = """
import os
size = 0
try:
    for turn in range(20):
        with open(f"{place}/fill{turn}", "wb") as file:
            size += file.write(bytes(40 << 20))
except OSError:
    pass
for turn in range(20):
    if os.path.exists(f"{place}/fill{turn}"):
        os.remove(f"{place}/fill{turn}")
print(size >> 20)
"""
    for where, most in (".", 256), ("/tmp", 256), ("/dev/shm", 64):
        assert 40 <= int(printed(sandboxed, f"place = {where!r}\n{fill}")) <= most + 40, where
    assert not list(folder.glob("fill*"))


@in_a_sandbox
def test_the_environment_is_the_grader_s_choice_whatever_it_was_started_with(tmp_path, monkeypatch):
    monkeypatch.setenv(SECRET, "swordfish")
    monkeypatch.setattr(jupyter_kernel, "environment", lambda folder, device: dict(os.environ))
    kernel = JupyterKernel(tmp_path)
    try:
        seen = printed(kernel, "import os\nprint(*sorted(os.environ))").split()
    finally:
        kernel.stop()
    assert "LAB_NETWORK" in seen
    assert SECRET not in seen
    assert not {"PYTHONPATH", "VIRTUAL_ENV", "PYTEST_CURRENT_TEST"} & set(seen)


# --- its end ---------------------------------------------------------------------------------------------------------

BACKGROUND = """
import warnings
warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns of forks in a process with threads, as a kernel is
import ipykernel, os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(600)
    os._exit(0)
os.wait()
print(ipykernel.get_connection_file())
"""


@in_a_sandbox
def test_with_the_kernel_goes_all_that_it_started_and_its_folder(tmp_path):
    kernel = JupyterKernel(tmp_path)
    try:
        connection = printed(kernel, BACKGROUND)
        assert len([line for line in running(connection) if not line.startswith("bwrap")]) == 2
    finally:
        kernel.stop()
    assert gone(connection)
    assert not Path(connection).parent.exists()


@in_a_sandbox
def test_with_the_grader_goes_the_sandbox(tmp_path):
    program = f"""
import os, sys
from pathlib import Path
from autograder.sandbox.jupyter_kernel import JupyterKernel
kernel = JupyterKernel(Path({str(tmp_path)!r}))
print(kernel.manager.connection_file, flush=True)
sys.stdin.read()
"""
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as grader:
        assert grader.stdout is not None
        connection = grader.stdout.readline().strip()
        assert running(connection)
        grader.send_signal(signal.SIGKILL)
    try:
        assert gone(connection)
    finally:
        shutil.rmtree(Path(connection).parent)  # nobody is left who would


@in_a_sandbox
@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("keep = [b'x' * (150 << 20) for _ in range(4)]\nimport time; time.sleep(20)", "memory"),
        (
            """
import os, time
for _ in range(4):
    if os.fork() == 0:
        keep = b"x" * (120 << 20)
        time.sleep(20)
time.sleep(20)
""",
            "memory",
        ),
        ("import mmap, time\nm = mmap.mmap(-1, 600 << 20)\nm.write(bytes(600 << 20)); time.sleep(20)", "memory"),
        (
            """
import ipykernel, os, time
open(os.path.join(os.path.dirname(ipykernel.get_connection_file()), "x"), "w").write("x")
time.sleep(20)
""",
            "wrote into",
        ),
    ],
    ids=["one process", "several processes", "shared memory", "the sockets' folder"],
)
def test_the_watchdog_ends_a_sandbox_and_says_why(source, why, tmp_path, monkeypatch):
    kernel = kernel_in(tmp_path, monkeypatch, memory=450 * MB)
    try:
        connection = kernel.manager.connection_file
        with pytest.raises(KernelDied, match=why):
            list(kernel.execute(source, 15))
        assert gone(connection)
    finally:
        kernel.stop()


@in_a_sandbox
def test_what_the_watchdog_counts(tmp_path):
    """All processes of the box, and the memory that they hold."""
    sandboxed = JupyterKernel(tmp_path)
    processes = started_by(sandboxed.manager.provisioner.process.pid)
    assert len(processes) == 2  # the box's process 1, and the kernel
    before = [sum(map(count, processes)) for count in (resident, own_share)]
    printed(sandboxed, "import os, time\nkeep = b'x' * (100 << 20)\nif os.fork() == 0:\n    time.sleep(3); os._exit(0)")
    processes = started_by(sandboxed.manager.provisioner.process.pid)
    assert len(processes) == 3
    grown = [sum(map(count, processes)) - was for count, was in zip((resident, own_share), before, strict=True)]
    assert grown[0] > 190 * MB, "a fork's memory counts again"
    assert 90 * MB < grown[1] < 150 * MB, "where it is shared, it is counted once"
    assert printed(sandboxed, "del keep\nprint(os.wait()[1])") == "0"
    sandboxed.stop()


# --- no box ----------------------------------------------------------------------------------------------------------


def notebook():
    return new_notebook(cells=[new_code_cell("print('ran')")])


def test_without_a_sandbox_nothing_runs(monkeypatch):
    monkeypatch.setattr(launcher, "probe", lambda: NO_SANDBOX)
    with pytest.raises(SandboxUnavailable, match=r"not judged.*apt install bubblewrap"), kernel_launcher():
        pytest.fail("there is a place for it")


@pytest.mark.parametrize("forked", [True, False])
def test_without_a_sandbox_it_runs_where_that_was_asked_for_and_is_said(forked, monkeypatch):
    monkeypatch.setattr(launcher, "probe", lambda: NO_SANDBOX)
    with kernel_launcher(unsafe=True, forked=forked) as here:
        result = Run(notebook(), {}, here, Clock(60, 600)).run()
    assert result.notebook.cells[0].outputs[0].text == "ran\n"
    assert result.notes == [UNSAFE]


@in_a_sandbox
@pytest.mark.parametrize(("forked", "process"), [(True, "1\n"), (False, "2\n")])
def test_where_a_sandbox_can_be_made_it_is_made_all_the_same(forked, process):
    asked = new_notebook(cells=[new_code_cell("import os\nprint(os.getpid())")])
    with kernel_launcher(unsafe=True, forked=forked) as here:
        result = Run(asked, {}, here, Clock(60, 600)).run()
    assert result.notebook.cells[0].outputs[0].text == process
    assert result.notes == []


@pytest.mark.parametrize("command", ["check", "demo", "grade"])
def test_the_commands_refuse_in_one_line_that_says_what_to_type(command, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(launcher, "probe", lambda: NO_SANDBOX)
    arguments = {
        "check": [str(tmp_path / "baselines.ipynb"), "--warm", "0"],  # another process has a sandbox here
        "demo": [],
        "grade": ["part1_homework", "--course", str(tmp_path)],
    }
    if command == "check":
        hand_in(Student("right"), ROOT / "release" / "part1_homework", tmp_path, 0)
    if command == "grade":
        monkeypatch.setattr("autograder.gradebook.grading_run.known_to_gradebook", lambda *_: {"baselines"})
        (tmp_path / "gradebook.db").touch()
        shutil.copyfile(ROOT / "nbgrader_config.py", tmp_path / "nbgrader_config.py")
        hand_in(Student("right"), ROOT / "release" / "part1_homework", tmp_path / "submitted" / "ann" / "part1_homework", 0)
        (tmp_path / "release").symlink_to(ROOT / "release")
    assert cli.main([command, *arguments[command]]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "sudo apt install bubblewrap" in line


def test_unsafe_reaches_the_step_of_nbgrader(tmp_path):
    from autograder.gradebook.nbgrader_course import Course
    from autograder.gradebook.preprocessors import ExecuteAndJudge

    shutil.copyfile(ROOT / "nbgrader_config.py", tmp_path / "nbgrader_config.py")
    course = Course(tmp_path)
    assert ExecuteAndJudge(config=course.config).unsafe is course.unsafe is False
    course.unsafe = True
    assert ExecuteAndJudge(config=course.config).unsafe is True


def test_a_machine_without_bubblewrap(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    ability = probe.__wrapped__()
    assert not ability.works
    assert ability.fix == "type: sudo apt install bubblewrap"


def test_a_machine_whose_bubblewrap_does_not_start(monkeypatch, tmp_path):
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    ability = probe.__wrapped__()
    assert not ability.works
    assert "setting up uid map: Permission denied" in ability.why_not
    assert ability.fix


@pytest.mark.parametrize(
    ("setting", "value", "command"),
    [
        ("kernel/apparmor_restrict_unprivileged_userns", "1", "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"),
        ("kernel/unprivileged_userns_clone", "0", "sudo sysctl -w kernel.unprivileged_userns_clone=1"),
        ("user/max_user_namespaces", "0", "sudo sysctl -w user.max_user_namespaces=15000"),
    ],
)
def test_the_fix_is_the_one_of_the_setting(setting, value, command, tmp_path):
    path = tmp_path / setting
    path.parent.mkdir()
    path.write_text("7\n")
    assert "container" in how_to_fix(tmp_path)
    path.write_text(f"{value}\n")
    assert how_to_fix(tmp_path) == f"type: {command}"


# --- the box's own parts -----------------------------------------------------------------------------------------------


def test_an_installed_copy_of_the_grader_is_hidden():
    assert held_back([str(ROOT / ".venv")]) == []
    assert str(ROOT / "reference_solutions") in held_back([str(ROOT)])
    assert str(ROOT / "lab") not in held_back([str(ROOT)])


@in_a_sandbox
def test_what_is_hidden_is_empty(monkeypatch):
    readable = bubblewrap.interpreter()
    monkeypatch.setattr(bubblewrap, "interpreter", lambda: [*readable, str(ROOT)])
    shown = "import os\nprint(*map(len, map(os.listdir, {!r})))"
    done = run_in_sandbox(shown.format([str(ROOT / "autograder"), str(ROOT / "reference_solutions")]))
    assert done.stdout == "0 0\n", done.stderr
    assert int(run_in_sandbox(shown.format([str(ROOT / "lab")])).stdout) > 5


@as_root
def test_every_sandbox_of_root_has_a_user_of_its_own():
    users = {Sandbox().user for _ in range(10)}
    assert len(users) > 5  # drawn from thousands
    assert min(users) > 60_000


def test_jupyter_finds_it_by_its_name():
    project = (ROOT / "pyproject.toml").read_text()
    (line,) = [line for line in project.splitlines() if line.startswith("boxed = ")]
    value = line.split('"')[1]
    assert 'entry-points."jupyter_client.kernel_provisioners"]\n' + line in project
    assert EntryPoint("boxed", value, "jupyter_client.kernel_provisioners").load() is SandboxProvisioner


@pytest.mark.parametrize("value", ["autograder.sandbox.provisioner:Boxed", "autograder.sandbox:Boxed"])
def test_metadata_of_an_older_installation_still_finds_it(value):
    """An editable installation keeps the metadata of the day on which it was made; kernel specs name the entry `boxed`."""
    assert EntryPoint("boxed", value, "jupyter_client.kernel_provisioners").load() is SandboxProvisioner


def answer(machine: str, number: int, *arguments: int, audit: int | None = None, sockets: bool = True) -> str:
    """What the filter answers to a system call, by running its instructions one by one."""
    kind = seccomp.MACHINES[machine]
    data = {seccomp.NUMBER: number, seccomp.ARCHITECTURE: audit or kind.audit}
    data |= {seccomp.FIRST_ARGUMENT + 8 * turn: argument for turn, argument in enumerate([*arguments, 0, 0, 0][:3])}
    lines, place, value = list(struct.iter_unpack("<HBBI", seccomp.program(machine, sockets))), 0, 0
    while True:
        code, if_true, if_false, constant = lines[place]
        place += 1
        if code == seccomp.RETURN:
            names = {seccomp.ALLOW: "allowed", seccomp.KILL: "killed", seccomp.PRETENDED: "pretended"}
            return names.get(constant) or os.strerror(constant & 0xFFFF)
        if code == seccomp.LOAD:
            value = data[constant]
        else:
            holds = {
                seccomp.EQUAL: value == constant,
                seccomp.AT_LEAST: value >= constant,
                seccomp.ANY_BIT: bool(value & constant),
            }[code]
            place += if_true if holds else if_false


DENIED, ABSENT = "Operation not permitted", "Function not implemented"


@pytest.mark.parametrize("sockets", [True, False])
@pytest.mark.parametrize("machine", seccomp.MACHINES)
def test_the_filter_answers_as_it_is_told(machine, sockets):
    kind = seccomp.MACHINES[machine]
    read = {"x86_64": 0, "aarch64": 63}[machine]
    assert answer(machine, read, sockets=sockets) == "allowed"
    assert {answer(machine, number, sockets=sockets) for number in kind.denied.values()} == {DENIED}
    assert {answer(machine, number, sockets=sockets) for number in kind.pretended.values()} == {"pretended"}
    assert {answer(machine, number, sockets=sockets) for number in kind.unknown.values()} == {ABSENT}
    assert answer(machine, kind.clone3, sockets=sockets) == ABSENT
    assert answer(machine, kind.clone, 0x003D0F00, sockets=sockets) == "allowed"  # what a thread is made with
    assert answer(machine, kind.clone, 0x10000000 | 17, sockets=sockets) == DENIED  # a new user namespace
    assert answer(machine, read, audit=0x40000003) == "killed"  # i386
    assert answer(machine, 0x40000000 + read) == ABSENT


@pytest.mark.parametrize("machine", seccomp.MACHINES)
def test_sockets_are_for_jupyters_kernels_alone(machine):
    kind = seccomp.MACHINES[machine]
    assert [answer(machine, kind.socket, family) for family in (1, 2, 10, 16)] == ["allowed"] * 4
    assert answer(machine, kind.socket, 40) == "Address family not supported by protocol"
    assert {answer(machine, number, 1) for number in kind.sockets.values()} == {"allowed"}
    assert {answer(machine, number, 1, sockets=False) for number in kind.sockets.values()} == {DENIED}


@pytest.mark.parametrize("machine", seccomp.MACHINES)
def test_locks_are_pretended_and_what_tells_of_others_is_denied(machine):
    """Commands of fcntl(2) and advice of madvise(2), by their numbers in Linux's headers."""
    kind = seccomp.MACHINES[machine]
    for command in (0, 1, 2, 3, 4, 1030):  # descriptors and their flags
        assert answer(machine, kind.fcntl, 3, command) == "allowed"
    for command in (6, 7, 37, 38):  # locks
        assert answer(machine, kind.fcntl, 3, command) == "pretended"
    for command in (5, 36, 1024, 1025, 1026, 1031, 1035, 1036, 1037, 1038):  # whose lock, leases, watches, sizes, hints
        assert answer(machine, kind.fcntl, 3, command) == "Invalid argument"
    for advice in (3, 12, 20, 21, 22, 23, 25):
        assert answer(machine, kind.madvise, 0, 4096, advice) == "pretended"
    for advice in (4, 8, 14):  # what allocators use
        assert answer(machine, kind.madvise, 0, 4096, advice) == "allowed"


# --- the doctor, and other users -----------------------------------------------------------------------------------------


def outside(source: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-I", "-S", "-c", source], capture_output=True, text=True, check=False)


@in_a_sandbox
def test_the_doctor_finds_that_a_sandbox_holds(capsys):
    assert [finding for finding in selftest.examine() if finding.must and not finding.holds] == []
    assert cli.main(["doctor"]) == 0
    assert "can be run here" in capsys.readouterr().out


@in_a_sandbox
def test_jupyter_kernels_are_reported_and_are_no_danger(monkeypatch, capsys):
    def broken():
        raise ForkingUnavailable("kernels cannot be forked: it ended")

    monkeypatch.setattr(selftest, "fork_server", broken)
    assert cli.main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "✗ kernels are forked: kernels cannot be forked: it ended" in said
    assert "can be run here" in said


@as_root
def test_the_doctor_finds_that_nothing_holds_without_a_sandbox():
    findings = selftest.try_in_sandbox(outside)
    assert len(findings) == 6
    assert [finding for finding in findings if finding.holds or not finding.found or not finding.fix] == []


def test_the_doctor_of_a_machine_without_sandboxes_says_how_to_fix_it(monkeypatch, capsys):
    monkeypatch.setattr(selftest, "probe", lambda: NO_SANDBOX)
    assert cli.main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "✗ a sandbox starts" in said
    assert "how to fix it: type: sudo apt install bubblewrap" in said


ANOTHER_USER = """
turn=0
for path in $PATHS; do turn=$((turn + 1)); mkdir -p "$STASH/$turn"; mount --bind "$path" "$STASH/$turn"; done
for path in $CLOSED; do mount -t tmpfs -o mode=755 none "$path"; done
turn=0
for path in $PATHS; do turn=$((turn + 1)); mkdir -p "$path"; mount --bind "$STASH/$turn" "$path"; done
exec setpriv --reuid=60002 --regid=60002 --clear-groups --inh-caps=-all --bounding-set=-all "$@"
"""


@as_root
@in_a_sandbox
@pytest.mark.slow
def test_all_this_holds_for_an_ordinary_user():
    """In a view of the machine where the interpreter's home is open, for it may be root's own."""
    if os.stat(ROOT).st_mode & 0o005 != 0o005 or not os.stat(__file__).st_mode & 0o004:
        pytest.skip(f"other users cannot read {ROOT}")
    needed = [os.path.realpath(path) for path in (sys.base_prefix, sys.prefix, ROOT)]
    closed = {str(above) for path in needed for above in Path(path).parents if not os.stat(above).st_mode & 0o001}
    first = [path for path in closed if not any(str(above) in closed for above in Path(path).parents)]
    inside = [path for path in needed if any(Path(path).is_relative_to(above) for above in first)]
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="ordinary-", ignore_cleanup_errors=True) as name:
        home, stash = Path(name) / "home", Path(name) / "stash"
        home.mkdir()
        os.chmod(name, 0o755)
        os.chown(home, 60002, 60002)
        tests = [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "--basetemp", str(home / "tmp"), __file__]
        done = subprocess.run(
            ["unshare", "--mount", "--propagation", "private", "sh", "-ec", ANOTHER_USER, "sh", *tests],
            env=os.environ
            | {"HOME": str(home), "STASH": str(stash), "PATHS": " ".join(inside), "CLOSED": " ".join(first)}
            | {"PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(home)},
            capture_output=True,
            text=True,
            timeout=400,
            cwd=ROOT,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "no sandbox here" not in done.stdout
