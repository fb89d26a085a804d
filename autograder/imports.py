"""Which files of the grader a module loads, directly or not, read from their import statements: nothing is imported for that."""

import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
IMPORT = re.compile(r"^\s*from autograder import (\([^)]*\)|[^\n(]+)|^\s*(?:from|import) autograder\.(\w+)", re.MULTILINE)


@cache
def loaded_by(*names: str) -> frozenset[Path]:
    """The modules that some modules of this folder load, and these; packages within it are none of them.

    Args:
        names: of modules, without the package's.
    """
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        file = HERE / f"{name}.py"
        if name not in found and file.is_file():
            found.add(name)
            for several, one in IMPORT.findall(file.read_text(encoding="utf-8")):
                waiting += [one] if one else re.findall(r"(\w+)(?:\s+as\s+\w+)?\s*(?:,|\)|$|#[^\n]*)", several)
    return frozenset(HERE / f"{name}.py" for name in found)
