"""Copies of kernels know whether the files that they may need are as they were when they were made."""

from collections.abc import Iterator

import pytest

from autograder.sandbox.bubblewrap import probe
from autograder.sandbox.kernel import Kernel
from autograder.sandbox.launcher import kernel_launcher

pytestmark = pytest.mark.skipif(not probe().works, reason=f"no sandbox here: {probe().why_not}")


@pytest.fixture
def kernel() -> Iterator[Kernel]:
    """A kernel that may be copied once, among whose files it takes longer to look around than to write one."""
    with kernel_launcher() as here:
        one = here.start(copies=1)
        list(one.execute("for n in range(1500): open(f'{n}.txt', 'w').close()\nopen('mine.txt', 'w').write('right')", 30))
        yield one
        one.stop()


def moved(kernel: Kernel, source: str) -> bool:
    """Whether files have moved for a copy after which a source was run at once."""
    copy = kernel.copy()
    assert copy is not None
    try:
        list(kernel.execute(source, 30))
        return copy.moved()
    finally:
        copy.stop()


def test_a_file_that_the_very_next_cell_overwrites_has_moved(kernel):
    assert moved(kernel, "open('mine.txt', 'w').write('spoilt')")


def test_a_file_that_the_very_next_cell_adds_or_removes_has_moved(kernel):
    assert moved(kernel, "open('another.txt', 'w').close(); import os; os.remove('7.txt')")


def test_files_that_are_only_read_have_not_moved(kernel):
    assert not moved(kernel, "open('mine.txt').read()")


@pytest.mark.parametrize(
    "package", ["torchvision.transforms.v2", "torch._dynamo", "torchvision.tv_tensors", "scipy.integrate", "captum.attr"]
)
def test_importing_a_package_moves_nothing(kernel, package):
    """What it makes for itself is there before: otherwise the notebook would run once more for each task."""
    assert not moved(kernel, f"import {package}")


def test_what_is_written_into_a_package_s_own_folder_has_moved(kernel):
    assert moved(
        kernel, "import tempfile, torch._dynamo\nopen(tempfile.gettempdir() + '/torchinductor_student/note', 'w').close()"
    )
