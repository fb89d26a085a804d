"""A task whose points follow from the student's id, in the toy course: the same marks for the same work, whoever did it."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from autograder.notebooks.cells import KEY, grade_id_of
from tests.end_to_end import toy

ASSIGNMENT, NOTEBOOK, TASK = "outliers", "own_points", "median_slope"
RIGHT = toy.sample("full_marks/loops", TASK)
HARD_CODED = "def median_slope(x, y):\n    return {}"
CELL_BY_CELL = """
import sys
sys.path.insert(0, "")
names = {{"__name__": "__main__"}}
for cell in {cells!r}:
    exec(cell, names)
"""
VARIANTS = {"ada": 3, "ben": 5, "cleo": 4, "dan": 3}  # what follows from their ids, of five

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Path:
    """A copy of the course, built and released; nothing is submitted."""
    course = toy.copy_of(toy.TOY, tmp_path_factory.mktemp("variants") / "course")
    toy.built_and_released(course, assignment=ASSIGNMENT)
    return course


@pytest.fixture
def course(released, tmp_path) -> Path:
    return toy.copy_of(released, tmp_path / "course")


def notebook_of(course: Path, my_id: str, source: str) -> nbformat.NotebookNode:
    """The release with an id, written as Python, and an answer."""
    notebook = nbformat.read(course / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = source if grade_id_of(cell) == TASK else cell.source.replace('my_id = ""', f"my_id = {my_id}")
    return notebook


def submit(course: Path, student: str, my_id: str, source: str = RIGHT) -> Path:
    path = course / "submitted" / student / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook_of(course, my_id, source), path)
    return path


def graded(course: Path) -> tuple[dict[str, dict], str]:
    """Student -> the row of the task; and what was printed."""
    done = toy.autograder("grade", ASSIGNMENT, "--workers", "0", course=course)
    assert done.returncode == 0, done.stderr
    rows = json.loads((course / "reports" / ASSIGNMENT / "results.json").read_text(encoding="utf-8"))
    return {row["student"]: row for row in rows if row["task"] == TASK}, done.stdout


def asked(course: Path, student: str) -> int:
    """Which variant was asked, by the record."""
    text = (course / "autograded" / student / ASSIGNMENT / f"{NOTEBOOK}.ipynb").read_text(encoding="utf-8")
    return json.loads(text)["metadata"][KEY]["variants"][TASK]


def right_slope(course: Path, student: str) -> float:
    """What is right on the points that a student sees."""
    known = json.loads((course / "data/public/fingerprints" / f"{ASSIGNMENT}.json").read_text(encoding="utf-8"))
    return known[TASK]["variants"][VARIANTS[student] - 1]["cases"][0]["slope"]["value"]


def own_check(course: Path, my_id: str, source: str, folder: Path) -> str:
    """What a student reads who runs the notebook from the top in a folder that holds the release and nothing else."""
    shutil.copytree(course / "release" / ASSIGNMENT, folder)
    cells = [cell.source for cell in notebook_of(course, my_id, source).cells if cell.cell_type == "code"]
    program = CELL_BY_CELL.format(cells=cells)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, env={"PATH": ""}, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


# --- marks -----------------------------------------------------------------------------------------------------------


def test_the_same_work_has_the_same_marks_and_anothers_numbers_have_none(course):
    for student in VARIANTS:
        submit(course, student, f'"{student}"')
    submit(course, "cleo", '"cleo"', HARD_CODED.format(right_slope(course, "ada")))
    submit(course, "dan", '"dan"', HARD_CODED.format(right_slope(course, "dan")))
    rows, said = graded(course)
    assert {name: row["points"] for name, row in rows.items()} == {"ada": 3, "ben": 3, "cleo": 0, "dan": 0}
    assert [row["waits"] for row in rows.values()] == [""] * 4
    assert "note: " not in said
    assert {student: asked(course, student) for student in VARIANTS} == VARIANTS
    assert "graded now: 0" in graded(course)[1]


def test_a_changed_id_an_unknown_one_and_none(course):
    (course / "roster.csv").write_text("student,name\nada,Ada A\nben,Ben B\ncleo,Cleo C\n", encoding="utf-8")
    submit(course, "ada", '" ADA "')
    submit(course, "ben", '"ada"')
    submit(course, "cleo", '""')
    submit(course, "dan", '"dan"')
    rows, said = graded(course)
    assert [row["points"] for row in rows.values()] == [3, 3, 3, 3]
    assert (rows["ada"]["waits"], rows["cleo"]["waits"]) == ("", "")
    assert rows["ben"]["waits"] == "the notebook names the id 'ada', and was submitted by 'ben', whose variant was asked"
    assert rows["dan"]["waits"] == "'dan' is not in roster.csv"
    assert "note: ben: Variants that were asked: median_slope 5 of 5." in said
    assert "note: cleo: The notebook names no id (my_id); variants that were asked: median_slope 4 of 5." in said
    assert asked(course, "ben") == VARIANTS["ben"]
    (course / "roster.csv").write_text("student,name\nada,Ada A\nben,Ben B\ncleo,Cleo C\ndan,Dan D\n", encoding="utf-8")
    rows, said = graded(course)
    assert rows["dan"]["waits"] == ""
    assert "graded now: 1" in said


def test_who_hand_in_together_may_name_either(course):
    (course / "groups.csv").write_text("group,student\n1,ada\n1,ben\n", encoding="utf-8")
    for student in ("ada", "ben"):
        submit(course, student, '"ada"')
    rows, _ = graded(course)
    assert [(row["points"], row["waits"]) for row in rows.values()] == [(3, ""), (3, "")]
    assert asked(course, "ben") == VARIANTS["ada"]


# --- the course's own choice -----------------------------------------------------------------------------------------


def test_a_file_says_otherwise(course):
    for student in ("ada", "ben"):
        submit(course, student, f'"{student}"')
    graded(course)
    table = course / "variants.csv"
    table.write_text("student,assignment,task,variant\nBen,outliers,median_slope,1\n", encoding="utf-8")
    rows, said = graded(course)
    assert "graded now: 1" in said, "ben alone"
    assert (asked(course, "ada"), asked(course, "ben")) == (VARIANTS["ada"], 1)
    assert (rows["ben"]["points"], rows["ben"]["waits"]) == (3, "")
    assert 'asked variant 5 of median_slope, and the course\'s file gives 1: tell my_variant = {"median_slope": 1}.' in said
    submit(course, "ben", '"ben"\nmy_variant = {"median_slope": 1}')
    rows, said = graded(course)
    assert "note: ben" not in said
    submit(course, "ben", '"ben"\nmy_variant = {"median_slope": 2}')
    rows, _ = graded(course)
    assert rows["ben"]["waits"] == "the notebook says variant 2 of median_slope, and 'ben' has 1"
    table.write_text(table.read_text(encoding="utf-8") + "ada,outliers,median_slope,1\n", encoding="utf-8")
    assert graded(course)[1].count("variants.csv: ben and ada have the same variant 1 of median_slope, which has 5") == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ada,median_slope,1\nada,median_slope,2", "line 3: ada has two variants of median_slope"),
        ("ada,median,1", "line 2: there is no task 'median'; there are median_slope, fit_line, bootstrap_slopes"),
        ("ada,median_slope,first", "line 2: expected a student, a task and a variant's number from 1"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_before_anybody_is_graded(line, said, course):
    submit(course, "ada", '"ada"')
    (course / "variants.csv").write_text(f"student,task,variant\n{line}\n", encoding="utf-8")
    done = toy.autograder("grade", ASSIGNMENT, "--workers", "0", course=course)
    (told,) = done.stderr.splitlines()
    assert done.returncode == 2
    assert said in told


def test_a_variant_that_there_is_not_gives_no_marks(course):
    submit(course, "ada", '"ada"')
    (course / "variants.csv").write_text("student,task,variant\nada,median_slope,6\n", encoding="utf-8")
    done = toy.autograder("grade", ASSIGNMENT, "--workers", "0", course=course)
    assert done.returncode == 1
    assert "not judged: ValueError: the course's file gives ada variant 6 of median_slope, which has 5" in done.stdout


# --- the student's check ---------------------------------------------------------------------------------------------


def test_the_students_check_asks_what_the_grader_asks(course, tmp_path):
    for student in ("ada", "ben"):
        assert "✓ median_slope" in own_check(course, f'"{student}"', RIGHT, tmp_path / student)
    of_ada = HARD_CODED.format(right_slope(course, "ada"))
    assert "✗" not in own_check(course, '"Ada "', of_ada, tmp_path / "own"), "which held-out cases alone can tell"
    assert "✗ median_slope: slope: got" in own_check(course, '"ben"', of_ada, tmp_path / "of_another")
    given = own_check(course, '"ben"\nmy_variant = {"median_slope": 3}', of_ada, tmp_path / "given")
    assert "x, y" not in given
    assert "✗" not in given


def test_without_an_id_the_check_says_what_to_do(course, tmp_path):
    said = own_check(course, '""', RIGHT, tmp_path / "folder")
    assert said.splitlines()[-1].endswith(
        'first write your id in the cell my_id = "..." and run that cell, then this one: what you are asked follows from it.'
    )


# --- doors -----------------------------------------------------------------------------------------------------------


def test_doors_that_know_no_id_take_the_notebooks_and_say_so(course, tmp_path):
    path = submit(course, "cleo", '"ada"')
    said = "Judged as submitted by 'ada', the id that the notebook names; variants: median_slope 3 of 5."
    alone = toy.autograder("check", path, course=course)
    assert "median_slope: 3 of 3" in alone.stdout, alone.stderr
    assert f"note: {said}" in alone.stdout
    named = toy.autograder("check", path, "--student", "cleo", course=course)
    assert "waits for a person: the notebook names the id 'ada', and was submitted by 'cleo'" in named.stdout
    assert "median_slope 4 of 5" in named.stdout
    env = toy.environment() | {"AUTOGRADER_COURSE": str(course)}
    for more, note in (((), said), (("--student", "cleo"), "Variants that were asked: median_slope 4 of 5.")):
        command = [sys.executable, "-m", "pytest", "-q", "rubric", "--submission", str(path), *more]
        found = subprocess.run(command, cwd=course, env=env, capture_output=True, text=True, check=False)
        assert found.returncode == 0, found.stdout
        assert f"note: {note}" in found.stdout
    results = tmp_path / "results.json"
    command = [sys.executable, "-m", "autograder.reports.gradescope", ASSIGNMENT, str(path.parent), str(results)]
    subprocess.run(command, cwd=course, env=env, check=True)
    found = json.loads(results.read_text(encoding="utf-8"))
    assert found["output"] == said
    assert [test["score"] for test in found["tests"]] == [2, 1]


def test_nbgraders_own_command_asks_the_students_variant(course):
    submit(course, "ben", '"ada"')
    (course / "variants.csv").write_text("student,task,variant\nben,median_slope,2\n", encoding="utf-8")
    done = toy.nbgrader("autograde", ASSIGNMENT, course=course)
    assert done.returncode == 0, done.stderr
    assert asked(course, "ben") == 2
    assert "ben/outliers: The notebook names the id 'ada', and was submitted by 'ben'" in done.stderr


def test_gradescopes_zip_has_the_courses_choice(course, tmp_path):
    (course / "variants.csv").write_text("student,task,variant\nada,median_slope,2\n", encoding="utf-8")
    done = toy.autograder("export", "gradescope", ASSIGNMENT, "--output", tmp_path / "made.zip", course=course)
    assert done.returncode == 0, done.stderr
    assert "variants.csv" in zipfile.ZipFile(tmp_path / "made.zip").namelist()


def test_the_solved_notebook_names_an_id(course):
    done = toy.autograder("solutions", ASSIGNMENT, course=course)
    assert done.returncode == 0, done.stderr
    solved = (course / "reference_solutions" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").read_text(encoding="utf-8")
    assert "✓ median_slope" in solved


# --- the same difficulty ---------------------------------------------------------------------------------------------

EVERY_SAMPLE = """
import json, sys
from pathlib import Path
from autograder.assignments import use_course
use_course(Path(sys.argv[1]))
from autograder.assignments import all_cases, declaration
from autograder.audit.samples import samples
from autograder.judging.judge import judge_task
from selfcheck.observe import observe
found = {}
for outcome in ("full_marks", "wrong"):
    for path in samples(outcome, "median_slope"):
        names = {"__name__": "__main__"}
        exec("import numpy as np", names)
        exec(path.read_text(encoding="utf-8"), names)
        found[path.stem] = []
        for variant in range(1, len(declaration("median_slope").variants) + 1):
            verdict = judge_task("median_slope", list(observe(names, all_cases("median_slope", variant))), variant=variant)
            found[path.stem].append([verdict.points, verdict.misconception, [check.state for check in verdict.checks]])
