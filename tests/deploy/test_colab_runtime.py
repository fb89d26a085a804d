"""The released notebooks run from top to bottom in a Python with Colab's versions, from an uploaded zip alone."""

import os
import subprocess
import zipfile
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode

from autograder.assignments import assignments
from autograder.authoring.sample_class import Student, fill
from autograder.notebooks.cells import grade_id_of
from tests.saves import colab_4_0, saved

RELEASE = Path(__file__).resolve().parents[2] / "release"
PYTHON = os.environ.get("COLAB_PYTHON", "")
ON_COLAB = """
import sys, types
sys.modules["google"] = types.ModuleType("google")
sys.modules["google.colab"] = types.ModuleType("google.colab")
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PYTHON, reason="no COLAB_PYTHON: a Python with deploy/colab/requirements.txt"),
]


class ColabKernel(AsyncKernelManager):
    """A kernel of that Python, whatever this one's kernels are."""

    @property
    def kernel_spec(self) -> KernelSpec:
        return KernelSpec(argv=[PYTHON, "-m", "ipykernel_launcher", "-f", "{connection_file}"], display_name="Python 3")


@pytest.fixture(autouse=True)
def as_there(monkeypatch) -> None:
    """The small network, and nothing of ours beside what was uploaded."""
    monkeypatch.setenv("LAB_NETWORK", "pocket")
    monkeypatch.delenv("PYTHONPATH", raising=False)


def run(notebook: NotebookNode, folder: Path) -> NotebookNode:
    client = NotebookClient(
        notebook, timeout=900, allow_errors=True, kernel_manager_class=ColabKernel, resources={"metadata": {"path": folder}}
    )
    return client.execute()


def errors(notebook: NotebookNode) -> dict[str, str]:
    """Cell -> how it ended, for those that raised."""
    return {
        grade_id_of(cell) or cell.source[:40]: f"{output.ename}: {output.evalue}"[:200]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    }


def words_of(cell: NotebookNode) -> str:
    """What a cell printed, and what it displayed, as text."""
    outputs = cell.get("outputs", [])
    return "".join(output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in outputs)


def uploaded(assignment: str, folder: Path) -> NotebookNode:
    """A folder as Colab's /content: the zip and nothing else; and the notebook, answered, as Colab saves it."""
    with zipfile.ZipFile(folder / f"{assignment}.zip", "w") as archive:
        for path in (RELEASE / assignment).rglob("*"):
            archive.write(path, path.relative_to(RELEASE))
    released = nbformat.read(RELEASE / assignment / f"{assignments()[assignment].stem}.ipynb", as_version=4)
    marks = {number: grade_id_of(cell) for number, cell in enumerate(released.cells)}
    notebook = nbformat.reads(saved(fill(released, Student("ada"), 0), colab_4_0), as_version=4)
    assert set(marks.values()) == {grade_id_of(cell) for cell in notebook.cells}
    notebook.cells.insert(0, nbformat.v4.new_code_cell(ON_COLAB))
    return notebook


def test_the_python_is_as_colabs():
    code = "import torch, numpy, IPython; print(torch.__version__.split('+')[0], numpy.__version__, IPython.__version__)"
    said = subprocess.run([PYTHON, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["2.11.0", "2.1.3", "7.34.0"]


def test_part1_runs_from_top_to_bottom_and_every_check_says_right(tmp_path):
    done = run(uploaded("part1", tmp_path), tmp_path)
    assert errors(done) == {}
    said = {grade_id_of(cell): words_of(cell) for cell in done.cells}
    assert "was uploaded" in said["given_set_up"]
    checks = {name: text for name, text in said.items() if (name or "").startswith("test_")}
    assert len(checks) == 9
    assert [name for name, text in checks.items() if "right on" not in text] == []
