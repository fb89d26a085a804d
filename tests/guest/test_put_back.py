"""Names that went are put back where students' code runs, and compute what the versions that had them computed."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.guest.gone_names import GONE, LEFT, RAISING, names_of
from autograder.guest.put_back import PARTS, source
from autograder.sandbox.bubblewrap import probe
from autograder.sandbox.launcher import kernel_launcher

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
# what the versions named in it gave for each expression, as PLAIN writes it; each was run with that version
RECORDED = json.loads((Path(__file__).parent / "gone_names.json").read_text(encoding="utf-8"))
EXPRESSIONS = [(expression, value) for lines in RECORDED.values() for expression, value in lines.items()]
IMPORTS = """
import importlib, json, warnings
import matplotlib, matplotlib.cm, matplotlib.pyplot, numpy as np, pandas, pandas.errors
import scipy.integrate, scipy.linalg, scipy.misc, scipy.signal, scipy.special, scipy.stats
"""
PLAIN = """
def plain(x):
    if isinstance(x, dict): return {str(k): plain(v) for k, v in x.items()}
    if isinstance(x, (list, tuple)): return [plain(v) for v in x]
    if isinstance(x, np.ndarray): return plain(x.tolist())
    if isinstance(x, np.generic): return plain(x.item())
    if isinstance(x, bool) or x is None or isinstance(x, int): return x
    if isinstance(x, float): return repr(float(f"{x:.10g}"))
    if isinstance(x, complex): return [plain(x.real), plain(x.imag)]
    return repr(x)
def valued(expression):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return plain(eval(expression))
    except Exception as error:
        return f"{type(error).__name__}: {error}"
"""
OWNERS = sorted({owner for owner, _ in GONE})
HERE = """
def here(owner, name):
    module, _, inside = owner.partition(":")
    found = importlib.import_module(module)
    try:
        getattr(getattr(found, inside) if inside else found, name)
    except AttributeError:
        return False
    return True
"""


def said(code: str, before: str = "") -> str:
    """What a new interpreter prints, its warnings being errors."""
    words = [sys.executable, "-W", "error", "-W", "ignore::DeprecationWarning", "-c", before + code]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


def test_every_name_of_the_table_is_missing_without_and_there_with_it():
    names = [(owner, name) for (owner, _), table in GONE.items() for name in names_of(table)]
    assert len(names) == len(set(names)) > 140
    code = f"{IMPORTS}{HERE}print(json.dumps([here(*pair) for pair in {names!r}]))"
    without, with_it = (json.loads(said(code, before)) for before in ("", source()))
    assert [pair for pair, there in zip(names, without, strict=True) if there and pair[0] not in RAISING] == []
    assert [pair for pair, there in zip(names, with_it, strict=True) if not there] == []


def test_what_is_left_is_not_here():
    names = [(owner, name) for (owner, _), table in LEFT.items() for name in table.split()]
    present = json.loads(said(f"{IMPORTS}{HERE}print(json.dumps([here(*pair) for pair in {names!r}]))", source()))
    assert [pair for pair, there in zip(names, present, strict=True) if there] == []


def test_nothing_is_loaded_before_a_notebook_wants_it():
    code = "import sys; print([name for name in ('scipy', 'pandas', 'torch', 'matplotlib') if name in sys.modules])"
    assert said(code, source()) == "[]"


def test_no_name_is_left_behind_and_nothing_is_said():
    assert said("print([name for name in dir() if 'put' in name])", source()) == "[]"


@pytest.mark.parametrize(
    "line",
    [
        "from scipy import misc; print(misc.derivative(lambda x: x * x, 1.0) == 2)",
        "import scipy.misc as m; print(m.derivative(lambda x: x * x, 1.0) == 2)",
        "from scipy.integrate import simps; print(simps([1.0, 1.0, 1.0]) == 2)",
        "import scipy; print(scipy.integrate.trapz([1.0, 1.0, 1.0]) == 2)",
        "from matplotlib.cm import get_cmap; print(get_cmap('gray', 2)(1.0)[0] == 1)",
        "import matplotlib.pyplot as plt; print(plt.cm.get_cmap('gray')(0.0)[0] == 0)",
        "from numpy import trapz, in1d, float_, Inf; print(trapz([1, 1, 1]) == 2)",
        "from numpy.linalg.linalg import LinAlgError; import numpy; print(numpy.linalg.LinAlgError is LinAlgError)",
        "from numpy.fft.helper import fftshift; print(fftshift([1, 2])[0] == 2)",
        "import pandas as pd; print(pd.DataFrame({'a': [1]}).applymap(str)['a'][0] == '1')",
        "import importlib.util as u; u.find_spec('pandas'); import pandas as pd; print(pd.Series([1]).pad()[0] == 1)",
        "import pandas as pd, importlib; print(importlib.reload(pd).Series([1]).ravel()[0] == 1)",
        "import torch; q, r = torch.qr(torch.eye(2) * 2); print(bool(torch.allclose(q @ r, torch.eye(2) * 2)))",
        "import torch; print(torch.eye(2).cholesky().sum().item() == 2)",
        "import numpy as np; np.put_back = 1; print(np.ma.array([1, 4]).ptp() == 3)",
        "import numpy as np; print(np.memmap.ptp is np.ndarray.ptp)",
    ],
)
def test_it_is_there_however_it_is_imported(line):
    assert said(line, source()).endswith("True")


def test_what_never_was_is_still_an_error():
    line = """
