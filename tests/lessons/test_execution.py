"""The lessons run from top to bottom, solved and unfilled; every figure that comes out has its words."""

import os
import re

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.assignments import assignments
from autograder.authoring.build import write_source
from autograder.authoring.solutions import execute, figures, page, solved_notebook
from tests.this_course import ROOT

pytestmark = pytest.mark.slow  # a minute each

# Of each bar of progress: its name, the total that it begins with, and what came.
COUNTING = """
import io as _io

from tqdm.std import tqdm as _bar

from lab import progress as _progress


class _Told(_bar):
    def __init__(self, *arguments, total, desc, **settings):
        super().__init__(*arguments, total=total, desc=desc, disable=False, file=_io.StringIO(), **settings)
        self.said = desc, total

    def close(self):
        if not self.disable:
            print("BAR", *self.said, self.n, sep=";")
        self.disable = True


_progress.tqdm = _Told
"""
SHORTENED = {"20 scenes", "your maps"}  # the first by few_steps; of the second the student chooses how many

each_assignment = pytest.mark.parametrize("assignment", assignments())


def few_steps(notebook):
    """The same notebook with four steps on every path: what is drawn is coarse, and all of it is drawn."""
    for cell in notebook.cells:
        for many, few in (
            ("STEPS = 50", "STEPS = 4"),
            ("STEPS = 25", "STEPS = 4"),
            ("STEPS = 20", "STEPS = 4"),
            ("[1, 2, 5, 10, 20, 50]", "[1, 2]"),
            ("in range(20)", "in range(4)"),
        ):
            cell.source = cell.source.replace(many, few)
    return notebook


@pytest.fixture(scope="module", params=assignments())
def solved(request, tmp_path_factory):
    """(assignment, its solved notebook after it has run)."""
    scratch = tmp_path_factory.mktemp(request.param)
    write_source(request.param, scratch)
    notebook = few_steps(solved_notebook(request.param))
    first = next(number for number, cell in enumerate(notebook.cells) if cell.id == "given_imports")
    notebook.cells.insert(first, nbformat.v4.new_code_cell(COUNTING))
    return request.param, execute(notebook, scratch / "source" / request.param)


def printed(cell) -> str:
    return "".join(output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in cell.get("outputs", []))


def test_the_solved_lesson_passes_its_own_checks_and_misses_nothing(solved):
    _, notebook = solved
    checks = {cell.id: printed(cell) for cell in notebook.cells if cell.id.startswith("test_")}
    assert checks
    assert {name: text for name, text in checks.items() if "right" not in text or "✗" in text} == {}
    unfilled = {cell.id: printed(cell) for cell in notebook.cells if "This cell needs" in printed(cell)}
    assert unfilled == {}


def test_what_is_computed_by_hand_is_what_the_code_says(solved):
    """Numbers on the left of "by code" are those on the right, to the digits that are printed."""
    _, notebook = solved
    pairs = re.findall(r"by hand: (?:about )?(.*?) +by code: (.*)", "\n".join(map(printed, notebook.cells)))
    assert len(pairs) >= 3
    for by_hand, by_code in pairs:
        numbers = [list(map(float, re.findall(r"-?\d+\.?\d*", text))) for text in (by_hand, by_code)]
        assert len(numbers[0]) == len(numbers[1]), (by_hand, by_code)
        assert numbers[0] == pytest.approx(numbers[1], abs=0.006), (by_hand, by_code)


def test_a_bar_of_progress_says_beforehand_how_many_images_will_come(solved):
    _, notebook = solved
    bars = re.findall(r"^BAR;(.*);(\d+);(\d+)$", "\n".join(map(printed, notebook.cells)), re.M)
    assert len(bars) >= 3
    assert {name: (total, came) for name, total, came in bars if total != came and name not in SHORTENED} == {}


def test_every_figure_has_an_alternative_text(solved):
    _, notebook = solved
    drawn = list(figures(notebook))
    assert len(drawn) >= 9
    for name, png, alternative, _ in drawn:
        assert png.startswith(b"\x89PNG"), name
        assert len(alternative) > 20, name
    assert "No description" not in page(notebook)


@each_assignment
def test_the_release_runs_unfilled_and_says_what_is_missing(assignment, tmp_path):
    """Errors stay in the cells that are to be filled; the others tell in one line which task they wait for."""
    release = ROOT / "release" / assignment
    notebook = few_steps(nbformat.read(release / f"{assignments()[assignment].stem}.ipynb", as_version=4))
    client = NotebookClient(notebook, timeout=600, allow_errors=True, resources={"metadata": {"path": str(release)}})
    client.execute(env={**os.environ, "LAB_NETWORK": "pocket", "PYTHONPATH": str(release), "PYTHONDONTWRITEBYTECODE": "1"})
    raised = [cell.id for cell in notebook.cells for output in cell.get("outputs", []) if output.output_type == "error"]
    assert raised == []
    waiting = [cell.id for cell in notebook.cells if "This cell needs" in printed(cell)]
    assert len(waiting) >= 5
    for cell in notebook.cells:
        if "This cell needs" in printed(cell):
            assert len(printed(cell).strip().splitlines()) <= 2, (cell.id, printed(cell))
    said = "not filled in yet|fix that first|first write your id"  # what it calls is missing, or who is asked
    assert all(re.search(said, printed(cell)) for cell in notebook.cells if cell.id.startswith("test_"))
