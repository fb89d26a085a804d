"""Ways in which students write an answer down that change nothing of what it does when the notebook runs from top to bottom."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Parts:
    """An answer, spread over a notebook: cells above the answer's, its own, cells before its check, cells after it."""

    answer: str
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


Rewrite = Callable[[str, str], Parts]  # the name that the task asks for, and a source that defines it
REWRITES: dict[str, Rewrite] = {}


def rewrite(make: Rewrite) -> Rewrite:
    REWRITES[make.__name__] = make
    return make


def called(source: str, name: str, other: str) -> str:
    """The source, with the function under another name."""
    return re.sub(rf"^def {name}\b", f"def {other}", source, flags=re.MULTILINE)


def passing_on(name: str, expression: str, before: str = "") -> str:
    return f"def {name}(*arguments, **options):\n{before}    return {expression}(*arguments, **options)"


@rewrite
def as_it_is(name, source):
    return Parts(source)


@rewrite
def moved_above(name, source):
    return Parts("# I did this in the cell above", above=[source])


@rewrite
def moved_below_the_stub(name, source):
    return Parts(f"def {name}(*arguments):\n    raise NotImplementedError()", below=[source])


@rewrite
def first_try_above_and_right_below(name, source):
    return Parts(f"def {name}(*arguments):\n    return None", below=[source])


@rewrite
def under_another_name(name, source):
    return Parts(f"{name} = {name}_of_mine", above=[called(source, name, f"{name}_of_mine")])


@rewrite
def in_a_registry(name, source):
    filled = f"registry_of_{name}['right'] = {name}_of_mine"
    above = [f"registry_of_{name} = {{}}", called(source, name, f"{name}_of_mine"), filled]
    return Parts(passing_on(name, f"registry_of_{name}['right']"), above)


@rewrite
def appended_to_a_list(name, source):
    above = [f"tries_of_{name} = []", called(source, name, f"{name}_of_mine") + f"\ntries_of_{name}.append({name}_of_mine)"]
    return Parts(passing_on(name, f"tries_of_{name}[-1]"), above)


@rewrite
def option_put_on_by_setattr(name, source):
    above = [f"import types\noptions_{name} = types.SimpleNamespace(right=False)", f"setattr(options_{name}, 'right', True)"]
    body = called(source, name, f"{name}_of_mine")
    return Parts(body + "\n\n" + passing_on(name, f"(options_{name}.right and {name}_of_mine)"), above)


@rewrite
def constant_filled_by_a_slice(name, source):
    above = [f"import numpy as np\nswitch_{name} = np.zeros(3)", f"switch_{name}[:] = 1"]
    body = called(source, name, f"{name}_of_mine")
    return Parts(body + "\n\n" + passing_on(name, f"(switch_{name}.all() and {name}_of_mine)"), above)


@rewrite
def bound_through_globals(name, source):
    return Parts(called(source, name, f"{name}_of_mine"), below=[f"globals()['{name}'] = {name}_of_mine"])


@rewrite
def read_from_globals(name, source):
    return Parts(passing_on(name, f"globals()['{name}_of_mine']"), above=[called(source, name, f"{name}_of_mine")])


@rewrite
def wrapped_below(name, source):
    return Parts(source, below=[f"{name}_before = {name}\n" + passing_on(name, f"{name}_before")])


@rewrite
def decorated(name, source):
    above = [
        f"import functools\ndef kept_{name}(f):\n    @functools.wraps(f)\n    def g(*a, **k): return f(*a, **k)\n    return g"
    ]
    return Parts(source.replace(f"def {name}(", f"@kept_{name}\ndef {name}(", 1), above)


@rewrite
def part_of_a_class(name, source):
    inner = "\n".join(
        f"    {line}" for line in called(source, name, "__call__").replace("__call__(", "__call__(self, ", 1).split("\n")
    )
    imports = "\n".join(line for line in source.split("\n") if line.startswith(("import ", "from ")))
    return Parts(f"{imports}\nclass Mine_{name}:\n{inner}\n\n{name} = Mine_{name}()")


@rewrite
def partial(name, source):
    return Parts(f"import functools\n{called(source, name, f'{name}_of_mine')}\n{name} = functools.partial({name}_of_mine)")


@rewrite
def run_as_text(name, source):
    return Parts(f"exec({source!r})")


@rewrite
def in_a_branch(name, source):
    return Parts("if True:\n" + "\n".join(f"    {line}" for line in source.split("\n")))


@rewrite
def timed(name, source):
    return Parts(f"%%time\n{source}")


@rewrite
def magics_and_shell_lines(name, source):
    return Parts(f"%matplotlib inline\n!echo hello\n{source}\n%who_ls")


@rewrite
def a_cell_with_its_test(name, source):
    return Parts(f"{source}\nprint('defined', {name})\n{name}")


@rewrite
def spoilt_after_the_check(name, source):
    return Parts(source, after=[f"def {name}(*arguments):\n    return 'spoilt'"])


@rewrite
def helper_spoilt_after_the_check(name, source):
    parts = under_another_name(name, source)
    return Parts(passing_on(name, f"{name}_of_mine"), parts.above, after=[f"{name}_of_mine = None"])


@rewrite
def registry_spoilt_after_the_check(name, source):
    parts = in_a_registry(name, source)
    return Parts(parts.answer, parts.above, after=[f"registry_of_{name}.clear()"])


@rewrite
def read_from_a_file(name, source):
    above = [f"with open('of_{name}.txt', 'w') as file:\n    file.write('right')"]
    reads = f"    with open('of_{name}.txt') as file:\n        if file.read() != 'right':\n            return None\n"
    return Parts(called(source, name, f"{name}_of_mine") + "\n\n" + passing_on(name, f"{name}_of_mine", reads), above)


@rewrite
def file_spoilt_after_the_check(name, source):
    parts = read_from_a_file(name, source)
    return Parts(parts.answer, parts.above, after=[f"with open('of_{name}.txt', 'w') as file:\n    file.write('spoilt')"])


@rewrite
def with_threads_about(name, source):
    above = [
        f"from concurrent.futures import ThreadPoolExecutor\npool_{name} = ThreadPoolExecutor(2)\nlist(pool_{name}.map(abs, [1]))"
    ]
    return Parts(source, above)


@rewrite
def settings_changed_after_the_check(name, source):
    return Parts(source, after=["import torch\ntorch.set_default_dtype(torch.float64)"])


@rewrite
def an_error_in_a_cell_of_its_own(name, source):
    return Parts(source, above=["1 / 0"], below=["undefined_name"])


@rewrite
def doubled_with_a_first_try(name, source):
    return Parts(source, above=[f"def {name}(*arguments):\n    return None"])


# --- of the place: these fail where the notebook is graded, and worked where it was written --------------------------

PLACE = (
    "import not_installed_here",
    "import os, not_installed_here as nih, sys",
    "from google.colab import drive\ndrive.mount('/content/drive')",
    "name_of_mine = input('your name? ')",
    "%matplotlib widget",
    "%load_ext not_an_extension",
    "%not_a_magic",
    "!not_a_program --version",
    "import matplotlib\nmatplotlib.use('TkAgg')",
    "import urllib.request\nurllib.request.urlopen('http://example.org').read()",
    "table = open('/content/drive/MyDrive/table.csv').read()",
    "import pdb; pdb.set_trace()",
    "breakpoint()",
)


def with_lines_of_the_place(source: str, chosen: list[str]) -> str:
    """An answer below lines that fail where it is graded."""
    return "\n".join([*chosen, source])
