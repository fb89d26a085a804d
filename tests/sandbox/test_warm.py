"""Forked kernels: fresh, ended with all that they started, untrusted, and their failure is never the student's."""

import json
import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from nbformat import NotebookNode

from autograder.guest.memory import bytes_in, resident, started_by
from autograder.guest.stepwise import MIME
from autograder.sandbox import fork_server_process, forked_kernel, launcher
from autograder.sandbox.bubblewrap import MB, ResourceLimits, probe
from autograder.sandbox.fork_server_process import ForkingUnavailable, ForkServerProcess, fork_server
from autograder.sandbox.forked_kernel import ForkedKernel, as_json
from autograder.sandbox.kernel import KernelDied
from autograder.sandbox.launcher import KernelUnavailable, kernel_launcher
from autograder.sandbox.outputs import as_output

pytestmark = pytest.mark.skipif(not probe().works, reason=f"no sandbox here: {probe().why_not}")


@pytest.fixture
def kernel() -> Iterator[ForkedKernel]:
    one = ForkedKernel(fork_server(), {})
    yield one
    one.stop()


def printed(kernel: ForkedKernel, source: str, seconds: float = 30) -> str:
    return "".join(output.get("text", "") or output.get("ename", "") for output in kernel.execute(source, seconds)).strip()


def ended(process: int, seconds: float = 10) -> bool:
    """Whether a process has gone, or soon does."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if not Path(f"/proc/{process}").exists():
            return True
        time.sleep(0.05)
    return False


def shown(kernel: ForkedKernel, source: str, seconds: float) -> list[NotebookNode]:
    """A source's outputs, without the reports of statements that were left out."""
    return [output for output in kernel.execute(source, seconds) if MIME not in output.get("data", {})]


def test_outputs_are_those_of_a_notebook(kernel):
    source = (
        "import sys, matplotlib.pyplot as plt\nprint('out'); print('err', file=sys.stderr)\nplt.plot([1, 2])\nplt.show()\n1 / 0"
    )
    outputs = shown(kernel, source, 30)
    kinds = [output.get("name", output.output_type) for output in outputs]
    assert kinds == sorted(kinds, key=["stdout", "stderr", "display_data", "error"].index)
    assert "image/png" in next(output for output in outputs if output.output_type == "display_data").data
    assert outputs[-1].ename == "ZeroDivisionError"
    assert [output.data["text/plain"] for output in kernel.execute("6 * 7", 30)] == ["42"]


def test_outputs_do_not_tell_a_forked_kernel_from_a_jupyter_kernel():
    source = "import matplotlib.pyplot as plt\nprint('out')\nfigure = plt.plot([1, 2])\nplt.show()\n{'a': 1}"
    outputs = []
    for forked in (True, False):
        with kernel_launcher(forked=forked) as here:
            one = here.start()
            outputs.append(list(one.execute(source, 60)))
            one.stop()
    assert [output.output_type for output in outputs[0]] == ["stream", "display_data", "execute_result"]
    assert outputs[0] == outputs[1]


def test_magics_and_commands_of_the_system(kernel):
    assert "hello" in printed(kernel, "!echo hello")
    assert "Wall time" in printed(kernel, "%time 1")
    assert printed(kernel, "%%writefile own.py\nvalue = 3").startswith("Writing")
    assert printed(kernel, "import own\nprint(own.value)") == "3"


def test_pickles_and_sources_of_what_cells_define(kernel):
    assert (
        printed(kernel, "import inspect, pickle\nclass A: pass\npickle.loads(pickle.dumps(A()))\nprint(A.__module__)")
        == "__main__"
    )
    assert "def f" in printed(kernel, "def f(): pass") or "def f" in printed(kernel, "print(inspect.getsource(f))")


def test_every_fork_is_fresh():
    first = ForkedKernel(fork_server(), {})
    printed(first, "import math\nmath.pi = 3\nopen('own', 'w'); open('/tmp/own', 'w'); open('/dev/shm/own', 'w')")
    first.stop()
    second = ForkedKernel(fork_server(), {})
    seen = printed(second, "import math, os\nprint(math.pi > 3.1, os.listdir(), os.listdir('/tmp'), os.listdir('/dev/shm'))")
    second.stop()
    assert "True" in seen
    assert "own" not in seen


def test_two_at_once_do_not_see_each_other(kernel):
    other = ForkedKernel(fork_server(), {})
    processes = "import os\nprint(os.getpid(), os.listdir('/proc'))"
    assert printed(kernel, processes) == printed(other, processes) == "1 []"
    assert printed(kernel, "import socket\nkept = socket.socket(socket.AF_UNIX)") == "PermissionError"
    other.stop()


def test_the_process_that_is_forked_is_out_of_reach(kernel):
    """It is in no namespace that the kernel sees; number 1 is the kernel itself."""
    kill = "import os\nprint(os.getpid(), os.getppid())\nos.kill(os.getppid() or 2, 9)"
    assert printed(kernel, kill) == "1 0\nProcessLookupError"
    assert (
        printed(kernel, "print(sorted(os.listdir('/box')), sorted(os.listdir('/box/course')))")
        == "['course', 'home'] ['data', 'lab', 'selfcheck']"
    )
    assert fork_server().alive()


