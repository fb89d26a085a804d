"""The process that is kept warm for the next check: same verdicts, one user's alone, and gone when nobody asks."""

import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from autograder.layout import VARIABLE
from autograder.workers import warm
from autograder.workers.judged_file import FileRequest, JudgedFile
from tests.end_to_end import toy

pytestmark = pytest.mark.slow
RIGHT = {"fit_line": toy.sample("full_marks/lstsq", "fit_line")}


@pytest.fixture(scope="module")
def submitted(tmp_path_factory) -> Path:
    """A notebook of the toy course with one right answer, in a course that is built and released."""
    course = toy.copy_of(toy.TOY, tmp_path_factory.mktemp("warm") / "course")
    toy.built_and_released(course)
    return toy.submit(course, "ada", RIGHT)


@pytest.fixture
def course(submitted, tmp_path, monkeypatch) -> Path:
    """Its course in use, with a folder for sockets of its own; what was started for it is ended."""
    yield in_use(submitted, tmp_path, monkeypatch)
    ended(tmp_path)


def in_use(submitted: Path, sockets: Path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(sockets))
    return submitted.parents[3]


def ended(sockets: Path) -> None:
    for process in started(sockets):
        os.kill(process, signal.SIGKILL)


def started(folder: Path) -> list[int]:
    """The processes that listen in a folder."""
    running = ((process.pid, process.info["cmdline"] or []) for process in psutil.process_iter(["cmdline"]))
    return [pid for pid, words in running if "autograder.workers.warm" in words and any(str(folder) in word for word in words)]


def check(course: Path, *words: str) -> subprocess.CompletedProcess:
    return toy.autograder("check", course / "submitted" / "ada" / toy.NAME / "line_fit.ipynb", *words, course=course)


