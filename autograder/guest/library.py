"""All files that a notebook may read while it runs, copied into a folder in memory: the sandbox sees no disk.

A file on a disk has a state that outlives a sandbox (whether it is in the page cache, which names were looked up, when it was
read last), and the next sandbox could read that state. A file in memory has none, and nobody can change it. So all that
notebooks import after their start is copied: Python's library, the packages that they may import, the course's lab/ and
data/public, a shell with a few tools. What is large and loaded already (`DROPPED`) is not.

`shared_library` makes one copy for all workers of a machine, in /dev/shm; if that is too small, `copy_files` makes one in
each worker's own memory. Imports only the standard library.
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

IMPORTED = (  # what notebooks may import; what these require is added
    *("torch", "torchvision", "numpy", "scipy", "scikit-image", "pandas", "seaborn", "einops", "tqdm", "captum"),
    *("matplotlib", "pillow", "opencv-python-headless", "ipywidgets", "ipython", "requests", "pyyaml"),
)
DROPPED = (  # parts of packages: loaded before the first fork, or unused in a sandbox
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
LIBRARY_FOLDERS = ("/lib/{}-linux-gnu", "/usr/lib/{}-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib")
EMPTY = ("proc", "dev", "tmp", "sys", "box/home")  # mount points of the sandbox
SHARED_MEMORY = Path("/dev/shm")
PATIENCE = 60.0  # seconds to wait while another process makes the shared library

File = tuple[str, str]  # (source, target)


def files(course: dict[str, Path]) -> list[File]:
    """Lists all files that a sandbox may read, each once.

    Args:
        course: path in the sandbox -> folder of the course.
    """
    listed = [*python_files(), *package_files(), *tool_files(), *setting_files()]
    found = {without_links(target): source for source, target in listed}
    for target, folder in course.items():
        found |= {to: source for source, to in files_below(str(folder), target)}
    return [(source, target) for target, source in found.items()]


def files_below(source: str, target: str, dropped: frozenset[str] = frozenset()) -> Iterator[File]:
    """Lists the files in a folder, or the file itself."""
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
                    yield from files_below(entry.path, inner, dropped)
            elif is_read(entry.name) and inner not in dropped and entry.is_file():
                yield entry.path, inner


def is_read(name: str) -> bool:
    """Whether a running Python could read a file of that name."""
    other_python = name.endswith(".pyc") and not name.endswith(THIS_PYTHON)
    return not other_python and not name.endswith(ENDINGS)


def python_files() -> Iterator[File]:
    """Lists the interpreter and the standard library."""
    for folder in {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib", vars={"platbase": sys.base_prefix})}:
        if folder and os.path.isdir(folder):
            yield from files_below(folder, folder)
    program = os.path.realpath(sys.executable)
    shared = os.path.join(sysconfig.get_config_var("LIBDIR") or "", sysconfig.get_config_var("INSTSONAME") or "none")
    for path in {program, sys.executable, shared, os.path.join(sys.prefix, "pyvenv.cfg")}:
        if os.path.isfile(path):
            yield path, path


def package_files() -> Iterator[File]:
    """Lists the packages that notebooks may import, where this interpreter finds them."""
    folders = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    dropped = frozenset(f"{folder}/{name}" for folder in folders for name in DROPPED)
    for folder in folders:
        for name in sorted(top_level() & set(os.listdir(folder))) if os.path.isdir(folder) else []:
            yield from files_below(f"{folder}/{name}", f"{folder}/{name}", dropped)


@cache
def top_level() -> frozenset[str]:
    """Names in site-packages of the packages that notebooks may import, and of all that these require."""
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


def tool_files() -> Iterator[File]:
    """Lists a shell, common commands, and the system's libraries that these and Python's own modules load."""
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
    """Finds the dynamic loader under each of its names: programs name one of them."""
    folders = [Path(folder.format(os.uname().machine)) for folder in LIBRARY_FOLDERS]
    return [str(path) for folder in folders for path in folder.glob("ld-linux*.so.*")]


@cache
def system_library(name: str) -> str | None:
    """Path of a library of the system, or None."""
    found = (f"{folder.format(os.uname().machine)}/{name}" for folder in LIBRARY_FOLDERS)
    return next((path for path in found if os.path.isfile(path)), None)


def setting_files() -> Iterator[File]:
    """Lists the system's settings that programs read."""
    for path in SETTINGS:
        if os.path.exists(path):
            yield from files_below(path, path)


