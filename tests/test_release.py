"""What students get is complete by itself, marked as the assignment says, and holds no solution and no hidden case."""

import ast
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.assignments import checks as checks_of
from autograder.assignments import held_out_cases, tasks_of
from autograder.authoring.shipping import shipped, shipped_files
from tests.this_course import TASKS

ROOT = Path(__file__).resolve().parent.parent
RELEASE = ROOT / "release"
NOTEBOOKS = {"part1": "feature_attribution.ipynb", "part1_homework": "baselines.ipynb", "part2": "can_you_trust_the_map.ipynb"}

AUTOGRADED = {
    "part1": {
        "pre_processing": 4,
        "predict": 3,
        "backprop": 4,
        "saliency_map": 2,
        "vgg_hook": 6,
        "pool_gradients": 3,
        "grad_cam_heatmap": 4,
        "integrated_gradients": 6,
        "random_baseline": 3,
    },
    "part1_homework": {"blurred_baseline": 3, "max_distance_baseline": 3},
    "part2": {
        "randomised": 4,
        "rank_correlation": 3,
        "guided_backprop": 4,
        "mass_density": 2,
        "occlusion": 4,
        "deletion_curve": 3,
        "cue_effect": 3,
        "paired_interval": 3,
        "fool": 10,
    },
}
WRITTEN = {
    "part1": {"vgg_architecture": 3, "input_output_dimensions": 2, "saturation": 2},
    "part1_homework": {"why_integrated_gradients": 4, "role_of_the_baseline": 4, "alternative_baselines": 4},
    "part2": {"which_map_was_right": 3, "failed_and_useful": 3, "effect_with_interval": 3},
}
FIGURES = {"part1": {}, "part1_homework": {"compare_baselines": 6}, "part2": {}}

each_assignment = pytest.mark.parametrize("assignment", NOTEBOOKS)


def folder(assignment: str) -> Path:
    path = RELEASE / assignment
    assert path.is_dir(), f"there is no {path.relative_to(ROOT)}: make build"
    return path


def files(assignment: str) -> dict[str, Path]:
    """All that is released, by its path; what Python or Jupyter leave behind when a file is used is not."""
    found = (path for path in folder(assignment).rglob("*") if path.is_file())
    kept = (path for path in found if not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts))
    return {path.relative_to(folder(assignment)).as_posix(): path for path in kept}


def notebook(assignment: str) -> NotebookNode:
    return nbformat.read(folder(assignment) / NOTEBOOKS[assignment], as_version=4)


@cache
def prose(assignment: str) -> str:
    """All the cells' texts."""
    return "\n".join(cell.source for cell in notebook(assignment).cells)


@cache
def text(assignment: str) -> str:
    """All that is released and can be read."""
    readable = (path for path in files(assignment).values() if path.suffix in (".ipynb", ".py", ".json", ".md"))
    return prose(assignment) + "\n".join(path.read_text(encoding="utf-8") for path in readable)


def marks(cell: NotebookNode) -> dict:
    return cell.metadata.get("nbgrader", {})


# --- complete ------------------------------------------------------------------------------------------------------


@each_assignment
def test_it_holds_the_notebook_the_lab_and_the_public_data_and_no_more(assignment):
    expected = set(shipped_files(assignment)) | {NOTEBOOKS[assignment]}
    assert files(assignment).keys() == expected, "make build"


def test_data_of_an_assignment_of_its_own_goes_out_with_that_one_alone():
    names = [
        "data/public/only/exam/riddles.npz",
        "data/public/only/exam/more/deep.npz",
        "data/public/only/part1/own.npz",
        "lab/x.py",
    ]
    assert shipped("part1", names) == ["data/public/only/part1/own.npz", "lab/x.py"]
    assert shipped("part1_homework", names) == ["lab/x.py"]
    own = [(assignment, name) for assignment in NOTEBOOKS for name in files(assignment) if name.startswith("data/public/only/")]
    assert own
    assert all(name.startswith(f"data/public/only/{assignment}/") for assignment, name in own)


@each_assignment
def test_it_has_weights_images_and_fingerprints(assignment):
    names = {path.name for path in files(assignment).values()}
    assert {"pocket_vgg19.pt", "pocket_vgg19.json", "cat.png", "check.py"} <= names


ALONE = """
import sys
from pathlib import Path

root, here = Path(sys.argv[1]), Path.cwd()
sys.path = ["", *(entry for entry in sys.path if entry and Path(entry).resolve() not in (root, here))]
sys.meta_path = [finder for finder in sys.meta_path if "editable" not in repr(finder).lower()]


class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("autograder", "reference_solutions", "tests", "benchmarks"):
            raise AssertionError(f"{name} was asked for")


sys.meta_path.insert(0, Wall())
from lab import cases, images, models, scenes, show
from selfcheck import observe
from selfcheck.check import check

assert all(Path(module.__file__).resolve().is_relative_to(here) for module in (cases, images, models, show, scenes))
assert len(models.load_vgg19().features) == 37
assert images.load_image("cat").shape == (224, 224, 3)


{answer}


check("{task}")
check("{other}")
"""
ALONE_IN = {  # a right answer to a task, and a task that is not filled in
    "part1": ("saliency_map", "predict", "def saliency_map(gradients):\n    return abs(gradients).max(axis=2)"),
    "part1_homework": (
        "max_distance_baseline",
        "blurred_baseline",
        "def max_distance_baseline(img):\n    return 255.0 * (img < 127.5)",
    ),
    "part2": (
        "mass_density",
        "occlusion",
        "def mass_density(map, mask):\n    if not mask.any():\n        raise ValueError\n"
        "    return float(abs(map)[mask].mean() / (abs(map).mean() or 1))",
    ),
}


