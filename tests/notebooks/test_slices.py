"""Which cells an answer needs, from the names in them."""

import pytest

from autograder.notebooks.dependencies import names_in, needed
from autograder.notebooks.statements import definitions_in


@pytest.mark.parametrize(
    ("source", "binds", "uses"),
    [
        ("a = b + 1", {"a"}, {"b"}),
        ("import numpy as np\nfrom torch import nn", {"np", "nn"}, set()),
        ("def f(x):\n    y = x + z\n    return g(y)", {"f"}, {"z", "g"}),
        ("class A(B):\n    c = d\n    def m(self): return e", {"A"}, {"B", "d", "e"}),
        ("def f():\n    global counter\n    counter = 1", {"f", "counter"}, set()),
        ("for i in things:\n    with opened() as file: pass", {"i", "file"}, {"things", "opened"}),
        ("if (n := ask()) > 1: pass", {"n"}, {"ask"}),
        ("%matplotlib inline\nx = y", {"x"}, {"y"}),
        ("if z:\n    !ls\nfiles = !ls", {"files"}, {"z"}),
        ("%%time\nx = y", {"x"}, {"y"}),
        ("!ls\nhelp?\n?help", set(), set()),
        ("a = 5 % 3; b = '%s' % c\nprint(b != a)", {"a", "b"}, {"c"}),
        ("(" * 5000, set(), set()),
        ("x = " + "-" * 100_000 + "1", set(), set()),
        ("def broken(:", set(), set()),
        ("x\0y", set(), set()),
        ("[x for x in xs]", set(), {"xs"}),
        ("[f(x, y) for x in xs for y in x if y]", set(), {"xs", "f"}),
        ("{k: [v for v in vs] for k, vs in d.items()}", set(), {"d"}),
        ("g = (lambda: x for x in xs)", {"g"}, {"xs"}),
        ("x = 1\n[x for x in xs]", {"x"}, {"xs"}),
        ("print(x)\n[x for x in xs]", set(), {"print", "x", "xs"}),
        ("[w := x for x in xs]", {"w"}, {"xs"}),
        ("def f():\n    return [g(x) for x in xs]", {"f"}, {"g", "xs"}),
        ("class A:\n    y = [g(x) for x in xs]", {"A"}, {"g", "xs"}),
    ],
)
def test_the_names_of_a_cell(source, binds, uses):
    names = names_in(source)
    assert names.binds == binds
    assert names.uses >= uses
    assert not names.uses & {"x", "self", "y"} - uses


IMPORTS, PATCH, HELPER, F, G = (
    "import torch",
    "import torch\ntorch.relu = None",
    "def helper(): return scale",
    "f = helper",
    "g = f",
)


def test_many_names_take_no_time():
    """Quadratic in names or in magics, this would take minutes."""
    many = "\n".join(f"name{number} = other{number}\n%time {number}" for number in range(20_000))
    assert needed([many] * 20 + ["name1"], 20) == [*range(21)]


@pytest.mark.parametrize(
    ("sources", "answer", "others", "provided", "wanted"),
    [
        ([IMPORTS, HELPER, "scale = 3", F], 3, (), (), [1, 2, 3]),
        ([IMPORTS, PATCH, "def f(): return torch"], 2, (1,), (), [0, 2]),
        ([PATCH, "def f(): return torch"], 1, (0,), (), [0, 1]),
        ([HELPER, F, G], 2, (1,), ("f",), [2]),
        ([HELPER, F, G], 2, (1,), (), [0, 1, 2]),
        (["a = 1", "a = 2", "f = a"], 2, (), (), [0, 1, 2]),
        (["a = b", "b = a", "f = a"], 2, (), (), [0, 1, 2]),
    ],
    ids=["what it uses", "not another answer", "but where nothing else binds it", "put in", "not put in", "twice", "in a ring"],
)
def test_the_cells_that_an_answer_needs(sources, answer, others, provided, wanted):
    assert needed(sources, answer, frozenset(others), frozenset(provided)) == wanted


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("x = 1\nrun()\ndef f(): return 7", "x = 1\n\ndef f():\n    return 7"),
        ("import os; os._exit(0)\n\n@wrapped\nclass A: pass", "import os\n\n\n@wrapped\nclass A:\n    pass"),
        (
            "try:\n    import a\nexcept ImportError:\n    a = None\nwhile True: pass",
            "try:\n    import a\nexcept ImportError:\n    a = None",
        ),
        ("if x:\n    y = 1\n    run()\nz = 1", "z = 1"),
        ("%matplotlib inline\n!ls\nx = 1", "x = 1"),
        ("%%time\nx = 1\nrun()", "x = 1"),
        ("x = 1\ny = 2", ""),
        ("run()", ""),
        ("def broken(:", ""),
        ("(" * 5000, ""),
    ],
)
def test_what_a_cell_defines(source, left):
    assert definitions_in(source).strip("\n") == left
