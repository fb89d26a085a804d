"""A use of a forbidden package is found however it is imported, and nothing that is none is called one."""

import time
from pathlib import Path

import pytest

from autograder.course_toml import forbidden_in
from autograder.grading.forbidden import forbidden
from autograder.notebooks.cells import TaskMark
from tests.this_course import TASKS

SAMPLES = Path(__file__).resolve().parents[1] / "submissions"
TASK, NAME = "integrated_gradients", "integrated_gradients"
MARKS = {name: TaskMark(name, task.defines) for name, task in TASKS.items()}
BY_HAND = f"def {NAME}(inputs):\n    return inputs"


def answer(line: str) -> str:
    return f"def {NAME}(inputs):\n    {line}"


USES = {
    "at the top": ["import captum", answer("return captum.attr.IntegratedGradients(inputs)")],
    "under a name": ["import captum.attr as ca", answer("return ca.IntegratedGradients(inputs)")],
    "a part of it": ["from captum import attr", answer("return attr.IntegratedGradients(inputs)")],
    "a class": ["from captum.attr import IntegratedGradients", answer("return IntegratedGradients(inputs)")],
    "a class under a name": ["from captum.attr import IntegratedGradients as Y", answer("return Y(inputs)")],
    "everything": ["from captum.attr import *", answer("return IntegratedGradients(inputs)")],
    "within the answer": [answer("from captum.attr import IntegratedGradients as Y\n    return Y(inputs)")],
    "within its cell": [f"from captum.attr import Saliency\n{answer('return Saliency(inputs)')}"],
    "beside others": ["import numpy as np, captum, os", answer("return captum.attr.Saliency(inputs)")],
    "as the answer itself": [f"from captum.attr import IntegratedGradients as {NAME}"],
    "by importlib": ["import importlib", answer("return importlib.import_module('captum.attr').IntegratedGradients(inputs)")],
    "by importlib outside": ["import importlib\nm = importlib.import_module('captum')", answer("return m.attr(inputs)")],
    "by import_module": ["from importlib import import_module", answer("return import_module('captum')(inputs)")],
    "by another name of it": ["from importlib import import_module as load", answer("return load(name='captum.attr')(inputs)")],
    "by a variable": ["load = __import__", answer("return load('captum').attr(inputs)")],
    "by __import__": [answer("return __import__('captum').attr.IntegratedGradients(inputs)")],
    "by builtins": ["import builtins", answer("return getattr(builtins, '__import__')('captum')(inputs)")],
    "by __builtins__": [answer("return __builtins__['__import__']('captum.attr')(inputs)")],
    "by pkgutil": ["import pkgutil", answer("return pkgutil.resolve_name('captum.attr:IntegratedGradients')(inputs)")],
    "by sys.modules": ["import sys, captum", answer("return sys.modules['captum'](inputs)")],
    "by sys.modules.get": ["import sys, captum", answer("return sys.modules.get('captum.attr')(inputs)")],
    "by exec": ["exec('from captum.attr import IntegratedGradients as Y')", answer("return Y(inputs)")],
    "by exec within": [answer("exec('import captum; captum.attr')\n    return inputs")],
    "if it is there": ["try:\n    import captum\nexcept ImportError:\n    captum = None", answer("return captum.attr(inputs)")],
    "in an if": ["if True:\n    from captum.attr import IntegratedGradients as Y", answer("return Y(inputs)")],
    "by an alias": ["import captum", "c = captum", "attr = c.attr", answer("return attr.IntegratedGradients(inputs)")],
    "by a helper": [
        "from captum.attr import Saliency",
        "def helper(x):\n    return Saliency(x)",
        answer("return helper(inputs)"),
    ],
    "by a helper's helper": [
        "import captum",
        "def one(x):\n    return captum.attr(x)",
        "two = lambda x: one(x)",
        answer("return two(inputs)"),
    ],
    "by a helper below": [answer("return helper(inputs)"), "import captum", "def helper(x):\n    return captum.attr(x)"],
    "by a class": ["import captum", "class Mine(captum.attr.Saliency):\n    pass", answer("return Mine()(inputs)")],
    "by a decorator": ["from captum.attr import wrap", f"@wrap\n{BY_HAND}"],
    "by a default": ["from captum.attr import Saliency", f"def {NAME}(inputs, how=Saliency):\n    return how(inputs)"],
    "from a list": ["from captum.attr import Saliency", "ways = []", "ways.append(Saliency)", answer("return ways[0](inputs)")],
    "from a table": ["import captum", "ways = {}", "ways['ig'] = captum.attr.Saliency", answer("return ways['ig'](inputs)")],
    "from an attribute": [
        "import captum, types",
        "o = types.SimpleNamespace()",
        "o.f = captum.attr",
        answer("return o.f(inputs)"),
    ],
    "by setattr": ["import captum", "class O: pass", "setattr(O, 'f', captum.attr.Saliency)", answer("return O.f(inputs)")],
    "put on below": [BY_HAND, f"import captum\n{NAME} = captum.attr.IntegratedGradients"],
    "wrapped below": [BY_HAND, f"import captum\nfirst = {NAME}\n{NAME} = lambda x: captum.attr(first(x))"],
    "kept above": ["import captum", answer("return captum.attr(inputs)"), f"old = {NAME}", f"def {NAME}(x):\n    return old(x)"],
    "wrapping itself": ["import captum", answer("return captum.attr(inputs)"), f"{NAME} = print_it({NAME})"],
    "below a magic": ["%%time\nimport captum", f"%matplotlib inline\n{answer('return captum.attr(inputs)')}"],
    "in a file": [
        "%%writefile helper.py\nimport captum\ndef f(x):\n    return captum.attr(x)",
        "import helper",
        answer("return helper.f(inputs)"),
    ],
    "in a file, a function": [
        "%%writefile ./own.py\nfrom captum.attr import Saliency\nf = Saliency",
        "from own import f",
        answer("return f(inputs)"),
    ],
}
NO_USES = {
    "by hand": [BY_HAND],
    "an import that nothing uses": ["import captum", BY_HAND],
    "within the answer's cell": [
        f"import numpy as np, captum\nfrom captum.attr import Saliency\n{answer('return np.abs(inputs)')}"
    ],
    "within the answer": [answer("from captum.attr import IntegratedGradients\n    return inputs")],
    "for another cell": [BY_HAND, "import captum", f"print(captum.attr.IntegratedGradients, {NAME}(0))"],
    "to compare": ["import captum", BY_HAND, f"def compare(x):\n    return captum.attr(x) - {NAME}(x)", "compare(1)"],
    "installed": ["%pip install captum", "!pip install captum", "!pip show captum\nx = !pip list", BY_HAND],
    "in a comment": [f"# captum.attr.IntegratedGradients does the same\n{BY_HAND}"],
    "in a text": [answer("'''As captum.attr does it.'''\n    print('captum')\n    return inputs")],
    "in a text that is printed": [answer("print('captum')\n    log('captum.attr')\n    return inputs")],
    "asked for": ["import importlib.util\nhas = importlib.util.find_spec('captum')", answer("return inputs if has else inputs")],
    "a variable": [answer("captum = inputs\n    return captum")],
    "an attribute": [answer("return inputs.captum")],
    "another package": ["import captum_light, mycaptum", answer("return captum_light.f(mycaptum.g(inputs))")],
    "a relative one": ["from .captum import f", answer("return f(inputs)")],
    "everything of it, and nothing is wanted": ["from captum.attr import *", answer("return sorted(inputs)")],
    "a first try": ["import captum", answer("return captum.attr(inputs)"), BY_HAND],
    "a first try of a helper": [
        "import captum\ndef h(x):\n    return captum.attr(x)",
        "def h(x):\n    return x",
        answer("return h(inputs)"),
    ],
    "a recursion": ["import captum", answer("return captum.attr(inputs)"), answer(f"return {NAME}(inputs[1:])")],
    "another task's answer": [
        "from captum.attr import Saliency\ndef calculate_outputs_and_gradients(x):\n    return Saliency(x)",
        answer("return calculate_outputs_and_gradients(inputs)"),
    ],
    "in a file that nothing imports": ["%%writefile helper.py\nimport captum\nx = captum.attr", BY_HAND],
    "a cell of another language": ["%%bash\npip install captum", "%%html\n<p>import captum", BY_HAND],
    "no Python": ["import captum\ndef f(:", answer("return captum.attr(inputs)")],
    "no answer": ["import captum\ncaptum.attr"],
}


