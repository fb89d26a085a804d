"""Puts names back that NumPy, SciPy, matplotlib, pandas and torch once had, so that code for older versions runs here, too.

It runs in the fork server, before any student's code, or as the first source of a Jupyter kernel (`source`). It imports NumPy
and no other package: those that are imported later get their names at their import.
"""

import ast
import ctypes
import gc
import os
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from autograder.guest import gone_elsewhere, gone_names, gone_numpy

PARTS = ("gone_names", "gone_numpy", "gone_elsewhere", "put_back")
EMPTY = ("scipy.misc",)  # modules that are left as a warning alone


def put_back() -> None:
    """Puts all names back, now or at the import of their module; and makes torch.compile work without a compiler."""
    os.environ.setdefault("TORCHDYNAMO_DISABLE", "1")  # the function runs uncompiled, with the same values
    tables: dict[str, dict[str, gone_names.Names]] = {}
    for (owner, _), table in gone_names.GONE.items():
        module, _, inside = owner.partition(":")
        tables.setdefault(module, {}).setdefault(inside, {}).update(gone_names.names_of(table))
    for module in set(tables) & set(sys.modules):
        fill(sys.modules[module], tables.pop(module))
    if not any(map(puts_names_back, sys.meta_path)):
        sys.meta_path.insert(0, AfterImport(tables))


def fill(module: ModuleType, tables: dict[str, gone_names.Names]) -> None:
    """Gives a module, and classes in it, the names that they lack. Failures are skipped: no import may fail because of this."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for inside, names in tables.items():
            owner, label = (getattr(module, inside, None), inside) if inside else (module, module.__name__.rpartition(".")[2])
            raising = f"{module.__name__}:{inside}".rstrip(":") in gone_names.RAISING
            for name, where in names.items():
                with suppress(Exception):
                    if raising or lacks(owner, name):
                        put(owner, name, found(module, label, name, where))
        if module.__name__ == "numpy":
            look_further(sys.modules["numpy.lib"], module)


def lacks(owner: object, name: str) -> bool:
    try:
        getattr(owner, name)
    except AttributeError:
        return True
    return False


def found(module: ModuleType, label: str, name: str, where: str) -> object:
    """Resolves an entry of a table to a value."""
    if where.startswith(":"):
        return float("-inf") if "inf" in where else ast.literal_eval(where.removeprefix(":"))
    if where == ".":
        sys.modules.setdefault(f"{module.__name__}.{name}", module)
        return module
    if where == "!":
        rewritten = vars(gone_numpy if module.__name__ == "numpy" else gone_elsewhere)
        own = f"{label}_{name}".lower()
        return next(rewritten[each] for each in (own, name) if each in rewritten)
    value: object = sys.modules[module.__name__.partition(".")[0]]
    for part in where.split("."):
        value = getattr(value, part)
    return value


def put(owner: object, name: str, value: object) -> None:
    """Sets an attribute, also of a class that is written in C."""
    try:
        setattr(owner, name, value)
    except TypeError:
        gc.get_referents(vars(owner))[0][name] = value  # the class's dictionary itself, behind its read-only proxy
        ctypes.pythonapi.PyType_Modified(ctypes.py_object(owner))


def look_further(lib: ModuleType, numpy: ModuleType) -> None:
    """Makes numpy.lib.NAME find numpy.NAME, as before NumPy 2."""
    before = getattr(lib, "__getattr__", None)
    if getattr(before, "further", False):
        return

    def __getattr__(name: str) -> object:
        if not name.startswith("_") and name in vars(numpy):
            return vars(numpy)[name]
        if before is None:
            raise AttributeError(f"module 'numpy.lib' has no attribute {name!r}")
        return before(name)

    __getattr__.further = True  # type: ignore[attr-defined]
    lib.__getattr__ = __getattr__  # type: ignore[method-assign]


def puts_names_back(finder: object) -> bool:
    """Whether an import hook puts names back; by a mark, for the class is another one where `source` has made it."""
    return getattr(finder, "puts_names_back", False)


class AfterImport:
    """Import hook that finds no module itself, and gives modules their lost names when they have been imported."""

    puts_names_back = True

    def __init__(self, tables: dict[str, dict[str, gone_names.Names]]):
        self.tables = tables

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name not in self.tables:
            return None
        tables = self.tables[name]  # not popped: a query whether the module exists imports nothing
        if name in EMPTY:
            return ModuleSpec(name, EmptyModule(tables))
        for finder in sys.meta_path:
            spec = None if puts_names_back(finder) else finder.find_spec(name, path, target)  # type: ignore[arg-type]
            if spec is not None and spec.loader is not None:
                spec.loader.exec_module = filling(spec.loader.exec_module, tables)  # type: ignore
                return spec
        return None


def filling(run: Callable[[ModuleType], None], tables: dict[str, gone_names.Names]) -> Callable[[ModuleType], None]:
    """Wraps a loader's exec_module so that it then puts the names back."""

    def run_and_fill(module: ModuleType) -> None:
        run(module)
        fill(module, tables)

    return run_and_fill


class EmptyModule(Loader):
    """Loads a module that was removed: it holds only what is put back."""

    def __init__(self, tables: dict[str, gone_names.Names]):
        self.tables = tables

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        fill(module, self.tables)


def source() -> str:
    """Source that does the same in a kernel that cannot read the grader's files, and leaves no name behind."""
    texts = {part: (Path(__file__).parent / f"{part}.py").read_text(encoding="utf-8") for part in PARTS}
    return f"""
def _put_back(texts):
    import sys, types
    package = sys.modules.setdefault("autograder", types.ModuleType("autograder"))
    guest = package.guest = sys.modules.setdefault("autograder.guest", types.ModuleType("autograder.guest"))
    for name, text in texts.items():
        module = sys.modules["autograder.guest." + name] = types.ModuleType("autograder.guest." + name)
        exec(compile(text, name + ".py", "exec"), vars(module))
        setattr(guest, name, module)
    module.put_back()
_put_back({texts!r})
del _put_back
"""
