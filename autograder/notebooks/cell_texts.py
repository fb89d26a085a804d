"""What the text of a cell is: code or words, an answer or a stub of one, whatever type the cell has become."""

import ast
import re
import textwrap
from functools import lru_cache

from autograder.notebooks.parse import LONGEST_CODE, SubmittedCell

FENCED = re.compile(r"^[ ]{0,3}(`{3,}|~{3,})[^\n`]*\n(.*?)^[ ]{0,3}\1[`~]*[ \t]*$", re.MULTILINE | re.DOTALL)
SENTENCE = re.compile(r"[^\W\d_]{2,}")
STUB = re.compile(r"\b(?:pass|NotImplementedError)\b|\.\.\.")
LONG = 20_000  # characters: what is longer is neither a stub nor an answer in words
LEAST_WORDS = 4  # of a text in a code cell that is to pass for an answer in words
IGNORED = " \t\r\n*_#>`~-.:;!\"'"  # what people put around a placeholder


def plain(source: str) -> str:
    """A source without what editors change on their own: spaces at line ends, blank lines around."""
    return "\n".join(line.rstrip() for line in source.strip().splitlines())


def defines(source: str, name: str) -> bool:
    """Whether a cell defines a name at its top level; works on cells that do not parse, too."""
    return re.search(rf"^(?:(?:async\s+)?def|class)\s+{name}\b|^{name}\s*(?::[^=\n]+)?=(?!=)", source, re.MULTILINE) is not None


def parsed(source: str) -> ast.Module | None:
    """A source as Python reads it, or None where it does not."""
    try:
        return ast.parse(source)
    except Exception:  # a parser may give up in more ways than one: MemoryError, for instance
        return None


# --- code ----------------------------------------------------------------------------------------------------------


def code_of(cell: SubmittedCell) -> str | None:
    """The code of a cell of any type; None where it holds words."""
    return cell.source if cell.kind == "code" else code_in(cell.source[:LONGEST_CODE])


@lru_cache(maxsize=256)
def code_in(text: str) -> str | None:
    """The code in a text: what stands between fences, or all of it where Python reads it and it defines something."""
    if fenced := [match[2] for match in FENCED.finditer(text)]:
        return "\n".join(textwrap.dedent(part).rstrip() for part in fenced)
    bare = textwrap.dedent(text).strip("\n")
    if re.search(r"^(?:def|class) \w+.*:", bare, re.MULTILINE):
        return bare
    assigns = len(bare) < LONG and re.search(r"^\w+ *=", bare, re.MULTILINE)
    return bare if assigns and parsed(bare) is not None else None


def stubs_in(source: str) -> frozenset[str]:
    """The names that a cell defines only as what is still to be written: nothing but `pass`, or NotImplementedError."""
    module = parsed(source) if len(source) < LONG and STUB.search(source) else None
    found = {}
    for part in module.body if module else []:
        if isinstance(part, ast.FunctionDef):
            found[part.name] = is_unwritten(part)
        elif isinstance(part, ast.ClassDef):
            methods = [inner for inner in part.body if isinstance(inner, ast.FunctionDef) and inner.name != "__init__"]
            found[part.name] = all(map(is_unwritten, methods))
        elif isinstance(part, (ast.Assign, ast.AnnAssign, ast.AugAssign)):  # of a name, or onto one: it may be written after all
            return frozenset()
    return frozenset(name for name, unwritten in found.items() if unwritten)


def is_unwritten(function: ast.FunctionDef) -> bool:
    """Whether a function does nothing, or ends in NotImplementedError whatever it is called with."""
    body = [part for part in function.body if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))]
    return all(isinstance(part, ast.Pass) for part in body) or any(map(raises_not_implemented, body))


def raises_not_implemented(part: ast.stmt) -> bool:
    error = part.exc if isinstance(part, ast.Raise) else None
    return getattr(error.func if isinstance(error, ast.Call) else error, "id", "") == "NotImplementedError"


# --- words ---------------------------------------------------------------------------------------------------------


def is_placeholder(text: str, *placeholders: str) -> bool:
    """Whether a text is empty or only repeats what stood there before an answer."""
    bare = text.strip(IGNORED).casefold()
    return not bare or any(bare == other.strip(IGNORED).casefold() for other in placeholders)


def is_prose(source: str) -> bool:
    """Whether a code cell holds words: comments alone, a text alone, or sentences that Python cannot read."""
    if len(source) > LONG:
        return False
    module = parsed(source)
    if module is not None:
        only_text = all(isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant) for part in module.body)
        return only_text and len(SENTENCE.findall(source)) >= LEAST_WORDS
    letters = sum(sign.isalpha() or sign in " ,.\n'" for sign in source)
    looks_like_code = re.search(r"^\s*(?:def |class |import |from \w+ import|@|%|!|\w+ = |return\b)", source, re.MULTILINE)
    return not looks_like_code and len(SENTENCE.findall(source)) >= LEAST_WORDS and letters > 0.8 * len(source)


def words_of(cell: SubmittedCell) -> str:
    """The words in a cell of any type: comments without their signs, a text without its quotation marks."""
    if cell.kind != "code":
        return cell.source
    lines = [line.strip() for line in cell.source.splitlines() if line.strip()]
    if lines and all(line.startswith("#") for line in lines):
        return "\n".join(line.lstrip("#").strip() for line in cell.source.strip().splitlines())
    module = parsed(cell.source) if len(cell.source) < LONG else None
    if module and len(module.body) == 1 and isinstance(module.body[0], ast.Expr):
        value = module.body[0].value
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            return value.value.strip()
    return cell.source


def added_to(question: str, changed: str) -> str | None:
    """What was typed into a text: lines and ends of lines that it did not have; None where it is another text."""
    had = [line.strip() for line in question.splitlines() if line.strip()]
    found, added, waiting = 0, [], set(had)
    for line in changed.splitlines():
        start = next((old for old in (line.strip(), *longer_starts(line.strip(), had)) if old in waiting), None)
        found += start is not None
        waiting.discard(start or "")
        rest = line.strip()[len(start) :].strip() if start else line
        added += [rest] if rest or not start else []
    return "\n".join(added).strip() if had and 2 * found >= len(had) else None


def longer_starts(line: str, had: list[str]) -> list[str]:
    """The lines of a question with which a line begins, where the answer was typed at its end."""
    return [old for old in had if len(old) > 10 and line.startswith(old)]