def test_with_a_kernel_goes_all_that_it_has_started(kernel):
    """A process that has left its session, and its parent, which nobody waits for."""
    before = set(started_by(fork_server().process.pid))
    printed(
        kernel, "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0: time.sleep(600)\n    os._exit(0)"
    )
    ends = time.monotonic() + 30
    while len(left := set(started_by(fork_server().process.pid)) - before) < 2 and time.monotonic() < ends:
        time.sleep(0.05)
    assert len(left) == 2
    kernel.stop()
    assert [process for process in left if Path(f"/proc/{process}").exists()] == [], "when stop returns, they are gone"


@pytest.mark.parametrize(
    "source",
    [
        "import os; os._exit(3)",
        "import ctypes; ctypes.string_at(0)",
        pytest.param(
            "import sys\nsys.setrecursionlimit(10**9)\nx = []\nfor _ in range(10**6): x = [x]\nrepr(x)",
            marks=pytest.mark.skipif(sys.version_info >= (3, 12), reason="from Python 3.12 on that is a RecursionError"),
        ),
    ],
    ids=["exit", "segmentation fault", "stack"],
)
def test_a_death_is_said_and_the_next_fork_works(source, kernel):
    with pytest.raises(KernelDied, match="died"):
        printed(kernel, source)
    with pytest.raises(KernelDied, match="has ended"):
        printed(kernel, "1")
    other = ForkedKernel(fork_server(), {})
    assert printed(other, "print(1)") == "1"
    other.stop()


def test_too_much_memory_is_said():
    one = ForkedKernel(fork_server(), {}, limits=ResourceLimits(memory=700 * MB))
    with pytest.raises(KernelDied, match=r"more than 0\.68 GB"):
        printed(one, "keep = [b'x' * (150 << 20) for _ in range(6)]\nimport time; time.sleep(20)")
    one.stop()


def test_time(kernel):
    outputs = shown(kernel, "print('begun')\nwhile True: pass", 1)
    assert [output.get("name", output.get("ename")) for output in outputs] == ["stdout", "stderr", "KeyboardInterrupt"]
    assert kernel.overran
    assert printed(kernel, "print('on')") == "on"
    assert not kernel.overran
    stubborn = "import time\nwhile True:\n    try: time.sleep(1)\n    except BaseException: pass"
    with pytest.raises(KernelDied, match="did not stop"):
        list(kernel.execute(stubborn, 0.5))


def test_a_flood_is_ended(kernel):
    flood = "import os\nwhile True: os.write(3, b'x' * 1_000_000)"
    assert "put out more than" in printed(kernel, flood)
    stubborn = "while True:\n    try:\n        while True: os.write(3, b'x' * 1_000_000)\n    except BaseException: pass"
    with pytest.raises(KernelDied, match="did not stop"):
        list(kernel.execute(stubborn, 30))


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"nonsense",
        b"[" * 100_000,
        b'{"output": "stream", "name": "stdin", "text": "x"}',
        b'{"output": "display_data", "data": 3}',
        b"7",
    ],
)
def test_what_is_no_output_is_none(line):
    assert as_output(as_json(line)) is None


def test_metadata_of_outputs_is_left_behind():
    (output,) = [as_output({"output": "display_data", "data": {"text/plain": "x"}, "metadata": {"onload": "x"}, "transient": {}})]
    assert output == {"output_type": "display_data", "data": {"text/plain": "x"}, "metadata": {}}


def test_a_forged_end_ends_only_the_forger_s_own_source(kernel):
    forged = (
        "import json, os\nos.write(3, json.dumps({'done': True}).encode() + b'\\n')\nimport time; time.sleep(0.2)\nprint('later')"
    )
    list(kernel.execute(forged, 10))
    other = ForkedKernel(fork_server(), {})
    assert printed(other, "print('mine')") == "mine"
    other.stop()


def test_files_of_the_student_s_lie_in_the_working_folder():
    one = ForkedKernel(fork_server(), {"pictures/own.txt": b"mine"})
    assert (
        printed(one, "print(open('pictures/own.txt').read(), len(open('data/public/pocket_vgg19.json').read()) > 9)")
        == "mine True"
    )
    one.stop()


# --- its own end -----------------------------------------------------------------------------------------------------


