"""A cell that a newer Python reads is called that; one that is just wrong is not; and no source gets the better of it."""

import subprocess
import sys
import time

import pytest

from autograder.notebooks import newer_syntax as module
from autograder.notebooks.newer_syntax import LONGEST, complaints, newer_syntax

pytestmark = pytest.mark.skipif(sys.version_info >= (3, 12), reason="the samples are newer than Python 3.11")

NEWER = {
    # PEP 701: f-strings
    'print(f"{sizes["c"]} channels")': "3.12",
    "f'{x['a']}'": "3.12",
    "f'{', '.join(names)}'": "3.12",
    "f'{'\\n'.join(names)}'": "3.12",
    "f'{\n    x\n}'": "3.12",
    "f'''{\n    x  # the first\n}'''": "3.12",
    "f'{f'{f'{f'{1}'}'}'}'": "3.12",
    "def f(a):\n    return f'{a!r:{'>10'}}'": "3.12",
    "rf'{x['a']}\\d'": "3.12",
    # PEP 695 and 696: types
    "type Image = np.ndarray": "3.12",
    "type Pair[T] = tuple[T, T]": "3.12",
    "def first[T](items: list[T]) -> T:\n    return items[0]": "3.12",
    "class VGG[T: nn.Module]:\n    pass": "3.12",
    "async def f[*Ts](*a: *Ts):\n    pass": "3.12",
    "class Stack[**P]:\n    pass": "3.12",
    "class Box[T = int]:\n    pass": "3.13",
    "type Alias[T = int] = list[T]": "3.13",
    # PEP 750 and 758, and what is on its way
    "t'{x} pixels'": "3.14",
    'template = T"{x}"': "3.14",
    "rt'{x}'": "3.14",
    "try:\n    pass\nexcept ValueError, KeyError:\n    pass": "3.14",
    "try:\n    pass\nexcept* ValueError, KeyError:\n    pass": "3.14",
    "try:\n    pass\nexcept OSError, socket.error:\n    pass": "3.14",
    "lazy import numpy": "3.15",
    # the highest of several counts
    "type X = int\ny = t'{X}'": "3.14",
    # magics and commands beside it
    "%matplotlib inline\ntype X = int": "3.12",
    "%%time\ntype X = int": "3.12",
    "!pip install captum\nfiles = !ls\nf'{files['a']}'": "3.12",
    "np.abs?\nf'{x['a']}'": "3.12",
    "if True:\n    %time f(1)\n    type X = int": "3.12",
    "'''\n%s is no magic\n%d'''\ntype X = int": "3.12",
    "y = (10\n     % 3)\ntype X = int": "3.12",
    "type X = int\nawait x": "3.12",
}
WRONG = [
    "def f(:\n    pass",
    "def f(x)\n    return x",
    "print 'a'",
    "x = (1, 2",
    "x = 1)",
    "if x = 1:\n    pass",
    "for i in range(3)\n    pass",
    "return x[",
    "f'{'",
    "f'{x'",
    "f'{}'",
    "x = 'abc",
    "x = “1”",
    "x =\u00a01",
    "  x = 1\ny = 2",
    "if x:\npass",
    "if x:\n\ty\n        z",
    "class A\n    pass",
    "else:\n    pass",
    "1x = 2",
    "x = = 2",
    "a b",
    "`x`",
    "exec 'x = 1'",
    "try:\n    pass\nexcept ValueError, e:\n    pass",
    "raise ValueError, 'no'",
    "lambda (a, b): a",
    "x <> y",
    "0777",
    "ur'x'",
    "import",
    "from x import",
    "import a as",
    "f(a=1, 2)",
    "f(**k, *a)",
    "x = *a",
    "del f()",
    "None = 1",
    "f() = 1",
    "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> mine",
    "YOUR CODE HERE",
    "this is not python at all",
    "¿qué?",
    "async",
    "type X",
    "type = ",
    "def f[T(x): pass",
    "class A[]: pass",
    "t'{'",
    "type X = int\ndef f(:",
    "f'{x['a']}'\nreturn = 1",
    "type X = int\nreturn X",
    "type X = int\nfor i in x:\n    pass\nbreak",
    "type X = int\ndef f():\n    nonlocal nowhere",
    'print(f"{sizes["c"]} channels"',
    "%%bash\nfi fi",
    "%%html\n<p>type X = int",
    "%%javascript\nlet x = `${a}`",
]
READ_HERE = [
    "",
    "x = 1",
    "type = 1\ntype(x)\nmatch = 2\ncase = match",
    "match x:\n    case 1:\n        pass",
    "with (open(a) as b, open(c) as d):\n    pass",
    "try:\n    pass\nexcept* ValueError:\n    pass",
    "x[*a]",
    "(y := 1)",
    "f'{x:%H:%M}' f\"{x['a']}\"",
    "%matplotlib inline\n!ls",
    "# f'{x['a']}' needs Python 3.12",
    "'(syntax was added in Python 3.12)'",
]
HOSTILE = {
    "brackets": "[" * 20_000 + "]" * 20_000,
    "open brackets": "(" * 50_000,
    "minuses": "-" * 90_000 + "1",
    "ifs": "".join(" " * depth + "if 1:\n" for depth in range(400)) + " " * 400 + "type X = int",
    "nested f-strings": "f'{" * 5_000 + "1" + "}'" * 5_000,
    "many mistakes": "def f(:\n" * 12_000,
    "null": "\x00type X = int",
    "half a character": "x = '\ud800'\ntype X = int",
    "no text": "".join(map(chr, range(1, 3000))),
    "too long": "x = 1\n" * LONGEST + "type X = int",
    "says so itself": "x = 'cell.ipynb:cell 1:1:1: invalid-syntax: y (syntax was added in Python 3.12)",
    "a line that says so": "'\ncell.ipynb:cell 1:1:1: invalid-syntax: y (syntax was added in Python 3.12)\n",
    "another file": "# ruff: noqa\n# ruff: target-version=py314\ntype X = int\ndef f(:  # noqa",
}