@each_assignment
def test_its_lab_works_alone(assignment):
    """In its own folder, without this repository on the path, behind a wall before all that is held back."""
    task, other, answer = ALONE_IN[assignment]
    program = ALONE.replace("{answer}", answer).replace("{task}", task).replace("{other}", other)
    done = subprocess.run(
        [sys.executable, "-B", "-W", "error", "-c", program, str(ROOT)],
        cwd=folder(assignment),
        env={"LAB_NETWORK": "pocket", "PATH": "", "MPLBACKEND": "agg"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    first, *lines, second = done.stdout.splitlines()
    assert first.startswith(f"✓ {task}: right")
    assert lines and {line[2] for line in lines} == {"✓"}
    assert second.startswith(f"✗ {other}: nothing called {other} is defined yet")


# --- no solution ---------------------------------------------------------------------------------------------------


def solution_lines() -> Iterator[tuple[str, str]]:
    """(task, line) of what stands between BEGIN and END SOLUTION, without comments.

    Short lines say nothing, and the head of a loop or of a condition alone is no solution: given cells have the same.
    """
    for path in (ROOT / "reference_solutions" / "cells").glob("*.py"):
        parts = re.findall(r"### BEGIN SOLUTION(.*?)### END SOLUTION", path.read_text(encoding="utf-8"), re.S)
        for line in "\n".join(parts).splitlines():
            code = line.partition("  #")[0].strip()
            if len(code) > 15 and not code.endswith(":"):
                yield path.stem, code


def test_there_are_solutions_to_look_for():
    assert {task for task, _ in solution_lines()} >= {"predict", "integrated_gradients", "grad_cam_heatmap", "compare_baselines"}


@each_assignment
def test_no_line_of_a_solution_is_in_the_notebook(assignment):
    assert [(task, line) for task, line in solution_lines() if line in prose(assignment)] == []


@each_assignment
def test_no_mark_of_a_solution_or_a_hidden_test_is_left(assignment):
    assert re.findall("(?:BEGIN|END) SOLUTION|HIDDEN|MARK SCHEME|Model answer|weak answer", prose(assignment)) == []


@each_assignment
def test_no_model_answer_is_in_it(assignment):
    written = (ROOT / "reference_solutions" / "written").glob("*.md")
    lines = {line.strip() for path in written for line in path.read_text(encoding="utf-8").splitlines() if len(line.strip()) > 40}
    assert len(lines) > 50
    assert {line for line in lines if line in prose(assignment)} == set()


@each_assignment
def test_no_file_of_the_rooms_that_are_held_back_is_in_it(assignment):
    kept_back = [
        path
        for room in ("reference_solutions", "autograder", "data/held_out", "tests")
        for path in (ROOT / room).rglob("*")
        if path.is_file() and path.stat().st_size > 200 and path.suffix != ".pyc"
    ]
    hashes = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in kept_back}
    released = {hashlib.sha256(path.read_bytes()).hexdigest(): name for name, path in files(assignment).items()}
    assert {released[found]: hashes[found] for found in hashes.keys() & released.keys()} == {}


@each_assignment
def test_nothing_released_imports_what_is_held_back(assignment):
    sources = [path.read_text(encoding="utf-8") for name, path in files(assignment).items() if name.endswith(".py")]
    sources.append("\n".join(cell.source for cell in notebook(assignment).cells if cell.cell_type == "code"))
    for source in sources:
        assert re.findall(r"^\s*(?:from|import)\s+(?:autograder|reference_solutions)\b", source, re.M) == []


# --- no hidden case ------------------------------------------------------------------------------------------------

SEEDED = ("noise", "values", "seed")


def seeds(recipe) -> set[int]:
    """All the seeds within a recipe."""
    if isinstance(recipe, dict):
        own = {value for key, value in recipe.items() if key in SEEDED}
        return own.union(*(seeds(value) for value in recipe.values()))
    return set().union(*map(seeds, recipe)) if isinstance(recipe, list) and recipe and isinstance(recipe[0], dict) else set()


def hidden_seeds() -> set[int]:
    return set().union(*(seeds(case.recipe) for task in TASKS for case in held_out_cases(task)))


def test_hidden_and_visible_cases_share_no_seed():
    assert len(hidden_seeds()) > 30
    assert hidden_seeds().isdisjoint(set().union(*(seeds(recipe) for task in TASKS.values() for recipe in task.visible)))


@each_assignment
def test_no_hidden_seed_is_in_it(assignment):
    makers = "noise|small|linear|polynomial|scaled_vgg|drifting|tensor|dim|bright|default_rng|Small|Linear|Polynomial|Drifting"
    makers += "|layered|wide|without_relu|relu_twice|map_noise|scenes"
    found = re.findall(rf"""(?:(?:{makers})\(|["'](?:{"|".join(SEEDED)})["']: ?)(\d+)""", text(assignment))
    assert {int(seed) for seed in found} & hidden_seeds() == set()


@each_assignment
def test_no_hidden_recipe_is_in_it(assignment):
    without_spaces = re.sub(r"\s", "", text(assignment))
    for task in TASKS:
        for case in held_out_cases(task):
            assert re.sub(r"\s", "", json.dumps(case.recipe)) not in without_spaces, task
            for part in (value for value in case.recipe.values() if isinstance(value, dict) and "pixels" in value):
                assert re.sub(r"\s", "", json.dumps(part["pixels"][0]))[1:-1] not in without_spaces, task


@each_assignment
def test_no_source_of_the_rubric_is_in_it(assignment):
    rubric = [path.read_text(encoding="utf-8") for path in (ROOT / "autograder" / "rubric").glob("*.py")]
    checks = [node for source in rubric for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    names = {check.name for check in checks if check.name.startswith("test_")}
    lines = {line.strip() for check in checks if check.name in names for line in ast.unparse(check).splitlines()}
    lines = {line for line in lines if len(line) > 40 and not line.startswith(('"""', "raise"))}
    assert len(lines) > 50
    assert {name for name in names if f"def {name}" in text(assignment)} == set()
    assert {line for line in lines if line in text(assignment)} == set()


@each_assignment
def test_the_rubric_s_sentences_are_what_the_student_s_check_says(assignment):
    """And they stand nowhere else."""
    sentences = {" ".join((check.__doc__ or "").split()) for task in tasks_of(assignment) for check in checks_of(task)}
    prints = json.loads(
        (folder(assignment) / "data" / "public" / "fingerprints" / f"{assignment}.json").read_text(encoding="utf-8")
    )
    assert {told["sentence"] for task in prints.values() for told in task["checks"].values()} == sentences
    assert {sentence for sentence in sentences if sentence in prose(assignment)} == set()


# --- marks ---------------------------------------------------------------------------------------------------------


@each_assignment
def test_every_cell_has_the_marks_and_points_that_the_assignment_says(assignment):
    found = {
        marks(cell)["grade_id"]: (cell.cell_type, marks(cell)["solution"], marks(cell)["grade"], marks(cell).get("points"))
        for cell in notebook(assignment).cells
        if marks(cell).get("solution") or marks(cell).get("grade")
    }
    expected = dict.fromkeys(AUTOGRADED[assignment], ("code", True, False, None))
    expected |= {f"test_{task}": ("code", False, True, points) for task, points in AUTOGRADED[assignment].items()}
    expected |= {task: ("markdown", True, True, points) for task, points in WRITTEN[assignment].items()}
    expected |= {task: ("code", True, True, points) for task, points in FIGURES[assignment].items()}
    assert found == expected


@each_assignment
def test_a_tasks_check_follows_it_directly(assignment):
    ids = [marks(cell).get("grade_id") for cell in notebook(assignment).cells]
    for task in AUTOGRADED[assignment]:
        assert ids[ids.index(task) + 1] == f"test_{task}"
        assert (
            notebook(assignment).cells[ids.index(task) + 1].source == f'check("{task}")  # NameError? Run the cells above first.'
        )


@each_assignment
def test_tests_and_given_cells_are_locked_and_answers_are_not(assignment):
    for cell in notebook(assignment).cells:
        if marks(cell):
            assert marks(cell)["locked"] == (not marks(cell)["solution"]), cell.id
            assert marks(cell)["schema_version"] == 3
            assert marks(cell)["task"] is False


@each_assignment
def test_a_solution_cell_says_what_is_to_be_written(assignment):
    for cell in notebook(assignment).cells:
        if marks(cell).get("solution"):
            code = cell.cell_type == "code"
            assert ("YOUR CODE HERE" if code else "YOUR ANSWER HERE") in cell.source, cell.id
            assert ("raise NotImplementedError()" in cell.source) == code, cell.id


@each_assignment
def test_there_are_no_outputs(assignment):
    for cell in notebook(assignment).cells:
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None), cell.id


@each_assignment
def test_cell_ids_are_stable_and_their_own(assignment):
    """From the task and the role, never from a clock."""
    cells = notebook(assignment).cells
    assert len({cell.id for cell in cells}) == len(cells)
    for cell in cells:
        assert cell.id == marks(cell)["grade_id"] if marks(cell) else re.fullmatch(r"text-\d{3}|own_\w+", cell.id), cell.id


@each_assignment
def test_it_is_a_valid_notebook_for_any_kernel_called_python3(assignment):
    nbformat.validate(notebook(assignment))
    assert notebook(assignment).metadata.kernelspec.name == "python3"


@each_assignment
def test_no_points_are_left_to_be_filled_in(assignment):
    assert "{points:" not in text(assignment)