def test_with_the_grader_goes_the_fork_server():
    program = (
        "from autograder.sandbox.fork_server_process import fork_server, ForkedKernel\n"
        "from autograder.guest.memory import started_by\n"
        "import sys\nkernel = ForkedKernel(fork_server(), {})\n"
        "print(*started_by(fork_server().process.pid), flush=True)\nsys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as grader:
        assert grader.stdout is not None
        processes = [int(word) for word in grader.stdout.readline().split()]
        assert len(processes) >= 2
        grader.send_signal(signal.SIGKILL)
    assert all(ended(process) for process in processes)


def test_a_fork_server_that_was_killed_is_started_again():
    with kernel_launcher() as here:
        here.start().stop()
        os.kill(fork_server().process.pid, signal.SIGKILL)
        fork_server().process.wait() if not fork_server().alive() else None
        again = here.start()
        assert printed(again, "print('here')") == "here"
        again.stop()
        assert here.forked


def test_a_fork_server_that_is_killed_while_it_starts_is_started_again(monkeypatch):
    tries = []

    def killed_once(running):
        tries.append(running)
        if len(tries) == 1:
            raise running.broken("it ended")

    monkeypatch.setattr(fork_server_process, "_fork_servers", lambda found={}: found)
    monkeypatch.setattr(fork_server_process, "try_out", killed_once)
    assert fork_server_process.fork_server() is tries[1]
    tries[1].close()


def test_that_forks_do_not_work_is_found_out_once(monkeypatch):
    tries = []

    def never(running):
        tries.append(running)
        raise running.broken("it ended")

    monkeypatch.setattr(fork_server_process, "_fork_servers", lambda found={}: found)
    monkeypatch.setattr(fork_server_process, "try_out", never)
    for _ in range(3):
        with pytest.raises(ForkingUnavailable, match="it ended"):
            fork_server_process.fork_server()
    assert len(tries) == fork_server_process.STARTS


def test_what_puts_out_too_much_is_interrupted_and_the_kernel_goes_on(kernel, monkeypatch):
    monkeypatch.setattr(forked_kernel, "MOST_SENT", 1_000_000)
    assert "Stopped: this put out more than 1 MB." in printed(kernel, "while True: print('x' * 1000)", 60)
    assert kernel.overran
    assert printed(kernel, "print('still here')") == "still here"


def test_where_forks_do_not_work_jupyter_kernels_start_and_that_is_said(monkeypatch, caplog):
    def broken(sandboxed=True, device="cpu"):
        raise ForkingUnavailable("kernels cannot be forked: Operation not permitted")

    monkeypatch.setattr(launcher, "fork_server", broken)
    with kernel_launcher() as here:
        kernel = here.start()
        assert printed(kernel, "import os\nprint(os.getpid())") == "2"
        kernel.stop()
    assert "Operation not permitted" in caplog.text
    assert "a new interpreter" in caplog.text


def test_where_no_kernel_starts_that_is_no_student_s_fault(monkeypatch):
    def dying(*_, **__):
        raise KernelDied("The kernel died")

    monkeypatch.setattr(launcher, "ForkedKernel", dying)
    with kernel_launcher() as here, pytest.raises(KernelUnavailable, match="not judged, no kernel starts"):
        here.start()


@pytest.mark.parametrize("test", ["print('confined')", "import time; time.sleep(60)"], ids=["unconfined", "hangs"])
def test_a_fork_that_fails_its_test_is_not_used(test, monkeypatch):
    monkeypatch.setattr(fork_server_process, "SELF_TEST", test)
    monkeypatch.setattr(fork_server_process, "ANSWER", 2.0)
    one = ForkServerProcess()
    with pytest.raises(ForkingUnavailable):
        fork_server_process.try_out(one)
    with suppress(Exception):
        one.close()
    assert not one.alive()


def test_the_fork_server_holds_no_student_s_code_and_no_answers():
    """What a fork could find in the memory that it shares with its parent."""
    one = ForkedKernel(fork_server(), {})
    modules = json.loads(
        printed(one, "import json, sys\nprint(json.dumps([n for n in sys.modules if n.startswith(('autograder', 'reference'))]))")
    )
    one.stop()
    assert [name for name in modules if name not in ("autograder", "autograder.guest") and ".guest." not in name] == []
    assert resident(fork_server().process.pid) < 1000 * MB


def test_the_fork_server_s_memory_lies_in_large_pages_where_there_are_any():
    """A fork copies the list of its pages, and its end goes through it: with small ones that takes half of a kernel's start."""
    setting = Path("/sys/kernel/mm/transparent_hugepage/enabled")
    if not setting.is_file() or "[never]" in setting.read_text():
        pytest.skip("this machine has no large pages")
    if tuple(map(int, platform.release().split(".")[:2])) < (6, 1):
        pytest.skip("before Linux 6.1 nobody can ask for them; two thirds are large all the same")
    one = ForkServerProcess()  # what others have forked from lies in small pieces where it has written since
    inside = max(started_by(one.process.pid), key=resident)
    try:
        large = bytes_in(Path(f"/proc/{inside}/smaps_rollup"), "AnonHugePages:")
    except PermissionError:
        pytest.skip("only root sees that of a process that hides")
    finally:
        whole = resident(inside)
        one.close()
    assert large > 0.8 * whole


def test_an_environment_below_a_fresh_folder_stays_in_sight(tmp_path):
    """A fork's /tmp is its own; an interpreter that lies in the machine's is seen in it all the same."""
    from autograder.guest import namespaces

    environment = tmp_path / "environment"
    (environment / "site-packages").mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "prefix", str(environment))
        patch.setattr(sys, "path", [*sys.path, str(environment / "site-packages")])
        assert namespaces.interpreter_within((str(tmp_path),)) == [str(environment)]
        assert namespaces.interpreter_within(("/nowhere",)) == []
