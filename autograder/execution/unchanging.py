"""What can be told of a notebook by reading it: which given cells nothing needs, and which names mean the same till its end."""

import ast
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec

from nbformat import NotebookNode

from autograder.notebooks.cells import is_illustration, is_own, task_of
from autograder.notebooks.dependencies import LONG, names_in, touches, without_magic

DYNAMIC = re.compile(  # names that are looked up as text cannot be seen
    r"\b(globals|locals|vars|eval|exec|compile|inspect|user_ns|__main__|get_ipython|dir)\b|^\s*%(run|who|store)", re.M
)
FOR_ALL = re.compile(  # what changes more than a name
    r"\bset_(default|grad|num|flush|rng|detect)|use_deterministic|seed\(|seterr|simplefilter|filterwarnings|patch|\b_C\b|__enter__"
    r"|register_module_|sys\.|^\s*(np|torch|nn|F|cv2|plt|lab)\.[\w.]*\s*=|setattr\(\s*(np|torch|nn|F|cv2|lab)\b",
    re.M,
)

FILES = re.compile(  # what may change a file that a function reads
    r"\bopen\(|\.(write_\w+|save\w*|dump|tofile|to_(csv|json|pickle|parquet|hdf|excel)|unlink|touch|rename|\w*link_to)\("
    r"|\b(imwrite|urlretrieve|extractall)\(|\b(shutil|subprocess|memmap|sqlite3)\b"
    r"|\bos\.(remove|unlink|rename|replace|link|symlink|truncate|write|system|popen)\b|^\s*(!|%%(writefile|file|bash|sh|script)\b)",
    re.M,
)

READS = re.compile(  # what may read a file, or look whether there is one
    r"\b(\w*open\w*|(im)?read(?!y\b)\w*|load(?!_state_dict\b)\w*|\w+_(read|load)|exists|is_?(file|dir)|listdir|scandir|i?glob|iterdir"
    r"|walk|l?stat|fromfile|genfromtxt|fromregex|findFile|VideoCapture|\w*File\w*|\w*Folder|HDFStore|datasets|memmap|mmap|sqlite3|h5py"
    r"|shelve|fileinput|linecache|zipfile|tarfile|ctypes|importlib|runpy|subprocess|tempfile|Path|pathlib|os|io|__import__|__file__)\b"
)
COMMANDS = re.compile(r"^\s*(!|%(?!matplotlib|config)|.*=\s*[!%])", re.M)  # IPython's, which may do anything


def deferrable(cells: list[NotebookNode]) -> frozenset[int]:
    """Given cells that need not run: they only draw, or bind names that nothing of the student's uses, and import nothing.

    Where a student's cell may look names up as text, only drawing is left out.
    """
    given = {n for n, cell in enumerate(cells) if cell.cell_type == "code" and not is_own(cell) and not task_of(cell)}
    drawing = {n for n in given if is_illustration(cells[n])}
    own = [cell.source for cell in cells if cell.cell_type == "code" and is_own(cell)]
    if any(map(DYNAMIC.search, own)):
        return frozenset(drawing)
    names = {n: names_in(cells[n].source) for n in given - drawing}
    used = frozenset().union(*(names_in(source).uses for source in own))
    kept = {n for n in names if names[n].imports or not names[n].binds}
    while True:
        wanted = used.union(*(names[n].uses for n in kept))
        more = {n for n in names if names[n].binds & wanted} - kept
        if not more:
            return frozenset(drawing | (names.keys() - kept))
        kept |= more


def is_unchanging(name: str, check: int, code: list[tuple[int, NotebookNode]]) -> bool:
    """Whether a name means at the end of a notebook what it means at its check, as far as reading the cells can tell.

    Args:
        check: where the notebook's cells that count end.
        code: the cells that run, with their numbers.
    """
    later = [cell.source for number, cell in code if number > check]
    own = [(number, cell.source) for number, cell in code if is_own(cell)]
    below = [source for number, source in own if number > check]
    if any(DYNAMIC.search(source) for _, source in own):
        return False
    if any(map(FOR_ALL.search, below)) or (any(map(FILES.search, below)) and may_read_files(cell for _, cell in code)):
        return False
    imported = frozenset().union(*(names_in(source).imports for source in later))
    changed = frozenset().union(*(names_in(source).binds | touches(source) for source in later)) - imported
    return not changed & closure(name, [cell.source for _, cell in code])


def may_read_files(code: Iterable[NotebookNode]) -> bool:
    """Whether a student's code may read files that a cell can change: by itself, or by a function that a given cell defines.

    Where it does not, no file can change what its functions answer.
    """
    code = list(code)
    own = [cell.source for cell in code if is_own(cell)]
    used = frozenset().union(*(names_in(source).uses for source in own))
    called = [cell.source for cell in code if not is_own(cell) and names_in(cell.source).binds & used]
    return any(map(reads_files, own)) or any(reads_files(source) for source in called if "def " in source)


def reads_files(source: str) -> bool:
    """Whether a cell may read a file; its comments do not count."""
    return reads_files_in_short(source) if len(source) < LONG else reads_files_in_any(source)


def reads_files_in_any(source: str) -> bool:
    if DYNAMIC.search(source) or COMMANDS.search(source):
        return True
    try:
        tree = ast.parse("\n".join(map(without_magic, source.split("\n"))))
        return bool(READS.search(ast.unparse(tree))) or not all(map(is_installed, imported_in(tree)))
    except Exception:  # it is no Python, or a parser gives up in one of its other ways: RecursionError, MemoryError
        return True


reads_files_in_short = lru_cache(maxsize=256)(reads_files_in_any)  # asked for each task of a notebook


def imported_in(tree: ast.AST) -> set[str]:
    """The top-level names of the modules that some code imports; empty for one that stands beside the notebook."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0] if not node.level else "")
    return found


def is_installed(module: str) -> bool:
    """Whether a module is one of the environment's, and not a file that a student has brought."""
    return bool(module) and find_spec(module) is not None


def closure(name: str, sources: Iterable[str]) -> set[str]:
    """A name, the names that the cells use which bind it, and so on."""
    cells = [names_in(source) for source in sources]
    known: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in known:
            known.add(one)
            waiting += (used for cell in cells if one in cell.binds for used in cell.uses)
    return known