@pytest.mark.parametrize("name", USES)
def test_a_use_is_found(name):
    found = forbidden(USES[name], TASK, MARKS, ["captum", "shap"])
    assert len(found) == 1
    assert found[0].startswith("the answer to integrated_gradients uses captum, which the course forbids there (code cell ")


@pytest.mark.parametrize("name", NO_USES)
def test_what_is_none_is_not_called_one(name):
    assert forbidden(NO_USES[name], TASK, MARKS, ["captum"]) == []


def test_each_package_is_named_once_with_the_first_cell_that_imports_it():
    sources = ["x = 1", "import captum", "from shap import x as y\nimport captum.attr as z", answer("return captum, y, z")]
    said = " which the course forbids there (code cell "
    assert forbidden(sources, TASK, MARKS, ("captum", "shap", "lime")) == [
        f"the answer to {TASK} uses captum,{said}2)",
        f"the answer to {TASK} uses shap,{said}3)",
    ]


def test_a_part_of_a_package_may_be_forbidden_alone():
    sources = ["import captum.insights as i\nfrom captum import attr", answer("return attr(i)")]
    assert len(forbidden(sources, TASK, MARKS, ["captum.attr"])) == 1
    assert forbidden(sources, TASK, MARKS, ["captum.metrics"]) == []


def test_nothing_is_said_of_a_task_that_forbids_nothing():
    assert forbidden(USES["at the top"], TASK, MARKS, []) == []


def test_of_the_samples_those_that_use_captum_are_found_and_no_other():
    found = {
        path.relative_to(SAMPLES).as_posix()
        for task in TASKS
        for path in sorted(SAMPLES.glob(f"*/{task}/*.py"))
        if forbidden([path.read_text(encoding="utf-8")], task, MARKS, forbidden_in(task))
    }
    assert found == {"full_marks/integrated_gradients/captum.py"}


HOSTILE = {
    "brackets": "(" * 90_000,
    "depth": f"x = {'-' * 50_000}1",
    "dots": "a" + ".b" * 60_000,
    "many statements": "import captum\n" * 12_000 + BY_HAND,
    "many names": "\n".join(f"x{n} = x{n + 1}" for n in range(9_000)) + f"\n{answer('return x0')}",
    "one list": "a = []\n" + "a.append(b)\nb = a\n" * 8_000 + answer("return a"),
    "one name": "x = x\n" * 30_000 + answer("return x"),
    "one name, each time later": "if x: x = lambda: x\n" * 6_000 + answer("return x"),
    "nested exec": answer("exec(" + repr("exec(" + repr("exec(" + repr("import captum; captum") + ")") + ")") + ")"),
    "null": "\x00import captum",
    "half a character": "x = '\ud800'",
    "too long": "x = 1\n" * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_source_takes_no_time(name):
    began = time.monotonic()
    forbidden([HOSTILE[name]], TASK, MARKS, ["captum"])
    assert time.monotonic() - began < 20