def copy_files(wanted: Iterable[File], folder: Path) -> None:
    """Copies files into a folder, with their times, by which Python checks whether compiled files are up to date."""
    for name in EMPTY:
        (folder / name).mkdir(parents=True, exist_ok=True)
    made: set[str] = set()
    for source, target in wanted:
        path = f"{folder}{target}"
        above = os.path.dirname(path)
        if above not in made:
            os.makedirs(above, exist_ok=True)
            made.add(above)
        copy_file(source, path)
    for name in ("bin", "lib", "lib64", "sbin"):
        if os.path.islink(f"/{name}"):
            (folder / name).symlink_to(os.readlink(f"/{name}"))


def copy_file(source: str, path: str) -> None:
    """Copies a file's content, its time and whether it is executable."""
    with open(source, "rb", buffering=0) as old, open(path, "wb", buffering=0) as new:
        details = os.fstat(old.fileno())
        while part := old.read(1 << 22):
            new.write(part)
        os.utime(new.fileno(), ns=(details.st_mtime_ns, details.st_mtime_ns))
        os.fchmod(new.fileno(), 0o555 if details.st_mode & 0o111 else 0o444)


def without_links(path: str) -> str:
    """Resolves a link in the root folder, such as /lib, at the start of a path."""
    first, _, rest = path.lstrip("/").partition("/")
    return f"/{os.readlink(f'/{first}').strip('/')}/{rest}" if os.path.islink(f"/{first}") else path


# --- one for all workers -------------------------------------------------------------------------------------------------

_open_locks: dict[Path, int] = {}  # libraries of this process -> the open lock


def shared_library(course: dict[str, Path], parent: Path = SHARED_MEMORY) -> Path | None:
    """Path of the library that all workers of this user share, made if there is none; None if there is not enough memory.

    The last process that uses it removes it. A process that is killed may leave it behind: then the next one uses it.
    """
    wanted = files(course)
    folder = parent / f"autograder-{os.geteuid()}"
    library = folder / fingerprint(wanted)
    if library in _open_locks:
        return library
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        details = folder.lstat()
        if details.st_uid != os.geteuid() or details.st_mode & 0o077 or not in_memory(folder):
            return None
        _open_locks[library] = open_lock(wanted, library)
    except OSError:
        return None
    atexit.register(release_library, library, os.getpid())
    return library


def open_lock(wanted: list[File], library: Path) -> int:
    """Opens the shared lock of a library; makes the library, under an exclusive lock, if there is none.

    It does not wait for an exclusive lock: processes hold a shared one until they end.

    Raises:
        OSError: there is not enough memory, or nobody finished the library in time.
    """
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        lock = os.open(f"{library}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if not library.exists():
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                make_library(wanted, library)
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            if library.exists() and os.path.samestat(os.fstat(lock), os.stat(f"{library}.lock")):
                return lock
        except (BlockingIOError, FileNotFoundError):  # another process makes it, or has just removed it
            time.sleep(0.1)
        except OSError:
            os.close(lock)
            raise
        os.close(lock)
    raise OSError("nobody has finished it")


def make_library(wanted: list[File], library: Path) -> None:
    """Makes a library unless it exists.

    Raises:
        OSError: there is not enough memory.
    """
    if library.exists():
        return
    needed = sum(-(-os.stat(source).st_size // 4096) * 4096 for source, _ in wanted)
    if shutil.disk_usage(library.parent).free < 2 * needed:
        raise OSError("not enough shared memory")
    unfinished = unfinished_path(library)
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        copy_files(wanted, unfinished)
        unfinished.rename(library)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def unfinished_path(library: Path) -> Path:
    """Path of a library while it is made or removed."""
    return library.with_name(f"{library.name}.unfinished")


def release_library(library: Path, process: int) -> None:
    """Stops using a library, and removes it if no other process uses it."""
    if os.getpid() != process or library not in _open_locks:
        return
    lock = _open_locks.pop(library)
    with suppress(OSError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        unfinished = unfinished_path(library)
        library.rename(unfinished)  # first: if this process is killed on the way, what is left does not look complete
        shutil.rmtree(unfinished, ignore_errors=True)
        os.unlink(f"{library}.lock")
    os.close(lock)


def fingerprint(wanted: list[File]) -> str:
    """Hash of the paths, sizes and times of a library's files, by which it is named."""
    whole = hashlib.sha256()
    for source, target in sorted(wanted, key=lambda pair: pair[1]):
        details = os.stat(source)
        whole.update(f"{target}\0{details.st_size}\0{details.st_mtime_ns}\n".encode())
    return whole.hexdigest()[:16]


def in_memory(folder: Path) -> bool:
    """Whether a folder is on a tmpfs."""
    kinds = {line.split()[1]: line.split()[2] for line in Path("/proc/mounts").read_text().splitlines()}
    return next(kinds[str(above)] for above in (folder, *folder.parents) if str(above) in kinds) == "tmpfs"
