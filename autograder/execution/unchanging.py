"""What can be told of a notebook by reading it: which given cells nothing needs, and which names mean the same till its end."""

import re
from collections.abc import Iterable

from nbformat import NotebookNode

from autograder.notebooks.cells import is_illustration, is_own, task_of
from autograder.notebooks.dependencies import names_in, touches

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
    if any(FOR_ALL.search(source) or FILES.search(source) for source in below):
        return False
    imported = frozenset().union(*(names_in(source).imports for source in later))
    changed = frozenset().union(*(names_in(source).binds | touches(source) for source in later)) - imported
    return not changed & closure(name, [cell.source for _, cell in code])


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
