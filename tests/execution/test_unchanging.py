"""What reading tells of a notebook: whether a name, and what its function reads, is at the end as it was at the check."""

import pytest
from nbformat.v4 import new_code_cell

from autograder.execution.unchanging import is_unchanging

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
