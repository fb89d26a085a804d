"""A process that has loaded all that judging needs, and judges one file after another until nobody has asked for some minutes.

To load torch, the references' answers and the process that kernels are forked from takes most of the time of one
`autograder check`. The first check starts a process that keeps them; the next ones ask it. It is the same user's, it listens on a
socket in a folder that only this user enters, and each notebook has a sandboxed kernel of its own in it, as in a grader.
Where it cannot answer for any reason, whoever asks judges for itself: nothing depends on it but time.
"""

import contextlib
import fcntl
import hashlib
import json
import logging
import os
import socket
import stat
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from autograder.assignments import use_course
from autograder.course_toml import judges
from autograder.grading.provenance import versions
from autograder.layout import ENGINE, VARIABLE, VARIANTS_CSV, course_root, files_in
from autograder.workers.judged_file import FileRequest, JudgedFile, judge_file

LOOKS = 2.0  # seconds between two looks at whether anybody could still ask
READ = ("lessons", "nbgrader_config.py", VARIANTS_CSV, "release")  # beside what judges
ENVIRONMENT = ("AUTOGRADER", "LAB_", "OMP_", "MKL_", "CUDA", "PYTHON", "TMPDIR", "LANG", "LC_", "HOME", "PATH", "VIRTUAL_ENV")


def answer_of_warm_process(request: FileRequest, minutes: float) -> JudgedFile | None:
    """What a process that is kept warm says of a file; it is started where there is none.

    Args:
        minutes: how long a process that is started waits for its next request; 0 asks none, and starts none.
    Returns:
        None: none could be asked, or it did not answer; also where another request is being answered.
    """
    folder = private_folder() if minutes > 0 else None
    if folder is None or not within_course(request):
        return None
    path = folder / f"{state()}.socket"
    try:
        with alone(path.with_suffix(".lock")), connected(path, minutes) as connection:
            connection.sendall(json.dumps(request._asdict()).encode() + b"\n")
            with connection.makefile("rb") as stream:
                answer = json.loads(stream.readline() or b"null")
    except (OSError, ValueError):  # it answers another request, was killed, or could not be started
        return None
    if not answer:
        return None
    for name, level, message in answer["logged"]:
        logging.getLogger(name).log(level, "%s", message)
    return JudgedFile(answer["verdicts"], answer["notes"])


def within_course(request: FileRequest) -> bool:
    """Whether the release is one whose changes `state` sees."""
    return not request.release or Path(request.release).resolve().is_relative_to(course_root().resolve())


def private_folder() -> Path | None:
    """A folder that only this user may enter; None where there is none to be had."""
    folder = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / f"autograder-{os.getuid()}"
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077:
            return folder
    return None


def state() -> str:
    """Digest of what a verdict could rest on: course, code, data, packages, environment; another one has another process."""
    digest = hashlib.sha256(repr((course_root(), ENGINE, sys.executable, versions())).encode())
    digest.update(repr(sorted(item for item in os.environ.items() if item[0].startswith(ENVIRONMENT))).encode())
    for name, path in files_in(*judges(), *READ):
        found = path.stat()
        digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:20]


@contextlib.contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Keeps other requests away meanwhile; raises BlockingIOError where there is one already."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def connected(path: Path, minutes: float) -> socket.socket:
    """A connection to the process that listens there, or to one that is started."""
    connection = socket.socket(socket.AF_UNIX)
    with address(path) as short:
        try:
            connection.connect(short)
        except (FileNotFoundError, ConnectionRefusedError):  # there is none, or it has ended without a word
            start(path, minutes)
            connection.connect(short)
    return connection


@contextlib.contextmanager
def address(path: Path) -> Iterator[str]:
    """A name of a socket's path for bind and connect, which take no more than 107 bytes (unix(7)); folders can be longer."""
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def start(path: Path, minutes: float) -> None:
    """Starts a process that listens at a path; whoever connects before it has loaded anything waits."""
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listening, address(path) as short:
        listening.bind(short)
        listening.listen()
        environment = os.environ | {VARIABLE: str(course_root()), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        os.posix_spawn(  # not waited for: it outlives whoever starts it
            sys.executable,
            [sys.executable, "-m", "autograder.workers.warm", str(course_root()), str(path), str(minutes * 60)],
            environment,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, listening.fileno(), 0),
                *((os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)),
            ],
            setsid=True,
        )


# --- the process itself --------------------------------------------------------------------------------------------------


class KeptRecords(logging.Handler):
    """Keeps what is logged while a file is judged, for whoever asked."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.kept: list[tuple[str, int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append((record.name, record.levelno, record.getMessage()))


def serve(listening: socket.socket, path: Path, seconds: float) -> None:
    """Answers requests, one at a time, until none has come for so long, or its socket or its course is gone."""
    own, last = path.lstat().st_ino, time.monotonic()
    listening.settimeout(min(LOOKS, seconds))
    while time.monotonic() - last < seconds and is_there(path, own) and course_root().is_dir():
        with contextlib.suppress(TimeoutError):
            connection, _ = listening.accept()
            with connection:
                if user_of(connection) == os.getuid():
                    answer(connection)
            last = time.monotonic()
    if is_there(path, own):
        path.unlink()


def is_there(path: Path, inode: int) -> bool:
    """Whether a path still leads to this process's own socket."""
    try:
        return path.lstat().st_ino == inode
    except OSError:
        return False


def user_of(connection: socket.socket) -> int:
    """The user whose process is at the other end (SO_PEERCRED, unix(7))."""
    _, user, _ = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i")))
    return user


def answer(connection: socket.socket) -> None:
    """Judges what one request names; says nothing where that fails, and whoever asked meets the error itself."""
    handler = KeptRecords()
    logging.getLogger().addHandler(handler)
    done = threading.Event()
    with contextlib.suppress(Exception), connection.makefile("rb") as stream:
        request = FileRequest(**json.loads(stream.readline()))
        threading.Thread(target=end_without, args=(connection, done), daemon=True).start()
        judged = judge_file(request)
        done.set()
        connection.sendall(json.dumps(judged._asdict() | {"logged": handler.kept}).encode() + b"\n")
    done.set()
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)  # to close it would not do while a thread waits to read it
    logging.getLogger().removeHandler(handler)


def end_without(connection: socket.socket, done: threading.Event) -> None:
    """Ends this process, and with it all kernels, where whoever asked has gone before the answer."""
    with contextlib.suppress(OSError):
        connection.recv(1)  # nothing more is sent: this returns when the other end is closed
    if not done.is_set():
        os._exit(1)


if __name__ == "__main__":
    course, place, idle = sys.argv[1:]
    os.chdir(ENGINE)
    use_course(Path(course))
    logging.getLogger().setLevel(logging.INFO)
    serve(socket.socket(fileno=os.dup(0)), Path(place), float(idle))
