"""Which errors come of the place where a notebook is graded, and not of the student who wrote it: a table of reasons.

A reason is a short true sentence of ours; of what the error says it repeats names of packages and modules alone. The same
error may have either cause: a file that is missing may be one that the student forgot. It is a person who decides.
"""

import re
import sys
from typing import NamedTuple

from autograder.course_toml import packages
from autograder.guest.gone_names import GONE, LEFT, names_of

NETWORK = "there is no network where grading happens"
FILE = "there is no file of that name where grading happens: only what was submitted is there"
UNWRITABLE = "nothing can be written to that folder where grading happens"
NOBODY = "nobody is there to answer input() where grading happens"
DEBUGGER = "a debugger needs somebody to type, and nobody is there where grading happens"
DISPLAY = "there is no display for windows where grading happens"
BACKEND = "this matplotlib backend needs a display or a browser, and there is none where grading happens"
COMPILER = "torch.compile needs a compiler, which is not there where grading happens"
GPU = "there is no GPU where grading happens"
MAGIC = "that magic is not available where grading happens"
COLAB = "google.colab is there on Colab alone"
DRIVE = "a Colab drive cannot be mounted where grading happens"
PROGRAM = "a program of the system failed or is not there where grading happens"
PROCESSES = "there is room for few processes and threads where grading happens"
SHARED_MEMORY = "there is little shared memory where grading happens: a DataLoader's workers may not have enough"
LIBRARY = "a library of the system is not there where grading happens"
FULL = "files have little room where grading happens"
RIGHTS = "the system does not allow that where grading happens"
VARIABLE = "that environment variable is not set where grading happens"
ACCOUNT = "the user has no name where grading happens"
LOCALE = "that language or time zone is not set up where grading happens"
VERSION = "the version that is installed where grading happens no longer has that"


class Rule(NamedTuple):
    """A reason, and the errors that it is the reason of. Each is a regular expression; an empty one fits everything."""

    reason: str
    types: str = ""  # the whole name of the error's class
    message: str = ""  # somewhere in its message
    statement: str = ""  # somewhere in the statement that raised it


