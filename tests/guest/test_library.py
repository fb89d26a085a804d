"""What notebooks may import is there in a forked kernel, which sees no disk."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from autograder.course_toml import packages
from autograder.guest import library
from autograder.guest.library import IMPORTED, files
from autograder.sandbox.launcher import kernel_launcher

ROOT = Path(__file__).resolve().parents[2]
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


AT_ONCE = """
import sys, time
from pathlib import Path
from autograder.guest import library
library.files = lambda course: [(__file__, "/one")]
copy_files = library.copy_files
library.copy_files = lambda *arguments: (time.sleep(0.5), copy_files(*arguments))
found = library.shared_library({}, Path(sys.argv[1]))
print(found is not None and (found / "one").is_file(), flush=True)
time.sleep(float(sys.argv[2]))
"""


@pytest.mark.slow
def test_workers_that_start_at_once_share_one_library_and_nobody_waits_for_ever(tmp_path):
    """Each keeps its lock for as long as it lives; the last that ends takes the library along."""
    if not Path("/dev/shm").is_dir():
        pytest.skip("no /dev/shm here")
    (script := tmp_path / "at_once.py").write_text(AT_ONCE)
    with tempfile.TemporaryDirectory(dir="/dev/shm") as place:
        command = [sys.executable, str(script), place]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        started = [
            subprocess.Popen([*command, seconds], stdout=subprocess.PIPE, text=True, env=environment)
            for seconds in ("0", "0", "4", "4", "0", "4")
        ]
        assert [process.communicate(timeout=50)[0] for process in started] == ["True\n"] * 6
        assert list(Path(place).glob("*/*")) == []


def test_what_was_removed_in_part_is_never_taken_for_whole(monkeypatch):
    """A process that is killed while it removes the library leaves nothing under the library's name; the next makes it anew."""
    if not Path("/dev/shm").is_dir():
        pytest.skip("no /dev/shm here")
    monkeypatch.setattr(library, "files", lambda course: [(__file__, "/one"), (library.__file__, "/two")])
    with tempfile.TemporaryDirectory(dir="/dev/shm") as place:
        made = library.shared_library({}, Path(place))
        with monkeypatch.context() as killed:
            killed.setattr(library.shutil, "rmtree", lambda *_, **__: None)
            library.release_library(made, os.getpid())
        assert not made.exists()
        (library.unfinished_path(made) / "one").unlink()
        again = library.shared_library({}, Path(place))
        assert again == made
        assert {path.name for path in again.iterdir()} >= {"one", "two"}
        library.release_library(again, os.getpid())
        assert not again.exists()


@pytest.fixture(scope="module")
def kernel():
    with kernel_launcher() as here:
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
