"""What reading tells of a notebook: whether a name, and what its function reads, is at the end as it was at the check."""

import pytest
from nbformat.v4 import new_code_cell

from autograder.execution.unchanging import is_unchanging, may_read_files

ANSWER = "def f(x):\n    return open('mine.txt').read()"
CHANGES = (
    "open('mine.txt', 'w').write('b')",
    "from pathlib import Path\nPath('mine.txt').write_text('b')",
    "np.save('mine.npy', x)",
    "torch.save(model.state_dict(), 'mine.pt')",
    "table.to_csv('mine.csv')",
    "plt.savefig('mine.png')",
    "import os\nos.remove('mine.txt')",
    "import os\nos.replace('other.txt', 'mine.txt')",
    "import shutil\nshutil.copy('other.txt', 'mine.txt')",
    "cv2.imwrite('mine.png', img)",
    "%%writefile mine.txt\nb",
    "!cp other.txt mine.txt",
)
LEAVES = (
    "y = x.copy()",
    "y = 'a-b'.replace('-', '_')",
    "print(y)",
    "import json\ny = json.loads('{}')",
    "%matplotlib inline",
    "y = []",
)


def told(below: str) -> bool:
    """Whether f is told to be unchanging with a cell below its check."""
    cells = [new_code_cell(source) for source in (ANSWER, 'check("f")', below)]
    return is_unchanging("f", 1, list(enumerate(cells)))


@pytest.mark.parametrize("below", CHANGES)
def test_a_cell_that_may_change_a_file_may_change_what_a_function_reads(below):
    assert not told(below)


@pytest.mark.parametrize("below", LEAVES)
def test_a_cell_that_changes_other_names_leaves_it(below):
    assert told(below)


@pytest.mark.parametrize("below", ["f = None", "def f(x): ...", "globals()['f'] = None", "np.max = None"])
def test_a_cell_that_binds_the_name_or_what_all_use_changes_it(below):
    assert not told(below)


READING = (
    "def f(x):\n    return open('mine.txt').read()",
    "def f(x):\n    return np.load('mine.npy')",
    "def f(x):\n    return cv2.imread('mine.png')",
    "look = cv2.imread\ndef f(x):\n    return look('mine.png')",
    "from pathlib import Path\ndef f(x):\n    return Path('mine.txt').stat().st_size",
    "def f(x):\n    return pd.read_csv('mine.csv')",
    "def f(x):\n    import os\n    return os.listdir('.')",
    "import mine_that_is_no_package\ndef f(x):\n    return mine_that_is_no_package.f(x)",
    "from .mine import f",
    "def f(x):\n    return np.genfromtxt('mine.csv')",
    "from torchvision.io import decode_image\ndef f(x):\n    return decode_image('mine.png')",
    "def f(x):\n    return getattr(np, 'load')('mine.npy')",
    "def f(x):\n    return cv2.FileStorage('mine.yml', 0)",
    "from safetensors import safe_open\ndef f(x):\n    return safe_open('mine')",
    "from torchvision.datasets import ImageFolder",
    "def f(x):\n    return globals()['op' + 'en']('mine.txt')",
    "files = !ls\ndef f(x):\n    return files",
    "%time image = plt.imread('mine.png')",
    "%%time\nimage = plt.imread('mine.png')",
    "%run mine.py",
    "def f(x:\n",
)
READS_NOTHING = (
    "def f(x):\n    return x + 1",
    "def f(x):\n    # is it open? read on, load the model, os.path\n    return torch.from_numpy(x).to(device)",
    "import numpy as np\nimport torch.nn.functional as F\ndef f(x):\n    return F.relu(x), np.spread, 'already'",
    "%matplotlib inline\ndef f(x):\n    model.load_state_dict(state)\n    return model(x)",
)


@pytest.mark.parametrize("source", READING)
def test_code_that_may_read_a_file_is_told(source):
    assert may_read_files([new_code_cell(source)])


@pytest.mark.parametrize("source", READS_NOTHING)
def test_code_that_reads_none_is_told(source):
    assert not may_read_files([new_code_cell(source)])


def test_a_function_of_the_course_that_reads_a_file_counts_where_it_is_used():
    given = new_code_cell("def picture(name):\n    return cv2.imread(name)", metadata={"nbgrader": {"grade": False}})
    assert may_read_files([given, new_code_cell("def f(x):\n    return picture('mine.png')")])
    assert not may_read_files([given, new_code_cell("def f(x):\n    return x")])


@pytest.mark.parametrize("below", CHANGES)
def test_no_file_changes_a_function_where_none_is_read(below):
    cells = [new_code_cell(source) for source in ("def f(x):\n    return x + 1", 'check("f")', below)]
    assert is_unchanging("f", 1, list(enumerate(cells))) is not may_read_files(cells)