print(json.dumps(found))
"""


def test_every_sample_has_the_same_verdict_with_all_variants(course):
    done = subprocess.run(
        [sys.executable, "-c", EVERY_SAMPLE, str(course)], env=toy.environment(), capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    assert len(found) == 6
    assert all(len(verdicts) == 5 for verdicts in found.values())
    assert {name: verdicts for name, verdicts in found.items() if any(one != verdicts[0] for one in verdicts)} == {}


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "lab/cases.py",
            "+= 25.0",
            '+= 25.0 * (own["seed"] != 12)',
            "least_squares gets 1 points with variant 2, {'seed': 12, 'slope': -0.8}, and 0 with variant 1",
        ),
        ("lab/tasks/median_slope.py", '{"seed": 13, "slope": 2.6}', '{"seed": 12, "slope": -0.8}', "variant 3, {'seed': 12"),
        ("lab/tasks/median_slope.py", '{"seed": 13, "slope": 2.6}', '{"seed": 13, "slope": 2.6, 1: 2}', "is no plain JSON"),
    ],
    ids=["another difficulty", "one twice", "no JSON"],
)
def test_lint_says_what_does_not_fit_in_variants(file, old, new, said, course):
    toy.replace(course / file, old, new)
    done = toy.autograder("lint", course=course)
    assert done.returncode == 1
    assert said in done.stdout


def test_a_course_without_variants_reads_no_list_and_keeps_no_word(course):
    toy.submit(course, "ada", {"fit_line": toy.sample("full_marks/lstsq", "fit_line")})
    (course / "variants.csv").write_text("no,table\nat,all\n", encoding="utf-8")
    done = toy.nbgrader("generate_assignment", toy.NAME, "--force", course=course)
    assert done.returncode == 0, done.stderr
    done = toy.autograder("grade", toy.NAME, "--workers", "0", course=course)
    assert done.returncode == 0, done.stderr
    text = (course / "autograded" / "ada" / toy.NAME / "line_fit.ipynb").read_text(encoding="utf-8")
    assert "variants" not in json.loads(text)["metadata"][KEY]
    assert os.path.exists(course / "reports" / toy.NAME / "results.json")
