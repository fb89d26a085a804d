"""The sentences that people read, found in the source that makes them: an f-string is a template for each of its choices.

`f"got {n} case{'s' if n > 1 else ''}"` is read as `got {n} case` and `got {n} cases`: whole sentences, which can be translated
without knowing the code. Two kinds of modules are told apart. Of those that make a verdict's sentences every text of two words
or more is one; of those that make pages what stands in a call of `say`, or of another function in `SPOKEN`.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

SPOKEN = {"say", "table", "shortened", "folded", "counted", "told", "heading"}  # functions that say the texts that they are given
WORDS = {  # tables of single words
    *("STATUS_WORDS", "SENTENCE_SIGNS", "ORDINALS", "PLAIN", "WITH_ARTICLE", "USUAL", "WORDS", "WHOSE", "NETWORK_WORDS"),
}
OURS_ALONE = {  # errors that no student reads
    *("ValueError", "KeyError", "LookupError", "RuntimeError", "TypeError", "FileNotFoundError", "AssertionError"),
    *("FactError", "SandboxUnavailable", "PointsDisagree"),
}
SILENT = {  # functions whose texts are no sentences; keywords, too
    *("compile", "getLogger", "warning", "exception", "debug", "info", "getattr", "hasattr", "Tolerance", "add_argument", "Rule"),
    *(
        "partition",
        "startswith",
        "endswith",
        "replace",
        "split",
        "sub",
        "search",
        "match",
        "parametrize",
        "import_module",
        "warn",
    ),
}
SILENT_KEYWORDS = {"of", "error", "help", "description"}
TWO_WORDS = re.compile(
    r"[A-Za-z]{2,}[^A-Za-z{}]* [^A-Za-z{}]*(?:\{\w+\}|[A-Za-z]{2,})|\{\w+\}[^{}]* [a-z]{2,}|[a-z]{2,}[^{}]* \{\w+\}"
)
LETTERS, PLACES = re.compile(r"[A-Za-z]{2,}"), re.compile(r"\{\w*\}")
NO_WORDS = {  # tables of programs, names and words of the prompt
    *("REQUIREMENTS", "SETUP", "RUN", "HELP", "EXAMPLES", "POLICY", "NEWER_IN_PYTHON", "GONE_FROM_PYTHON"),
}
PROGRAM = re.compile(r"import \w+|^def |ulimit|[<>]{1}!?\w+")  # a text that holds one
MOST_CHOICES = 32
CHANGES_NOTHING = {"tuple", "str", "repr", "escape", "int", "as_text", "as_title", "breakable"}
METHODS_OF_TEXTS = {"strip", "replace", "lower", "upper", "removesuffix", "removeprefix", "group"}


class NoText(Exception):
    """A part of an expression that is no text."""


def sentences_in(path: Path, every: bool) -> list[str]:
    """The templates in a module, in their order, each once.

    Args:
        every: every text of two words or more is a sentence; otherwise those that are given to a function in `SPOKEN`.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    lines = [line for text in [*tables(tree), *spoken(tree)] for line in lines_of(text)]
    lines += [line for text in (texts(tree) if every else ()) for line in lines_of(text) if TWO_WORDS.search(line)]
    return list(
        dict.fromkeys(
            line for line in lines if LETTERS.search(PLACES.sub("", line)) and not re.search(r"[{}]", PLACES.sub("", line))
        )
    )


def lines_of(text: str) -> list[str]:
    """A text as it stands in the catalogue: line by line, without blanks around it, with a name in each place of `str.format`."""
    return [re.sub(r"\{(?::[^{}]*)?\}", "{value}", line).strip() for line in text.split("\n")]


def tables(tree: ast.Module) -> Iterator[str]:
    """The words of the tables that hold single ones."""
    for node in tree.body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None and name_of(target_of(node)) in WORDS:
            values = node.value.values if isinstance(node.value, ast.Dict) else [node.value]
            yield from (one.value for value in values for one in ast.walk(value) if is_text(one))  # type: ignore[attr-defined]


def target_of(node: ast.Assign | ast.AnnAssign) -> ast.expr:
    return node.targets[0] if isinstance(node, ast.Assign) else node.target


