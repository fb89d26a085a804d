"""What a notebook's cells and names say where a function is not there: a cell that Python could not read, a name nearly right."""

import ast
import builtins
import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from selfcheck.tasks import declaration, names

UNKNOWN = re.compile(r"NameError: name '(\w+)' is not defined")


def why_undefined(namespace: dict, task: str) -> str:
    """Says that a task's function is not defined, why, and what was meant if that can be guessed."""
    defines = declaration(task).defines
    unread = unread_cell(namespace, defines)
    if unread:
        return f"nothing called {defines} is defined: {unread}"
    near = near_definition(namespace, defines)
    if near:
        return f"nothing called {defines} is defined; you defined `{near}`. Was that meant? Then give it the name {defines}."
    return f"nothing called {defines} is defined yet. Run the cell that defines it, then this one."


def warning_of_an_earlier(namespace: dict, task: str) -> str:
    """Says that an earlier definition was checked, where the last cell that defines a task's function could not be read."""
    defines = declaration(task).defines
    unread = unread_cell(namespace, defines)
    return f"This is about an earlier {defines}: {unread}" if unread else ""


def unread_cell(namespace: dict, name: str) -> str:
    """What Python could not read in the last cell run that defines a name; nothing where it could, or nobody knows the cells."""
    definition = re.compile(rf"^(?:def|class)[ \t]+{name}\b|^{name}[ \t]*=", re.MULTILINE)
    cells = namespace.get("In")  # what IPython has run, the cells with a syntax error among them
    defining = [cell for cell in cells if isinstance(cell, str) and definition.search(cell)] if isinstance(cells, list) else []
    if not defining:
        return ""
    try:
        ast.parse(defining[-1])
    except SyntaxError as error:
        line = (error.text or "").strip()
        where = f" in line {error.lineno}" if error.lineno else ""
        return f"the last cell that defines it has a syntax error{where} ({error.msg}), so it was not run.\n  at: {line}"
    except ValueError:  # a null byte
        return ""
    return ""


def near_definition(namespace: dict, name: str) -> str:
    """A function or class of the notebook's own whose name is nearly one that is asked for; no other task's."""
    others = {declaration(task).defines for task in names()}
    own = [key for key, value in namespace.items() if callable(value) and is_own(value, namespace) and key not in others]
    return nearest(name, own)


def is_own(value: Any, namespace: dict) -> bool:
    """Whether a function or class was defined in this notebook."""
    return getattr(value, "__module__", None) == namespace.get("__name__", "__main__")


def meant(namespace: dict, task: str, complaint: str) -> str:
    """Guesses which name was meant where a student's code used one that does not exist; nothing if none is near."""
    found = UNKNOWN.search(complaint)
    if not found:
        return ""
    function = namespace.get(declaration(task).defines)
    methods = vars(function).values() if isinstance(function, type) else ()
    codes = [code for code in (getattr(one, "__code__", None) for one in (function, *methods)) if code]
    known = {*dir(builtins), *(name for code in codes for name in code.co_varnames)}
    near = nearest(found[1], known | {name for name in namespace if not name.startswith("_")})
    return f"\n  Did you mean `{near}`?" if near else ""


def nearest(name: str, known: Iterable[str]) -> str:
    """The name that is nearest to one that is not known; empty where none is near."""
    return next(iter(get_close_matches(name, sorted(set(known) - {name}), n=1, cutoff=0.7)), "")
