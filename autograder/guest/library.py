"""What a notebook may still read while it runs, as a folder in memory: to a box that sees only this, no disk exists.

A file on a disk has a state that outlives a box (whether it is in the page cache, which names were asked for, when it was
read last), and the next box could read it. A file in memory has none: it is always there, and nobody can change it. So all
that notebooks import after they have started is copied here: Python's own library, the packages that they may import, the
course's lab/ and data/public, a shell with a few tools. What is big and already loaded (`DROPPED`) stays behind.

`shared` makes one copy for all workers of a machine, in /dev/shm; where that has no room, `lay` makes one in each worker's
own memory. It knows Python's own library alone, for it runs in boxes, too.
"""

import atexit
import fcntl
import hashlib
import os
import re
import shutil
import sys
import sysconfig
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

IMPORTED = (  # what notebooks may import, and all that it needs
    *("torch", "torchvision", "numpy", "scipy", "scikit-image", "pandas", "seaborn", "einops", "tqdm", "captum"),
    *("matplotlib", "pillow", "opencv-python-headless", "ipywidgets", "ipython", "requests", "pyyaml"),
)
DROPPED = (  # of packages: loaded before the first fork, or of no use in a box
    *("nvidia", "triton", "cuda", "torch/lib", "torch/bin", "torch/include", "torch/share", "torch/testing/_internal"),
    *("torch/_export", "torch/onnx", "torch/distributed", "torch/_vendor", "torchgen", "setuptools"),
    *("cv2/cv2.abi3.so", "opencv_python_headless.libs", "numpy.libs", "numpy/_core/include", "numpy/_core/lib"),
    *("jupyterlab_widgets", "widgetsnbextension", "_distutils_hack", "pkg_resources"),
)
UNUSED = {"tests", "test", "idlelib", "ensurepip", "lib2to3", "turtledemo", "tkinter", "site-packages", "dist-packages"}
ENDINGS = (".a", ".h", ".hpp", ".pyx", ".pxd", ".c", ".cpp", ".cu", ".cuh")  # for compilers
THIS_PYTHON = f".{sys.implementation.cache_tag}.pyc"
TOOLS = "sh bash cat cp date echo env false find grep head ls mkdir mv pwd rm sed sleep sort tail tee touch true uname wc whoami"
SETTINGS = ("/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/usr/lib/locale/C.utf8")
LIBRARY = re.compile(rb"lib[\w+-]+\.so(?:\.\d+)+")
PLACES = ("/lib/{}-linux-gnu", "/usr/lib/{}-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib")  # of the system's libraries
EMPTY = ("proc", "dev", "tmp", "sys", "box/home")  # where a box puts something of its own
SHARED = Path("/dev/shm")
PATIENCE = 60.0  # seconds for somebody else to make the shared library

File = tuple[str, str]  # where it is, where it will be


def files(course: dict[str, Path]) -> list[File]:
    """All that a box may read, each file once.

    Args:
        course: path in the box -> folder of the course.
    """
    found = {in_place(target): source for source, target in [*python(), *packages(), *tools(), *settings()]}
    for target, folder in course.items():
        found |= {to: at for at, to in below(str(folder), target)}
    return [(source, target) for target, source in found.items()]


def below(source: str, target: str, dropped: frozenset[str] = frozenset()) -> Iterator[File]:
    """The files in a folder, or a file itself."""
    if target in dropped:
        return
    if not os.path.isdir(source):
        yield source, target
        return
    with os.scandir(source) as entries:
        for entry in entries:
            inner = f"{target}/{entry.name}"
            if entry.is_dir():
                if entry.name not in UNUSED:
                    yield from below(entry.path, inner, dropped)
            elif is_read(entry.name) and inner not in dropped and entry.is_file():
                yield entry.path, inner


def is_read(name: str) -> bool:
    """Whether a running Python could want a file."""
    other_python = name.endswith(".pyc") and not name.endswith(THIS_PYTHON)
    return not other_python and not name.endswith(ENDINGS)