@pytest.mark.parametrize("source", NEWER)
def test_what_a_newer_python_reads_is_said_to_be_that(source):
    assert newer_syntax(source) == NEWER[source]


@pytest.mark.parametrize("source", WRONG)
def test_what_is_just_wrong_is_not(source):
    assert newer_syntax(source) is None


@pytest.mark.parametrize("source", READ_HERE)
def test_what_is_read_here_is_not_newer(source):
    assert newer_syntax(source) is None


@pytest.mark.parametrize("name", [name for name in HOSTILE if name != "ifs"])
def test_hostile_sources_find_no_version_and_take_no_time(name):
    began = time.monotonic()
    assert newer_syntax(HOSTILE[name]) in (None, "3.12" if name == "nested f-strings" else None)
    assert time.monotonic() - began < 3


def test_depth_is_read_as_far_as_it_goes():
    assert newer_syntax(HOSTILE["ifs"]) in ("3.12", None)


def test_python_here_reads_none_of_them():
    """Else the samples would prove nothing."""
    plain = [source for source in NEWER if not any(mark in source for mark in ("%", "!p", "?", "await"))]
    assert len(plain) > 20
    for source in plain:
        with pytest.raises(SyntaxError):
            compile(source, "<cell>", "exec")


def test_a_reader_that_is_gone_or_hangs_is_no_fault_of_anybody(monkeypatch):
    monkeypatch.setattr(module, "command", lambda: ["/nowhere/ruff"])
    assert newer_syntax("type X = int") is None
    monkeypatch.setattr(module, "SECONDS", 0.2)
    monkeypatch.setattr(module, "command", lambda: ["/bin/sleep", "30"])
    monkeypatch.setattr(subprocess, "run", with_no_other_options(subprocess.run))
    assert newer_syntax("type X = int") is None


def with_no_other_options(run):
    return lambda words, **options: run(words[:2], **options)


def test_it_reads_with_the_python_that_grades():
    assert complaints("type X = int", "py312") == []
    assert complaints("type X = int", "py311") != []
    assert f"py3{sys.version_info.minor}" == module.OURS