RULES = (
    Rule(COLAB, "ModuleNotFoundError|ImportError", r"'google(\.colab[\w.]*)?'"),
    Rule(COLAB, "AttributeError", r"'google(\.colab)?' has no attribute"),
    Rule(DRIVE, "", "", r"\bdrive\s*\.\s*(mount|flush_and_unmount)\s*\("),
    Rule(DRIVE, "FileNotFoundError|OSError|PermissionError", r"/content/(g?drive|MyDrive)"),
    Rule(BACKEND, "ModuleNotFoundError", r"'(ipympl|PyQt\d|PySide\d|wx|gi)'"),
    Rule(DISPLAY, "ModuleNotFoundError", r"'_?tkinter(\.\w+)?'", "tkinter"),
    Rule(BACKEND, "ModuleNotFoundError", r"'_?tkinter(\.\w+)?'"),
    Rule(BACKEND, "RuntimeError|ValueError", r"not a recogni[sz]ed (GUI loop or )?backend|not a valid value for backend"),
    Rule(BACKEND, "ImportError", r"Cannot load backend|interactive framework|Qt binding modules"),
    Rule(DISPLAY, "TclError", r"display"),
    Rule(DISPLAY, "", r"cannot connect to X server|no \$DISPLAY|[Cc]ould not connect to display|cannot open display"),
    Rule(DISPLAY, "error", r"The function is not implemented\. Rebuild the library with"),
    Rule(
        NETWORK, "URLError|gaierror|ConnectTimeout|ConnectError|NewConnectionError|MaxRetryError|NameResolutionError|ProxyError"
    ),
    Rule(NETWORK, "LocalEntryNotFoundError|OfflineModeIsEnabled|ClientConnectorError|ClientConnectorDNSError|RemoteDisconnected"),
    Rule(NETWORK, "ConnectionRefusedError|ConnectionResetError|ServerNotFoundError|SSLError|TransportError|NameResolutionError"),
    Rule(NETWORK, "ConnectionError|OSError|RuntimeError|ValueError|HTTPError", r"no internet|internet connection|urlopen error"),
    Rule(NETWORK, "", r"name resolution|Name or service not known|Network is unreachable|Max retries exceeded|No route to host"),
    Rule(NETWORK, "", r"couldn't connect to|getaddrinfo failed|nodename nor servname"),
    Rule(NOBODY, "StdinNotImplementedError"),
    Rule(DEBUGGER, "BdbQuit"),
    Rule(DEBUGGER, "EOFError|OSError|AttributeError", "", r"\bset_trace\s*\(|\bbreakpoint\s*\(|^\s*%(debug|pdb)\b|\bi?pdb\."),
    Rule(NOBODY, "EOFError", r"^(EOF when reading a line)?$", r"\binput\s*\(|\bgetpass\b|\bstdin\b"),
    Rule(NOBODY, "EOFError", r"^EOF when reading a line$"),
    Rule(NOBODY, "RuntimeError|OSError", r"lost sys\.stdin|reading from stdin"),
    Rule(MAGIC, "UsageError", r"(Line|Cell) magic function `|(Line|Cell) magic `|magic `?%+\w+`? not found"),
    Rule(MAGIC, "", r"conda environment", r"^\s*%conda\b"),
    Rule(VARIABLE, "UsageError", r"Environment does not have key"),
    Rule(VARIABLE, "KeyError", "", r"\benviron\b"),
    Rule(FILE, "Exception|OSError", r"^File `.{1,300}` not found", r"^\s*%run\b"),
    Rule(FILE, "ValueError|UsageError", r"not found in history, as a file", r"^\s*%load"),
    Rule(PROGRAM, "CalledProcessError"),
    Rule(PROGRAM, "FileNotFoundError|PermissionError", "", r"\b(subprocess|Popen|check_output|check_call|shutil\.which)\b"),
    Rule(FULL, "OSError", r"Errno 28|No space left|Errno 27|File too large|Errno 122"),
    Rule(UNWRITABLE, "OSError|PermissionError", r"Read-only file system|Errno 30"),
    Rule(UNWRITABLE, "PermissionError", r"Errno 13"),
    Rule(
        NETWORK, "PermissionError", "Operation not permitted", r"\b(socket|requests|urllib|http|urlopen|httpx|aiohttp|ftplib)\b"
    ),
    Rule(RIGHTS, "PermissionError|OSError", r"Operation not permitted|Errno 38|Function not implemented"),
    Rule(FILE, "FileNotFoundError|NotADirectoryError"),
    Rule(FILE, "OSError|OperationalError", r"\bnot found\.?$|unable to open database file|No such file"),
    Rule(
        PROCESSES, "RuntimeError|BlockingIOError|OSError", r"can't start new thread|Resource temporarily unavailable|Cannot fork"
    ),
    Rule(SHARED_MEMORY, "RuntimeError|OSError", r"DataLoader worker.{0,80}(killed|exited)|shared memory|unable to mmap|\bshm\b"),
    Rule(COMPILER, "BackendCompilerFailed|InductorError|InvalidCxxCompiler|CppCompileError"),
    Rule(
        COMPILER,
        "",
        r"Failed to find (a )?C(\+\+)? compiler|No working C\+\+ compiler|[Dd]ynamo is not supported|Ninja is required",
    ),
    Rule(GPU, "", r"Torch not compiled with CUDA|No CUDA GPUs|no NVIDIA driver|NVIDIA driver on your"),
    Rule(GPU, "", r"on a CUDA device but|no CUDA-capable device|CUDA driver version|no kernel image is available"),
    Rule(GPU, "", r"not linked with support for \w+ devices|MPS backend|No (HIP|XPU) (GPUs|devices)|cudaErrorNoDevice"),
    Rule(ACCOUNT, "KeyError", r"getpwuid"),
    Rule(ACCOUNT, "OSError", "", r"\bgetlogin\b"),
    Rule(LOCALE, "Error", r"unsupported locale"),
    Rule(LOCALE, "ZoneInfoNotFoundError|UnknownTimeZoneError"),
    Rule(LIBRARY, "ImportError|OSError", r"cannot open shared object file|DLL load failed|libGL|GLIBC"),
    Rule(VERSION, "ImportError", r"multiarray failed to import|numpy\.dtype size changed"),
    Rule(VERSION, "AttributeError", r"was removed in (the )?\w+ \d[\d.]*"),
    Rule(VERSION, "RuntimeError", r"This function was deprecated since .{1,40} and is now removed"),
)
PACKAGE = re.compile(r"No module named '([\w.-]{1,80})'")
OPTIONAL = re.compile(r"(?:Missing optional dependency|requires|Please install|pip install|Import) [`']?([\w.-]{1,60})")
IN_MODULE = re.compile(r"module '([\w.]{1,80})' has no attribute '(\w{1,80})'")
IN_CLASS = re.compile(r"'(\w{1,80})' object has no attribute '(\w{1,80})'")
FROM_MODULE = re.compile(r"cannot import name '(\w{1,80})' from '([\w.]{1,80})'")
# what came to Python's own library after 3.11, the oldest Python that grades
NEWER_IN_PYTHON = {
    "3.12": """itertools.batched math.sumprod typing.override typing.TypeAliasType random.binomialvariate
        calendar.Month calendar.Day inspect.markcoroutinefunction""",
    "3.13": """copy.replace warnings.deprecated typing.ReadOnly typing.TypeIs typing.NoDefault os.process_cpu_count
        random.main statistics.kde statistics.kde_random math.fma queue.ShutDown""",
    "3.14": "concurrent.interpreters concurrent.futures.InterpreterPoolExecutor string.templatelib annotationlib compression",
}
GONE_FROM_PYTHON = "asynchat asyncore cgi crypt distutils imp imghdr nntplib pipes smtpd sndhdr telnetlib"