def python() -> Iterator[File]:
    """The interpreter and its own library."""
    for folder in {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib", vars={"platbase": sys.base_prefix})}:
        if folder and os.path.isdir(folder):
            yield from below(folder, folder)
    program = os.path.realpath(sys.executable)
    shared = os.path.join(sysconfig.get_config_var("LIBDIR") or "", sysconfig.get_config_var("INSTSONAME") or "none")
    for path in {program, sys.executable, shared, os.path.join(sys.prefix, "pyvenv.cfg")}:
        if os.path.isfile(path):
            yield path, path


def packages() -> Iterator[File]:
    """The packages that notebooks may import, where this interpreter finds them."""
    folders = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    dropped = frozenset(f"{folder}/{name}" for folder in folders for name in DROPPED)
    for folder in folders:
        for name in sorted(top_level() & set(os.listdir(folder))) if os.path.isdir(folder) else []:
            yield from below(f"{folder}/{name}", f"{folder}/{name}", dropped)


@cache
def top_level() -> frozenset[str]:
    """The names in site-packages of what notebooks may import, and of all that these packages require."""
    wanted, seen, names = list(IMPORTED), set(), {"pylab.py"}
    while wanted:
        package = re.split(r"[^\w.-]", wanted.pop())[0].lower().replace("_", "-")
        if package in seen:
            continue
        seen.add(package)
        with suppress(PackageNotFoundError):
            found = distribution(package)
            wanted += [each for each in found.requires or () if "extra" not in each.partition(";")[2]]
            names |= {re.split(r"[/,]", line)[0] for line in (found.read_text("RECORD") or "").splitlines()}
            names |= {each for word in (found.read_text("top_level.txt") or "").split() for each in (word, f"{word}.py")}
    return frozenset(names - {"__pycache__", "..", ""})


def tools() -> Iterator[File]:
    """A shell, what is most used in it, and the system's libraries that these and Python's own modules load."""
    programs = [path for tool in TOOLS.split() if (path := shutil.which(tool, path="/bin:/usr/bin"))]
    modules = [str(path) for path in Path(sysconfig.get_path("stdlib"), "lib-dynload").glob("*.so")]
    yield from ((path, path) for path in programs)
    found: dict[str, str] = {}
    unread = [*programs, *modules, sys.executable]
    while unread:
        with open(unread.pop(), "rb") as file:
            named = {word.decode() for word in LIBRARY.findall(file.read())}
        new = {path for name in named if (path := system_library(name)) and path not in found}
        found |= dict.fromkeys(new, "")
        unread += new
    yield from ((path, path) for path in [*found, *loaders()])


def loaders() -> list[str]:
    """The program that loads programs, under each of its names: the kernel follows the one that is written in them."""
    machine = os.uname().machine
    return [str(path) for place in PLACES for path in Path(place.format(machine)).glob("ld-linux*.so.*")]


@cache
def system_library(name: str) -> str | None:
    """Where the system keeps a library, if it has it."""
    machine = os.uname().machine
    found = (f"{place.format(machine)}/{name}" for place in PLACES)
    return next((path for path in found if os.path.isfile(path)), None)


def settings() -> Iterator[File]:
    """What programs read of the system."""
    for path in SETTINGS:
        if os.path.exists(path):
            yield from below(path, path)


def lay(wanted: Iterable[File], folder: Path) -> None:
    """Copies files into a folder, with their times, by which Python knows that what it has compiled is fresh."""
    for name in EMPTY:
        (folder / name).mkdir(parents=True, exist_ok=True)
    made: set[str] = set()
    for source, target in wanted:
        path = f"{folder}{target}"
        above = os.path.dirname(path)
        if above not in made:
            os.makedirs(above, exist_ok=True)
            made.add(above)
        copy(source, path)
    for name in ("bin", "lib", "lib64", "sbin"):
        if os.path.islink(f"/{name}"):
            (folder / name).symlink_to(os.readlink(f"/{name}"))


def copy(source: str, path: str) -> None:
    """A file's content, its time and whether it can be run."""
    with open(source, "rb", buffering=0) as old, open(path, "wb", buffering=0) as new:
        details = os.fstat(old.fileno())
        while part := old.read(1 << 22):
            new.write(part)
        os.utime(new.fileno(), ns=(details.st_mtime_ns, details.st_mtime_ns))
        os.fchmod(new.fileno(), 0o555 if details.st_mode & 0o111 else 0o444)


def in_place(path: str) -> str:
    """A path without the links in the root folder, such as /lib."""
    first, _, rest = path.lstrip("/").partition("/")
    return f"/{os.readlink(f'/{first}').strip('/')}/{rest}" if os.path.islink(f"/{first}") else path


# --- one for all workers -------------------------------------------------------------------------------------------------

_held: dict[Path, int] = {}  # libraries of this process -> the open lock


def shared(course: dict[str, Path], place: Path = SHARED) -> Path | None:
    """The library that all workers of this user share, made where there is none; None where there is no room for it.

    It goes with the last process that uses it. One that was killed may leave it behind: then the next one uses it.
    """
    wanted = files(course)
    ours = place / f"autograder-{os.geteuid()}"
    library = ours / fingerprint(wanted)
    if library in _held:
        return library
    try:
        ours.mkdir(mode=0o700, exist_ok=True)
        details = ours.lstat()
        if details.st_uid != os.geteuid() or details.st_mode & 0o077 or not in_memory(ours):
            return None
        _held[library] = held(wanted, library)
    except OSError:
        return None
    atexit.register(let_go, library, os.getpid())
    return library


def held(wanted: list[File], library: Path) -> int:
    """The open lock of a library that is there; many may share it, and whoever makes or removes a library has it alone.

    Nobody waits to have it alone: who shares it keeps it for as long as he lives.

    Raises:
        OSError: there is no room, or it did not come about.
    """
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        lock = os.open(f"{library}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if not library.exists():
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                made(wanted, library)
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            if library.exists() and os.path.samestat(os.fstat(lock), os.stat(f"{library}.lock")):
                return lock
        except (BlockingIOError, FileNotFoundError):  # somebody makes it, or has just removed it
            time.sleep(0.1)
        except OSError:
            os.close(lock)
            raise
        os.close(lock)
    raise OSError("nobody has finished it")


def made(wanted: list[File], library: Path) -> None:
    """Makes a library unless it is there.

    Raises:
        OSError: there is no room.
    """
    if library.exists():
        return
    needed = sum(-(-os.stat(source).st_size // 4096) * 4096 for source, _ in wanted)
    if shutil.disk_usage(library.parent).free < 2 * needed:
        raise OSError("no room")
    half = half_of(library)
    shutil.rmtree(half, ignore_errors=True)
    try:
        lay(wanted, half)
        half.rename(library)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise


def half_of(library: Path) -> Path:
    """Where a library lies while it is made or removed."""
    return library.with_name(f"{library.name}.half")


def let_go(library: Path, process: int) -> None:
    """Gives a library up, and removes it if nobody else uses it."""
    if os.getpid() != process or library not in _held:
        return
    lock = _held.pop(library)
    with suppress(OSError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        half = half_of(library)
        library.rename(half)  # first: whoever is killed in the middle leaves nothing that looks whole
        shutil.rmtree(half, ignore_errors=True)
        os.unlink(f"{library}.lock")
    os.close(lock)


def fingerprint(wanted: list[File]) -> str:
    """What a library holds, as a name: another for other files, or newer ones."""
    whole = hashlib.sha256()
    for source, target in sorted(wanted, key=lambda pair: pair[1]):
        details = os.stat(source)
        whole.update(f"{target}\0{details.st_size}\0{details.st_mtime_ns}\n".encode())
    return whole.hexdigest()[:16]


def in_memory(folder: Path) -> bool:
    """Whether a folder lies in memory."""
    kinds = {line.split()[1]: line.split()[2] for line in Path("/proc/mounts").read_text().splitlines()}
    return next(kinds[str(above)] for above in (folder, *folder.parents) if str(above) in kinds) == "tmpfs"