import numpy as np, scipy
for wrong in ("np.trapzoid", "np.bool8", "np.int", "np.lib.nonsense", "scipy.nonsense", "np.ones(2).nonsense"):
    try:
        eval(wrong)
        print("found", wrong)
    except AttributeError:
        pass
try:
    import scipy.nonsense
except ModuleNotFoundError as error:
    print(error)
"""
    assert said(line, source()) == "No module named 'scipy.nonsense'"


def test_twice_is_as_once():
    line = "import numpy as np; print(np.lib.pad([1], 1, 'constant').tolist())"
    assert said(line, source() + source()) == "[0, 1, 0]"


@pytest.mark.skipif(not probe().works, reason=f"no sandbox here: {probe().why_not}")
@pytest.mark.parametrize("forked", [True, False], ids=["forked", "started anew"])
def test_each_computes_what_it_computed(forked):
    """In a kernel as students have it, where nothing of the grader's is in sight."""
    asked = f"print('VALUES', json.dumps([valued(line) for line in {[line for line, _ in EXPRESSIONS]!r}]))"
    with kernel_launcher(forked=forked) as here:
        kernel = here.start()
        assert [output.get("text", output.get("evalue")) for output in kernel.execute(IMPORTS + PLAIN, 120)] == []
        words = "".join(output.get("text", "") for output in kernel.execute(asked, 60) if output.get("name") == "stdout")
        kernel.stop()
    values = json.loads(words.partition("VALUES")[2])
    wrong = [(line, now, then) for (line, then), now in zip(EXPRESSIONS, values, strict=True) if now != then]
    assert wrong == []
    assert len(values) > 80


@pytest.mark.skipif(not probe().works, reason=f"no sandbox here: {probe().why_not}")
def test_what_is_compiled_runs_without_a_compiler():
    """In a kernel that has none it did not come to an end, not even when it was told to."""
    line = """
import torch
@torch.compile
def double(x):
    return 2 * x
layer = torch.nn.Linear(2, 2)
layer.compile()
print(double(torch.ones(1)).item(), torch.compile(layer, mode="max-autotune")(torch.ones(1, 2)).shape[1])
"""
    with kernel_launcher() as here:
        kernel = here.start()
        words = [output.get("text", output.get("evalue")) for part in (source(), line) for output in kernel.execute(part, 60)]
        kernel.stop()
    assert words == ["2.0 2\n"]


def test_its_parts_are_all_that_it_imports():
    loaded = {importlib.import_module(f"autograder.guest.{part}").__name__ for part in PARTS}
    code = "import autograder.guest.put_back, sys; print(sorted(name for name in sys.modules if '.guest.' in name))"
    assert said(code) == str(sorted(loaded))