def is_text(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def spoken(tree: ast.AST) -> Iterator[str]:
    """What is given to functions that say it: texts, and texts in lists."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) in SPOKEN:
            for argument in node.args[:1] if name_of(node.func) != "counted" else node.args[1:]:
                parts = argument.elts if isinstance(argument, (ast.List, ast.Tuple)) else [argument]
                for words in (words for part in parts for words in written(part)):
                    yield f"{{number}} {words}" if name_of(node.func) == "counted" else words
                    if name_of(node.func) == "counted" and len(node.args) == 2:
                        yield f"{{number}} {words}s"


def texts(tree: ast.AST) -> Iterator[str]:
    """Every text of two words or more that is no docstring, no error of the program's own and no pattern."""
    for node in outermost(tree):
        for words in written(node):
            if not PROGRAM.search(words):
                yield words


def outermost(node: ast.AST) -> Iterator[ast.expr]:
    """The expressions that make a text, the largest alone; those within their values follow."""
    if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and node.body and is_docstring(node.body[0]):
        inside: Iterable[ast.AST] = [*node.body[1:], *getattr(node, "bases", ()), *getattr(node, "decorator_list", ())]
        inside = [one for one in inside if not (isinstance(one, ast.Call) and name_of(one.func) == "points")]
    elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and name_of(node.exc.func) in OURS_ALONE:
        return
    elif isinstance(node, ast.Call):
        if name_of(node.func) in SILENT or name_of(node.func) in SPOKEN:
            return
        inside = [node.func, *node.args, *(keyword.value for keyword in node.keywords if keyword.arg not in SILENT_KEYWORDS)]
    elif isinstance(node, ast.Dict):
        inside = node.values  # keys are names
    elif isinstance(node, ast.Subscript):
        inside = [node.value]
    elif isinstance(node, (ast.Assign, ast.AnnAssign)) and requirements(node):
        return
    else:
        inside = ast.iter_child_nodes(node)
    if isinstance(node, ast.expr) and made_of_text(node):
        yield node
        inside = values_in(node)
    for part in inside:
        yield from outermost(part)


def requirements(node: ast.Assign | ast.AnnAssign) -> bool:
    """Whether this is a table of words of the prompt, or of programs."""
    return name_of(target_of(node)) in NO_WORDS


def is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and is_text(node.value)


def made_of_text(node: ast.expr) -> bool:
    """Whether an expression is a text, an f-string, or a sum of them."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return made_of_text(node.left) or made_of_text(node.right)
    return isinstance(node, ast.JoinedStr) or is_text(node)


def values_in(node: ast.AST) -> Iterator[ast.AST]:
    """The expressions in an f-string's places: other sentences may be made there."""
    for part in ast.walk(node):
        if isinstance(part, ast.FormattedValue) and not isinstance(part.value, (ast.Constant, ast.IfExp)):
            yield part.value
        if isinstance(part, ast.IfExp):
            yield from (one for one in (part.body, part.orelse) if not made_of_text(one))


def written(node: ast.expr) -> list[str]:
    """The texts that an expression can be, with a name for each value; none where it is no text."""
    try:
        return list(dict.fromkeys("".join(parts) for parts in choices(node)))
    except NoText:
        return []


def choices(node: ast.expr) -> list[tuple[str, ...]]:
    """The parts of each text that an expression can be."""
    if is_text(node):
        return [(node.value,)]  # type: ignore[attr-defined]
    if isinstance(node, ast.IfExp):
        return [choice for part in (node.body, node.orelse) for choice in (choices_or_value(part))]
    if isinstance(node, ast.JoinedStr):
        found = [tuple(part for parts in choice for part in parts) for choice in product(*map(part_of, node.values))]
    elif isinstance(node, ast.BinOp) and made_of_text(node):
        found = [(*left, *right) for left, right in product(choices_or_value(node.left), choices_or_value(node.right))]
    else:
        raise NoText
    if len(found) > MOST_CHOICES:
        raise ValueError(f"line {node.lineno}: a sentence with {len(found)} choices; write fewer, or whole sentences")
    return [numbered(parts) for parts in found]


def choices_or_value(node: ast.expr) -> list[tuple[str, ...]]:
    try:
        return choices(node)
    except NoText:
        return [(f"{{{name_for(node)}}}",)]


def part_of(node: ast.expr) -> list[tuple[str, ...]]:
    """What one part of an f-string can be."""
    if not isinstance(node, ast.FormattedValue):
        return choices(node)
    value = node.value
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mult) and is_text(value.left):
        return [("",), (value.left.value,)]  # type: ignore[attr-defined] # 's' * (n != 1)
    return choices_or_value(value)


def numbered(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The same with a number behind a name that stands there twice."""
    seen: dict[str, int] = {}
    found = []
    for part in parts:
        if re.fullmatch(r"\{\w+\}", part):
            name = part[1:-1].rstrip("0123456789") or "value"
            seen[name] = seen.get(name, 0) + 1
            part = f"{{{name}{seen[name] if seen[name] > 1 else ''}}}"
        found.append(part)
    return tuple(found)


def name_for(node: ast.AST) -> str:
    """What a value is called in a template: as in the code, as far as that says something."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr.strip("_")
    if isinstance(node, ast.Subscript):
        if is_text(node.slice):
            return node.slice.value  # type: ignore[attr-defined]
        return name_for(node.value if isinstance(node.slice, ast.Constant) else node.slice)
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and (node.func.attr in METHODS_OF_TEXTS or is_text(node.func.value)):
            return "list" if is_text(node.func.value) else name_for(node.func.value)
        if name_of(node.func) in CHANGES_NOTHING and node.args:
            return name_for(node.args[0])
        if isinstance(node.func, ast.Attribute) and node.func.attr == "number":
            return "amount"  # `Wording.number`, which may answer in words
        return {"len": "number", "round": "number"}.get(name := name_of(node.func), name)
    return "value"


def name_of(function: ast.AST) -> str:
    """The last part of the name by which a function is called."""
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""


def checks_in(path: Path) -> list[str]:
    """The sentences of a file of checks: the docstrings of its tests."""
    tests = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)]
    return [" ".join((ast.get_docstring(test) or "").split()) for test in tests if test.name.startswith("test_")]


def imported_from(paths: Iterable[Path], packages: dict[str, Path]) -> Iterator[Path]:
    """The modules of some packages that files import by `from package.module import name`, and those that these import."""
    waiting, seen = list(paths), set()
    while waiting:
        path = waiting.pop()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            package, _, module = (node.module or "").rpartition(".") if isinstance(node, ast.ImportFrom) else ("", "", "")
            found = packages[package] / f"{module}.py" if package in packages else None
            if found is not None and found.is_file() and found not in seen:
                seen.add(found)
                waiting.append(found)
                yield found
