"""Puts names back that NumPy, SciPy, matplotlib, pandas and torch once had: right where the student works is right here.

It is run in the process that kernels are forked from, before any student's code, or as the first source of a kernel that was
started anew (`source`). It loads NumPy and no other package: what comes later gets its names when it comes.
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
EMPTY = ("scipy.misc",)  # of which nothing is left but a warning


def put_back() -> None:
    """Puts all names back, now or after the import of their module; and lets torch.compile do without a compiler."""
    os.environ.setdefault("TORCHDYNAMO_DISABLE", "1")  # the function itself is run, and gives the same values
    tables: dict[str, dict[str, gone_names.Names]] = {}
    for (owner, _), table in gone_names.GONE.items():
        module, _, inside = owner.partition(":")
        tables.setdefault(module, {}).setdefault(inside, {}).update(gone_names.names_of(table))
    for module in set(tables) & set(sys.modules):
        fill(sys.modules[module], tables.pop(module))
    if not any(isinstance(finder, AfterImport) for finder in sys.meta_path):
        sys.meta_path.insert(0, AfterImport(tables))


def fill(module: ModuleType, tables: dict[str, gone_names.Names]) -> None:
    """Gives a module, and classes in it, the names that they lack. What fails is left out: no import may fail of this."""
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
    """What a table's entry means."""
    if where.startswith(":"):
        return float("-inf") if "inf" in where else ast.literal_eval(where.removeprefix(":"))
    if where == ".":
        sys.modules.setdefault(f"{module.__name__}.{name}", module)
        return module
    if where == "!":
        rooms = (gone_numpy,) if module.__name__ == "numpy" else (gone_elsewhere,)
        own = f"{label}_{name}".lower()
        return next(vars(room)[each] for room in rooms for each in (own, name) if each in vars(room))
    value: object = sys.modules[module.__name__.partition(".")[0]]
    for part in where.split("."):
        value = getattr(value, part)
    return value


def put(owner: object, name: str, value: object) -> None:
    """Sets an attribute, of a class that is written in C, too."""
    try:
        setattr(owner, name, value)
    except TypeError:
        gc.get_referents(vars(owner))[0][name] = value  # a class's dictionary, behind what shows it and lets nobody write
        ctypes.pythonapi.PyType_Modified(ctypes.py_object(owner))


def look_further(lib: ModuleType, numpy: ModuleType) -> None:
    """Lets numpy.lib.NAME be numpy.NAME, as it was before NumPy 2."""
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


class AfterImport:
    """Finds no module itself, and gives those that have lost names theirs when they have been imported."""

    def __init__(self, tables: dict[str, dict[str, gone_names.Names]]):
        self.tables = tables

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name not in self.tables:
            return None
        tables = self.tables[name]  # they stay: who only asks whether a module is there imports nothing
        if name in EMPTY:
            return ModuleSpec(name, Nothing(tables))
        for finder in sys.meta_path:
            spec = finder.find_spec(name, path, target) if finder is not self else None  # type: ignore[arg-type]
            if spec is not None and spec.loader is not None:
                spec.loader.exec_module = filling(spec.loader.exec_module, tables)  # type: ignore
                return spec
        return None


def filling(run: Callable[[ModuleType], None], tables: dict[str, gone_names.Names]) -> Callable[[ModuleType], None]:
    """What runs a module and then gives it its names."""

    def run_and_fill(module: ModuleType) -> None:
        run(module)
        fill(module, tables)

    return run_and_fill


class Nothing(Loader):
    """Loads a module of which nothing was left: what is put back is all that is in it."""

    def __init__(self, tables: dict[str, gone_names.Names]):
        self.tables = tables

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        fill(module, self.tables)


def source() -> str:
    """A source that does all this in a kernel which sees none of our files, and leaves no name behind."""
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
