"""A notebook that is right as it was submitted has full marks by whatever door it comes: all of them ask in both worlds."""

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.build import write_release, write_source
from autograder.authoring.sample_class import Student, fill
from autograder.commands.demo import new_course
from autograder.gradebook.grading_run import grade
from autograder.gradebook.nbgrader_course import Course
from autograder.notebooks.cells import grade_id_of
from autograder.reports.gradescope import main as gradescope
from autograder.reports.results import verdicts_in
from autograder.workers.pool import WorkerPool
from tests.grading.field_notebooks import above, answer, below, on_top

ROOT = Path(__file__).resolve().parents[2]
HOMEWORK, NOTEBOOK = "part1_homework", "baselines"
TASKS = ("blurred_baseline", "max_distance_baseline")
pytestmark = pytest.mark.slow


def field_notebook(release: Path) -> nbformat.NotebookNode:
    """Right from top to bottom: one task through `globals()` and a container, the other put right below, lines of the place."""
    notebook = fill(nbformat.read(release, as_version=4), Student("ada"), 0)
    for task in TASKS:
        source = notebook.cells[next(n for n, cell in enumerate(notebook.cells) if grade_id_of(cell) == task)].source
        above(notebook, task, f"table_{task} = {{}}", source.replace(f"def {task}(", "def right("), f"table_{task}['f'] = right")
        answer(notebook, task, f"def {task}(*arguments):\n    return None")
        below(notebook, task, f"def {task}(*arguments):\n    return globals()['table_{task}']['f'](*arguments)")
        on_top(notebook, task, "import not_here, os\n%load_ext not_here_either")
    return notebook


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Course:
    made = new_course(tmp_path_factory.mktemp("doors"))
    write_source(HOMEWORK, made.root)
    write_release(HOMEWORK, made)
    notebook = field_notebook(made.root / "release" / HOMEWORK / f"{NOTEBOOK}.ipynb")
    for student in ("ada", "bob", "cem"):
        folder = made.folder("submitted", student, HOMEWORK)
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{NOTEBOOK}.ipynb")
    return made


def submitted(course: Course) -> Path:
    return course.folder("submitted", "ada", HOMEWORK) / f"{NOTEBOOK}.ipynb"


@pytest.mark.parametrize("pool", [WorkerPool(workers=0), WorkerPool(workers=2)], ids=["in this process", "by workers"])
def test_autograder_grade(pool, course):
    grade(course, HOMEWORK, again=True, pool=pool)
    rows = json.loads((course.root / "reports" / HOMEWORK / "results.json").read_text())
    assert len(rows) == 6
    assert {(row["status"], row["world"]) for row in rows} == {("passed", "notebook")}


def test_nbgraders_own_command(course):
    done = course.autograde(HOMEWORK, "bob")
    assert done.success, done.log
    verdicts = verdicts_in(course.folder("autograded", "bob", HOMEWORK) / f"{NOTEBOOK}.ipynb")
    assert {verdict.status for verdict in verdicts} == {"passed"}
    with course.gradebook() as gradebook:
        points = gradebook.find_submission(HOMEWORK, "bob")
        assert sum(grade.auto_score or 0 for notebook in points.notebooks for grade in notebook.grades) == sum(
            verdict.max_points for verdict in verdicts
        )


def test_autograder_check(course):
    said = subprocess.run(
        [sys.executable, "-m", "autograder.cli", "check", submitted(course)], capture_output=True, text=True, cwd=ROOT
    )
    assert "✗" not in said.stdout
    assert all(task in said.stdout for task in TASKS), said.stderr


def test_pytest_on_the_rubric(course):
    command = [sys.executable, "-m", "pytest", "-q", "autograder/rubric", "--submission", submitted(course)]
    said = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert said.returncode == 0, said.stdout[-2000:]
    assert "passed" in said.stdout


def test_gradescope(course, tmp_path):
    results = tmp_path / "results.json"
    gradescope([HOMEWORK, str(submitted(course).parent), str(results)])
    tests = json.loads(results.read_text())["tests"]
    assert tests
    assert all(test["score"] == test["max_score"] for test in tests)
