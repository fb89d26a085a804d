"""What notebooks may import is there in a forked kernel, which sees no disk."""

import pytest

from autograder.course_toml import packages
from autograder.library import IMPORTED, files
from autograder.place import place

MODULES = (
    *(
        "scipy.ndimage",
        "scipy.interpolate",
        "scipy.integrate",
        "scipy.stats",
        "skimage.io",
        "skimage.transform",
        "skimage.filters",
    ),
    *(
        "pandas",
        "seaborn",
        "einops",
        "captum.attr",
        "tqdm.notebook",
        "torchvision.transforms",
        "torchvision.models",
        "PIL.ImageFilter",
    ),
    *("matplotlib.animation", "mpl_toolkits.mplot3d", "ipywidgets", "cv2", "torch.nn.utils", "torch.utils.data", "torch.func"),
    *(
        "multiprocessing.pool",
        "concurrent.futures",
        "sqlite3",
        "unittest.mock",
        "asyncio",
        "xml.etree.ElementTree",
        "zoneinfo",
        "ssl",
    ),
    *(
        "decimal",
        "statistics",
        "csv",
        "pydoc",
        "doctest",
        "timeit",
        "cProfile",
        "logging.handlers",
        "urllib.request",
        "http.client",
    ),
)


def test_what_the_course_lets_students_import_is_in_the_library():
    assert {name.lower() for name in packages()} <= {name.lower() for name in IMPORTED}


def test_nothing_stands_there_twice():
    targets = [target for _, target in files({})]
    assert len(targets) == len(set(targets))


@pytest.fixture(scope="module")
def kernel():
    with place() as here:
        started = here.start()
        yield started
        started.stop()


@pytest.mark.parametrize("module", MODULES)
def test_it_can_be_imported(module, kernel):
    outputs = list(kernel.execute(f"import {module}\nprint({module}.__name__)", 60))
    assert "".join(output.get("text", output.get("evalue", "")) for output in outputs) == f"{module}\n"


@pytest.mark.parametrize(
    "source",
    [
        "import asyncio\nprint(asyncio.new_event_loop().run_until_complete(asyncio.sleep(0, 7)))",
        "from torch.utils.data import DataLoader\nprint(sum(len(b) for b in DataLoader(range(7), num_workers=2)))",
        "from multiprocessing import Pool\nwith Pool(2) as pool: print(sum(pool.map(abs, [3, -4])))",
        "from concurrent.futures import ThreadPoolExecutor as Pool\nwith Pool(4) as pool: print(sum(pool.map(abs, [3, -4])))",
        "import subprocess, sys\nprint(subprocess.check_output([sys.executable, '-c', 'print(7)'], text=True).strip())",
        "import sqlite3\nwith sqlite3.connect('own.db') as db: print(db.execute('select 3 + 4').fetchone()[0])",
        "import matplotlib.pyplot as plt\nplt.title('ä $x^2$')\nplt.savefig('own.png')\nprint(7)",
        "import tempfile\nwith tempfile.TemporaryFile() as file: print(file.write(b'seven ..'[:7]))",
        "files = !echo 7\nprint(files[0])",
    ],
)
def test_what_needs_more_than_python_works(source, kernel):
    outputs = list(kernel.execute(source, 60))
    assert "".join(output.get("text", output.get("evalue", "")) for output in outputs if "data" not in output).strip() == "7"