@contextmanager
def asked_beside(course: Path):
    """A request that has been sent by another process, and whose answer nobody has read yet."""
    program = f"""
import os
os.environ["{VARIABLE}"] = {str(course)!r}
from autograder.workers import warm
from autograder.workers.judged_file import FileRequest
print(warm.answer_of_warm_process(FileRequest({str(course / "submitted" / "ada" / toy.NAME / "line_fit.ipynb")!r}), 5))
"""
    process = subprocess.Popen([sys.executable, "-c", program], env=toy.environment(), cwd=course, stdout=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def until(condition, seconds: float = 60.0) -> bool:
    """Whether a condition holds within some seconds."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return bool(condition())


def test_the_second_check_is_answered_by_the_process_that_the_first_one_left(course, tmp_path):
    alone = check(course, "--warm", "0", "--json", "-")
    assert started(tmp_path) == []
    first = check(course, "--json", "-")
    (kept,) = started(tmp_path)
    before = seconds_of(kept)
    again = check(course, "--json", "-")
    assert started(tmp_path) == [kept]
    assert seconds_of(kept) > before, "it was asked, and not the command's own process"
    assert json.loads(alone.stdout) == json.loads(first.stdout) == json.loads(again.stdout)
    assert check(course).stdout == check(course, "--warm", "0").stdout


@pytest.mark.parametrize("length", [60, 250])
def test_a_folder_of_any_length_does(submitted, tmp_path, monkeypatch, length):
    """A socket's own name may have 107 bytes; a folder's, of the user or of the system, may be longer."""
    folder = tmp_path / ("x" * length)
    folder.mkdir()
    course = in_use(submitted, folder, monkeypatch)
    try:
        assert check(course).returncode == 0
        (kept,) = started(folder)
        assert check(course).returncode == 0
        assert started(folder) == [kept]
    finally:
        ended(folder)


def seconds_of(process: int) -> int:
    """Clock ticks that a process and its ended children took."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    return sum(map(int, fields[11:15]))


def test_it_ends_when_nobody_has_asked_for_some_time(course, tmp_path):
    assert check(course, "--warm", "0.02").returncode == 0
    assert until(lambda: not started(tmp_path))
    assert list(tmp_path.glob("autograder-*/*.socket")) == []


@pytest.mark.parametrize("gone", ["its socket", "its course"])
def test_it_ends_where_nobody_could_ask_it_any_more(course, tmp_path, gone):
    moved = toy.copy_of(course, tmp_path / "moved")
    assert check(moved).returncode == 0
    assert len(started(tmp_path)) == 1
    shutil.rmtree(tmp_path / f"autograder-{os.getuid()}" if gone == "its socket" else moved)
    assert until(lambda: not started(tmp_path))


def test_a_change_of_the_course_has_a_process_of_its_own(course, tmp_path):
    check(course)
    (kept,) = started(tmp_path)
    settings = course / "lessons" / "course.toml"
    os.utime(settings, (0, 0))
    check(course)
    assert len(started(tmp_path)) == 2
    assert kept in started(tmp_path)


@pytest.mark.parametrize(
    "changed",
    [
        *("lessons/course.toml", "rubric/test_fit_line.py", "misconceptions/fit_line.py", "lab/tasks/fit_line.py"),
        *("reference_solutions/fit_line.py", "release/regression/line_fit.ipynb"),
    ],
)
def test_whatever_a_verdict_rests_on_counts(submitted, tmp_path, monkeypatch, changed):
    moved = toy.copy_of(submitted.parents[3], tmp_path / "moved")
    monkeypatch.setenv(VARIABLE, str(moved))
    before = warm.state()
    assert warm.state() == before
    os.utime(moved / changed, (1, 1))
    assert warm.state() != before


def test_other_versions_of_packages_count(monkeypatch):
    before = warm.state()
    monkeypatch.setattr(warm, "versions", lambda: (("torch", "0"),))
    assert warm.state() != before


def test_where_it_was_killed_the_command_starts_another(course, tmp_path):
    check(course)
    (kept,) = started(tmp_path)
    os.kill(kept, signal.SIGKILL)
    done = check(course)
    assert "fit_line: 2.5 of 2.5" in done.stdout, done.stderr
    assert started(tmp_path) not in ([], [kept])


def test_where_another_check_is_being_answered_the_command_judges_for_itself(course, tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(course))
    folder = warm.private_folder()
    monkeypatch.setattr(warm, "state", lambda: "x")
    with warm.alone(folder / "x.lock"):
        assert warm.answer_of_warm_process(FileRequest("a.ipynb"), 1) is None
    assert started(tmp_path) == []


def test_it_ends_with_its_kernels_where_whoever_asked_has_gone(course, tmp_path):
    path = course / "submitted" / "ada" / toy.NAME / "line_fit.ipynb"
    whole = path.read_bytes()
    toy.submit(course, "ada", {"fit_line": "import time\ntime.sleep(50)\n"})
    try:
        with asked_beside(course):
            assert until(lambda: started(tmp_path))
            (kept,) = started(tmp_path)
            time.sleep(3)
        assert until(lambda: kept not in started(tmp_path), 90), "nobody waits for its answer"
    finally:
        path.write_bytes(whole)


def test_a_release_of_another_place_is_not_asked_about(course, tmp_path, monkeypatch):
    """Its changes would not be seen: what was read of it may be kept."""
    monkeypatch.setenv(VARIABLE, str(course))
    assert not warm.within_course(FileRequest("a.ipynb", release=str(tmp_path)))
    assert warm.within_course(FileRequest("a.ipynb", release=str(course / "release" / toy.NAME)))


# --- whose it is -----------------------------------------------------------------------------------------------------


def test_nobody_else_enters_its_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    folder = warm.private_folder()
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("spoil", ["open", "link", "file"])
def test_a_folder_that_others_could_have_made_is_not_used(tmp_path, monkeypatch, spoil):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    folder = tmp_path / f"autograder-{os.getuid()}"
    if spoil == "open":
        folder.mkdir()
        folder.chmod(0o777)
    elif spoil == "link":
        (tmp_path / "elsewhere").mkdir(mode=0o700)
        folder.symlink_to(tmp_path / "elsewhere")
    else:
        folder.write_text("")
    assert warm.private_folder() is None
    assert warm.answer_of_warm_process(FileRequest("a.ipynb"), 1) is None


@contextmanager
def served(folder: Path):
    """A request to a process that serves one and then ends, in this process: the connection, on which its answer lies."""
    path = folder / "x.socket"
    with socket.socket(socket.AF_UNIX) as listening, socket.socket(socket.AF_UNIX) as asking:
        with warm.address(path) as short:
            listening.bind(short)
            listening.listen()
            asking.connect(short)
        asking.settimeout(20)
        asking.sendall(json.dumps(FileRequest("a.ipynb")._asdict()).encode() + b"\n")
        warm.serve(listening, path, 0.2)
        yield asking


def test_another_user_s_process_is_not_answered(tmp_path, monkeypatch):
    judged = []
    monkeypatch.setattr(warm, "judge_file", lambda request: judged.append(request) or JudgedFile([], []))
    monkeypatch.setattr(warm, "user_of", lambda connection: os.getuid() + 1)
    with served(tmp_path) as asking, pytest.raises(ConnectionResetError):  # what it sent was never read
        asking.recv(100)
    assert judged == []


def test_the_user_of_a_connection_is_read_from_the_system(tmp_path):
    one, other = socket.socketpair()
    with one, other:
        assert warm.user_of(one) == os.getuid()


def test_an_error_is_left_to_whoever_asked(tmp_path, monkeypatch):
    """The process says nothing, and goes on; the command then meets the error itself, and words it."""
    monkeypatch.setattr(warm, "judge_file", lambda request: 1 / 0)
    with served(tmp_path) as asking:
        assert asking.recv(100) == b""


def test_warnings_reach_whoever_asked(tmp_path, monkeypatch):
    def judged(request):
        logging.getLogger("one").warning("look %s", "here")
        return JudgedFile([{"task": "a"}], ["note"])

    monkeypatch.setattr(warm, "judge_file", judged)
    with served(tmp_path) as asking:
        answer = json.loads(asking.makefile("rb").readline())
    assert answer == {"verdicts": [{"task": "a"}], "notes": ["note"], "logged": [["one", logging.WARNING, "look here"]]}
