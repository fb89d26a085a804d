"""An error that comes of the place is called that, with a true reason; a mistake as any is none of the place's."""

import sys

import pytest

from autograder.grading import place_faults as reasons
from autograder.grading.place_faults import is_place_fault
from autograder.sandbox.bubblewrap import probe
from autograder.sandbox.launcher import kernel_launcher

pytestmark = pytest.mark.slow

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
# statements that a kernel is given -> what it is to be called; a text is a part of the reason
TRIED = {
    "import not_here": "the package not_here is not installed",
    "import sklearn.metrics": "the package sklearn is not installed",
    "%load_ext tensorboard": "the package tensorboard is not installed",
    "import scipy.datasets; scipy.datasets.face()": "the package pooch is not installed",
    "import torchvision.transforms.functional_tensor": "has no module torchvision.transforms.functional_tensor",
    "from google.colab import drive": reasons.COLAB,
    "import google.colab.files": reasons.COLAB,
    "drive.mount('/content/drive')": reasons.DRIVE,
    "open('/content/drive/MyDrive/x.png')": reasons.DRIVE,
    "import requests; requests.get('https://example.org')": reasons.NETWORK,
    "import urllib.request; urllib.request.urlretrieve('http://example.org', 'x')": reasons.NETWORK,
    "import socket; socket.create_connection(('192.0.2.1', 80), 2)": reasons.NETWORK,
    "import pandas as pd; pd.read_csv('https://example.org/x.csv')": reasons.NETWORK,
    "import seaborn as sns; sns.load_dataset('iris')": reasons.NETWORK,
    "import torch; torch.hub.load('pytorch/vision', 'vgg19')": reasons.NETWORK,
    "import torchvision; torchvision.models.vgg19(weights='DEFAULT')": reasons.NETWORK,
    "open('mine.csv')": reasons.FILE,
    "import numpy as np; np.loadtxt('x.csv')": reasons.FILE,
    "import torch; torch.load('x.pt')": reasons.FILE,
    "from PIL import Image; Image.open('cat.jpg')": reasons.FILE,
    "import os; os.chdir('/content')": reasons.FILE,
    "import os; os.listdir('/kaggle/input')": reasons.FILE,
    "import sqlite3; sqlite3.connect('/x/y')": reasons.FILE,
    "%run other.ipynb": reasons.FILE,
    "%load other.py": reasons.FILE,
    "import os; os.makedirs('/content/mine')": reasons.UNWRITABLE,
    "open('/usr/x', 'w')": reasons.UNWRITABLE,
    "which = input('class? ')": reasons.NOBODY,
    "import getpass; getpass.getpass()": reasons.NOBODY,
    "import sys; sys.stdin.readline().split()[0] if False else input()": reasons.NOBODY,
    "import matplotlib; matplotlib.use('TkAgg')": reasons.BACKEND,
    "import matplotlib.pyplot as plt; plt.switch_backend('Qt5Agg')": reasons.BACKEND,
    "%matplotlib widget": reasons.BACKEND,
    "%matplotlib ipympl": reasons.BACKEND,
    "import tkinter; tkinter.Tk()": reasons.DISPLAY,
    "import cv2, numpy as np; cv2.imshow('x', np.zeros((2, 2)))": reasons.DISPLAY,
    "import cv2; cv2.waitKey(0)": reasons.DISPLAY,
    "import torch; torch.ones(1).cuda()": reasons.GPU,
    "import torch; torch.ones(1, device='cuda:0')": reasons.GPU,
    "import torch; torch.ones(1).to('mps')": reasons.GPU,
    "import torch; torch.cuda.get_device_name(0)": reasons.GPU,
    "%%bash\ngit clone x": reasons.PROGRAM,
    "import subprocess; subprocess.check_output('nvidia-smi')": reasons.PROGRAM,
    "import os; os.environ['KAGGLE_KEY']": reasons.VARIABLE,
    "import os; os.getlogin()": reasons.ACCOUNT,
    "%conda install x": reasons.MAGIC,
    "import locale; locale.setlocale(locale.LC_ALL, 'de_DE.UTF-8')": reasons.LOCALE,
    "import zoneinfo; zoneinfo.ZoneInfo('Europe/Nowhere')": reasons.LOCALE,
    "import scipy.signal; scipy.signal.cwt": "scipy.signal.cwt is no longer in the version",
    "from scipy.signal import morlet2": "scipy.signal.morlet2 is no longer in the version",
    "import torch; torch.ones(1).rename('a')": "Tensor.rename is no longer in the version",
    "import numpy as np; np.lookfor": reasons.VERSION,
}
MISTAKES = [
    "undefined_name",
    "nump.array(1)",
    "import numpy as np; np.arry([1])",
    "import numpy as np; np.int(3)",
    "from numpy import nonsense",
    "import os.pat",
    "from lab import nonsense",
    "import lab.nonsense",
    "import torch; torch.zero(3)",
    "import torch; torch.ones(2) @ torch.ones(3)",
    "import torch; torch.ones(2).nonsense",
    "import torch; torch.ones(2).numpy().reshape(5)",
    "import torch; torch.tensor(1.0).backward()",
    "import torch; torch.ones(1).to('nonsense')",
    "import torch; torch.nn.Linear(2, 2)(torch.ones(3))",
    "1 / 0",
    "[][3]",
    "{}['environment']",
    "int('a')",
    "'a' + 1",
    "None.shape",
    "assert False, 'no such file'",
    "raise NotImplementedError()",
    "raise ValueError('the file was not what it should be')",
    "raise RuntimeError('a name was wrong')",
    "raise Exception('YOUR CODE HERE')",
    "def f(): return f()\nf()",
    "x = (1,",
    "import cv2; cv2.resize(None, (2, 2))",
    "import cv2, numpy as np; cv2.cvtColor(np.zeros((2, 2)), cv2.COLOR_BGR2RGB)",
    "from PIL import Image; Image.fromarray('x')",
    "import matplotlib.pyplot as plt; plt.imshow('x' * 3)",
    "import pandas as pd; pd.DataFrame({'a': [1]})['b']",
    "next(iter([]))",
    "%time undefined_name",
]
# where no kernel here can show it: the class of the error, its message, the statement
TOLD = {
    ("BdbQuit", "", "saliency_map(x)"): reasons.DEBUGGER,
    ("EOFError", "EOF when reading a line", "import pdb; pdb.set_trace()"): reasons.DEBUGGER,
    ("StdinNotImplementedError", "raw_input was called, but this frontend does not support input requests.", ""): reasons.NOBODY,
    ("UsageError", "Line magic function `%python` not found (But cell magic `%%python` exists).", "%python"): reasons.MAGIC,
    ("UsageError", "Line magic function `%tensorboard` not found.", "%tensorboard --logdir x"): reasons.MAGIC,
    ("UsageError", "Cell magic `%%R` not found.", "%%R\nx"): reasons.MAGIC,
    ("UsageError", "Environment does not have key: X", "%env X"): reasons.VARIABLE,
    ("ValueError", "mount failed", "drive.mount('/content/drive')"): reasons.DRIVE,
    ("NameError", "name 'drive' is not defined", "drive.mount('/content/drive', force_remount=True)"): reasons.DRIVE,
    ("HTTPError", "<urlopen error timed out>", ""): reasons.NETWORK,
    ("ConnectionRefusedError", "[Errno 111] Connection refused", ""): reasons.NETWORK,
    ("requests.exceptions.ConnectTimeout", "", ""): reasons.NETWORK,
    ("OSError", "We couldn't connect to 'https://huggingface.co' to load this file", ""): reasons.NETWORK,
    ("LocalEntryNotFoundError", "An error happened while trying to locate the file on the Hub", ""): reasons.NETWORK,
    ("ModuleNotFoundError", "No module named 'ipympl'", "%matplotlib widget"): reasons.BACKEND,
    ("ModuleNotFoundError", "No module named '_tkinter'", "import tkinter"): reasons.DISPLAY,
    ("AssertionError", "Torch not compiled with CUDA enabled", ""): reasons.GPU,
    ("RuntimeError", "No CUDA GPUs are available", ""): reasons.GPU,
    (
        "RuntimeError",
        "Attempting to deserialize object on a CUDA device but torch.cuda.is_available() is",
        "",
    ): reasons.GPU,
    ("AcceleratorError", "CUDA error: no CUDA-capable device is detected", ""): reasons.GPU,
    ("BackendCompilerFailed", "backend='inductor' raised:", ""): reasons.COMPILER,
    (
        "InductorError",
        "RuntimeError: Failed to find C compiler. Please specify one.",
        "",
    ): reasons.COMPILER,
    ("RuntimeError", "Dynamo is not supported on Python 3.15+", ""): reasons.COMPILER,
    ("RuntimeError", "DataLoader worker (pid 12) is killed by signal: Bus error.", ""): reasons.SHARED_MEMORY,
    ("RuntimeError", "can't start new thread", ""): reasons.PROCESSES,
    ("BlockingIOError", "[Errno 11] Resource temporarily unavailable", "p.start()"): reasons.PROCESSES,
    ("OSError", "[Errno 28] No space left on device", ""): reasons.FULL,
    ("PermissionError", "[Errno 13] Permission denied: '/x'", ""): reasons.UNWRITABLE,
    ("PermissionError", "[Errno 1] Operation not permitted", ""): reasons.RIGHTS,
    ("ImportError", "libGL.so.1: cannot open shared object file: No such file or directory", "import cv2"): reasons.LIBRARY,
    ("ImportError", "numpy.core.multiarray failed to import", ""): reasons.VERSION,
    ("RuntimeError", "This function was deprecated since version 1.9 and is now removed. `torch.lstsq`", ""): reasons.VERSION,
    ("ImportError", "Missing optional dependency 'openpyxl'.  Use pip or conda to install openpyxl.", ""): "the package openpyxl",
    ("ModuleNotFoundError", "No module named 'imp'", "import imp"): "the module imp is no longer a part of Python",
    ("KeyError", "'getpwuid(): uid not found: 12345'", ""): reasons.ACCOUNT,
}


