"""nbgrader's Validate button, as students have it on our hub, agrees with `check`, whatever was done to the notebook."""

import importlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.preprocessors import CheckCellMetadata

from autograder.authoring.sample_class import pick
from autograder.notebooks.cells import grade_id_of
from tests.asking import SAMPLES

ROOT = Path(__file__).resolve().parent.parent.parent
ETC = ROOT / "deploy" / "jupyterhub" / "etc"
TASKS = ("pre_processing", "saliency_map")
KEPT = ("given_set_up", "given_imports", "given_figure_pre_processing", *TASKS, *(f"test_{task}" for task in TASKS))
# what the button's request does, in nbgrader's server extension
PRESS = """
import json, logging, sys
from types import SimpleNamespace
from nbgrader.server_extensions.validate_assignment.handlers import ValidateAssignmentHandler as Handler
it = SimpleNamespace(root_dir=".", log=logging.getLogger(), load_config=lambda: Handler.load_config(None))
print("ANSWER" + json.dumps(Handler.validate_notebook(it, sys.argv[1])))
"""
WRONG = "wrong/pre_processing/no_division_by_255.py"
NOISY = "\n    import sys, warnings\n    warnings.warn('slow')\n    print('half done', file=sys.stderr)\n    return "

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path) -> Path:
    for room in ("lab", "selfcheck", "data"):
        shutil.copytree(ROOT / "release" / "part1" / room, tmp_path / room)
    return tmp_path


@pytest.fixture
def validating(monkeypatch):
    """The module that the configuration imports."""
    monkeypatch.syspath_prepend(ETC / "student")
    return importlib.import_module("validating")


def answered(**samples: str) -> NotebookNode:
    """part1, cut to a few cells, with samples as answers."""
    notebook = nbformat.read(ROOT / "release" / "part1" / "feature_attribution.ipynb", as_version=4)
    notebook.cells = [cell for cell in notebook.cells if grade_id_of(cell) in KEPT]
    for task, sample in samples.items():
        cell_of(notebook, task).source = (SAMPLES / sample).with_suffix(".py").read_text(encoding="utf-8")
    return notebook


def right() -> NotebookNode:
    return answered(**{task: f"full_marks/{task}/{pick(task, 0)}" for task in TASKS})


def cell_of(notebook: NotebookNode, name: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if grade_id_of(cell) == name)


def press(notebook: NotebookNode, folder: Path) -> dict[str, str]:
    """Task -> the complaint that the button shows; empty where it says Success."""
    nbformat.write(notebook, folder / "it.ipynb")
    env = os.environ | {
        "JUPYTER_CONFIG_PATH": f"{ETC}/student:{ETC}/common",
        "JUPYTERHUB_USER": "ann",
        "COURSE": "it",
        "COURSE_EXCHANGE": "it",
        "HUB_MODE": "simple",
    }
    done = subprocess.run(
        [sys.executable, "-c", PRESS, "it.ipynb"], cwd=folder, env=env, capture_output=True, text=True, check=True
    )
    answer = json.loads(done.stdout.partition("ANSWER")[2])
    assert answer["success"], answer["value"]
    assert set(answer["value"]) <= {"failed"}, answer["value"]
    return {cell["source"].split('"')[1]: cell["error"] for cell in answer["value"].get("failed", [])}


def test_a_right_answer_passes_whatever_it_prints(folder):
    """nbgrader counts every line on stderr as a failure, and an edited cell would hide what the tests say."""
    notebook = right()
    cell = cell_of(notebook, "saliency_map")
    cell.source = cell.source.replace("\n    return ", NOISY)
    assert "half done" in cell.source
    cell_of(notebook, "given_set_up").source += "\n# my note"
    assert press(notebook, folder) == {}


def test_off_the_hub_nbgrader_says_what_the_checks_say_once_it_has_two_settings(folder):
    """The command of docs/students.md, on a notebook with a right and a wrong answer and a changed cell."""
    (command,) = re.findall(r"^nbgrader (validate .*)$", (ROOT / "docs" / "students.md").read_text(encoding="utf-8"), re.M)
    notebook = right()
    cell_of(notebook, "pre_processing").source = (SAMPLES / WRONG).read_text(encoding="utf-8")
    cell_of(notebook, "given_set_up").source += "\n# my note"
    nbformat.write(notebook, folder / "feature_attribution.ipynb")
    env = os.environ | {"LAB_NETWORK": "pocket", "JUPYTER_CONFIG_DIR": str(folder / "none")}
    called = [sys.executable, "-m", "nbgrader", *command.split()]
    done = subprocess.run(called, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert "VALIDATION FAILED ON 1 CELL(S)" in done.stdout, done.stderr
    assert "✗ pre_processing: tensor: your largest value is" in done.stdout


def test_a_wrong_answer_fails_with_the_sentence_of_the_check_though_its_test_was_emptied(folder):
    notebook = answered(pre_processing="wrong/pre_processing/no_division_by_255")
    emptied_tests(notebook)
    complaints = press(notebook, folder)
    assert complaints.keys() == set(TASKS)
    assert complaints["pre_processing"].startswith("✗ pre_processing: tensor: your largest value is")
    assert complaints["saliency_map"].startswith("✗ saliency_map: not filled in yet")


# --- what is run, whatever was done to the notebook ----------------------------------------------------------------


def untouched(notebook: NotebookNode) -> None:
    pass


def without_tests(notebook: NotebookNode) -> None:
    notebook.cells = [cell for cell in notebook.cells if not grade_id_of(cell).startswith("test_")]


def emptied_tests(notebook: NotebookNode) -> None:
    for task in TASKS:
        cell_of(notebook, f"test_{task}").source = "pass"


def checks_on_top(notebook: NotebookNode) -> None:
    notebook.cells.sort(key=lambda cell: not grade_id_of(cell).startswith("test_"))


def first_tries(notebook: NotebookNode) -> None:
    """A copy of all cells stands on top, as it was released."""
    copies = nbformat.from_dict(answered().cells)
    for number, cell in enumerate(copies):
        cell.id = f"copy-{number}"
    notebook.cells = [*copies, *notebook.cells]


@pytest.mark.parametrize("mishap", [untouched, without_tests, emptied_tests, checks_on_top, first_tries])
def test_every_answer_is_checked_once_and_directly(mishap, validating):
    notebook = right()
    answers = {task: cell_of(notebook, task).source for task in TASKS}
    mishap(notebook)
    cells = validating.in_place(notebook).cells
    CheckCellMetadata().preprocess(notebook, {})  # nbgrader refuses what is there twice
    checks = [number for number, cell in enumerate(cells) if cell.source.startswith("check(")]
    assert [cells[number].source for number in checks] == [f'check("{task}")' for task in TASKS]
    assert [cells[number - 1].source for number in checks] == list(answers.values())


def test_checks_without_any_marks_are_run_in_the_end(validating):
    notebook = right()
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({"id": cell.id})
    cells = validating.in_place(notebook).cells
    assert [cell.source for cell in cells[-2:]] == [f'check("{task}")' for task in TASKS]
    assert all(cell.metadata.nbgrader.grade for cell in cells[-2:])


def test_illustrations_are_not_run(validating):
    tagged = {cell.id for cell in validating.in_place(right()).cells if "skip-execution" in cell.metadata.get("tags", [])}
    assert tagged == {"given_figure_pre_processing"}