def is_place_fault(error_type: str, message: str, statement: str = "") -> str | None:
    """Why it is the place that is at fault, in plain English; None for a mistake as any.

    Args:
        error_type: the name of the error's class.
        message: what it says.
        statement: the source of the statement that raised it.
    """
    message, statement = message[:4000], statement[:4000]
    for rule in RULES:
        if fits(rule, error_type, message, statement):
            return rule.reason
    return missing_package(error_type, message) or missing_name(error_type, message)


def fits(rule: Rule, error_type: str, message: str, statement: str) -> bool:
    if rule.types and not re.fullmatch(rule.types, error_type.rpartition(".")[2]):
        return False
    return all(not part or re.search(part, text, re.M) for part, text in ((rule.message, message), (rule.statement, statement)))


def missing_package(error_type: str, message: str) -> str | None:
    """The reason of an import that found no module."""
    if error_type not in ("ModuleNotFoundError", "ImportError"):
        return None
    found = PACKAGE.search(message)
    if not found:
        optional = OPTIONAL.search(message)
        return f"the package {optional.group(1).strip('.')} is not installed where grading happens" if optional else None
    module, top = found.group(1), found.group(1).partition(".")[0]
    if version := came_with(module):
        return f"the module {module} came with Python {version}, and grading happens with Python {ours()}"
    if top in GONE_FROM_PYTHON.split():
        return f"the module {top} is no longer a part of Python {ours()}, with which grading happens"
    if top in sys.stdlib_module_names or top == "lab":
        return None
    if top != module and top in importable():
        return f"the {top} that is installed where grading happens has no module {module}"
    return f"the package {top} is not installed where grading happens"


def missing_name(error_type: str, message: str) -> str | None:
    """The reason where a module or a class has lost a name, or does not have it yet."""
    if error_type == "AttributeError" and (found := IN_MODULE.search(message) or IN_CLASS.search(message)):
        owner, name = found.groups()
    elif error_type == "ImportError" and (found := FROM_MODULE.search(message)):
        name, owner = found.groups()
    else:
        return None
    if version := came_with(f"{owner}.{name}"):
        return f"{owner}.{name} came with Python {version}, and grading happens with Python {ours()}"
    if name in lost().get(owner, ()):
        return f"{owner}.{name} is no longer in the version that is installed where grading happens"
    return None


def came_with(name: str) -> str | None:
    """The Python that brought a name of its own library; None where this one is not older, or it is not known."""
    versions = [version for version, names in NEWER_IN_PYTHON.items() if name in names.split()]
    return versions[0] if versions and number(versions[0]) > sys.version_info.minor else None


def number(version: str) -> int:
    return int(version.partition(".")[2])


def ours() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def importable() -> set[str]:
    return {name for names in packages().values() for name in names}


def lost() -> dict[str, set[str]]:
    """Module or class -> the names that went from it."""
    found: dict[str, set[str]] = {}
    for table, read in ((GONE, names_of), (LEFT, str.split)):
        for (owner, _), names in table.items():
            found.setdefault(owner.rpartition(":")[2], set()).update(read(names))  # type: ignore[operator]
    return found