def errors_of(statements: list[str]) -> dict[str, tuple[str, str]]:
    """Statement -> class and message of the error that it ends with, in a kernel as notebooks are graded in."""
    found = {}
    with kernel_launcher() as here:
        kernel = here.start()
        for statement in statements:
            outputs = [output for output in kernel.execute(statement, 300) if output.output_type == "error"]
            assert outputs, statement
            found[statement] = (outputs[0].ename, outputs[0].evalue)
        kernel.stop()
    return found


@pytest.mark.skipif(not probe().works, reason=f"no sandbox here: {probe().why_not}")
def test_what_a_kernel_here_says_is_called_by_its_cause():
    said = {one: (is_place_fault(*error, one), error) for one, error in errors_of(list(TRIED)).items()}
    assert {one: found for one, found in said.items() if not found[0] or TRIED[one] not in found[0]} == {}


@pytest.mark.skipif(not probe().works, reason=f"no sandbox here: {probe().why_not}")
def test_a_mistake_as_any_is_none_of_the_places():
    said = {one: is_place_fault(*error, one) for one, error in errors_of(MISTAKES).items()}
    assert {one: reason for one, reason in said.items() if reason} == {}


@pytest.mark.parametrize("error", TOLD, ids=lambda error: error[0])
def test_what_other_places_say_is_called_by_its_cause(error):
    assert TOLD[error] in (is_place_fault(*error) or "nothing")


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="these came with Python 3.12")
@pytest.mark.parametrize(
    ("error", "message"),
    [
        ("ImportError", "cannot import name 'batched' from 'itertools' (unknown location)"),
        ("ImportError", "cannot import name 'override' from 'typing' (/usr/lib/python3.11/typing.py)"),
        ("AttributeError", "module 'math' has no attribute 'sumprod'"),
        ("ImportError", "cannot import name 'deprecated' from 'warnings' (/usr/lib/python3.11/warnings.py)"),
        ("ModuleNotFoundError", "No module named 'annotationlib'"),
    ],
)
def test_what_a_newer_python_brought_is_said_to_be_newer(error, message):
    reason = is_place_fault(error, message) or "nothing"
    assert "came with Python 3.1" in reason
    assert reason.endswith(f"grading happens with Python {HERE}")


def test_every_rule_is_the_reason_of_something():
    given = {*TRIED.values(), *TOLD.values()}
    assert {rule.reason for rule in reasons.RULES} <= given


@pytest.mark.parametrize(
    ("error", "message"),
    [
        ("ModuleNotFoundError", "No module named '\x1b[31mred'"),
        ("ModuleNotFoundError", "No module named '" + "a" * 5000 + "'"),
        ("AttributeError", "module '<script>' has no attribute 'x'"),
        ("X" * 100_000, "y" * 100_000),
        ("EOFError", "\n" * 100_000),
        ("OSError", "File `" + "'" * 100_000),
        ("RuntimeError", "DataLoader worker" * 10_000),
    ],
)
def test_a_reason_repeats_nothing_but_names(error, message):
    reason = is_place_fault(error, message, "drive ." * 20_000)
    assert reason is None or (len(reason) < 250 and reason.isprintable() and "<" not in reason)
