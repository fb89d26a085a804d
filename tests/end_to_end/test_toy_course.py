"""A course of another subject, with NumPy alone, is built, released, checked, graded, reported and regraded by the same engine.

The real course is graded beside it from the same environment, each in processes of its own.
"""

import html
import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.layout import SHIPPED
from tests.end_to_end import toy

# Python in a folder that has what a student has: whatever else is imported, the engine's other half for one, is refused.
WALLED = """
import json, sys
from pathlib import Path
sys.path.insert(0, "")
class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {refused}:
            raise ImportError(f"{{name}} is nothing that a student has")
sys.meta_path.insert(0, Wall())
notebook = json.loads(Path("line_fit.ipynb").read_text(encoding="utf-8"))
names, answers = {{"__name__": "__main__"}}, {answers}
for cell in notebook["cells"]:
    if cell["cell_type"] == "code":
        grade_id = cell["metadata"].get("nbgrader", {{}}).get("grade_id")
        exec(answers.get(grade_id, "".join(cell["source"])), names)
import lab, selfcheck
assert Path.cwd() in Path(lab.__file__).parents and Path.cwd() in Path(selfcheck.__file__).parents
print("LOADED", *sorted({{name.partition(".")[0] for name in sys.modules}}))
"""
LOOKS_AROUND = """
def fit_line(x, y):
    import sys
    found = {refused} & {{name.partition(".")[0] for name in sys.modules}}
    assert not found, f"this kernel has loaded {{found}}"
    return tuple(np.polyfit(x, y, 1))
"""
RIGHT = {
    "fit_line": toy.sample("full_marks/lstsq", "fit_line"),
    "bootstrap_slopes": toy.sample("full_marks/randint", "bootstrap_slopes"),
}
WRONG = {
    "fit_line": toy.sample("wrong/no_intercept", "fit_line"),
    "bootstrap_slopes": toy.sample("wrong/shuffled", "bootstrap_slopes"),
}
CLASS = {
    "ada": RIGHT | {"fit_line": LOOKS_AROUND.format(refused={*toy.HEAVY, "reference_solutions", "rubric", "misconceptions"})},
    "ben": WRONG,
    "cleo": RIGHT | {"fit_line": WRONG["fit_line"]},
}
POINTS = {"ada": (2.5, 4), "ben": (0.5, 2), "cleo": (0.5, 4)}  # of 2.5 and 4

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Path:
    """A copy of the course, built and released; nothing is submitted."""
    course = toy.copy_of(toy.TOY, tmp_path_factory.mktemp("toy") / "course")
    toy.built_and_released(course, toy.trap(course.with_name("trap")))
    return course


@pytest.fixture(scope="module")
def graded(released) -> subprocess.CompletedProcess:
    """What `autograder grade` says of three students, while a notebook of the real course is judged beside it."""
    for student, answers in CLASS.items():
        toy.submit(released, student, answers)
    beside = toy.started("autograder.cli", "check", real_submission(released.parent), course=toy.ROOT)
    done = toy.autograder("grade", toy.NAME, "--verbose", course=released, trapped=released.with_name("trap"))
    real = toy.ended(beside)
    assert real.returncode == 0, real.stderr
    assert "blurred_baseline: 3 of 3 points" in real.stdout
    assert "fit_line" not in real.stdout
    assert done.returncode == 0, done.stderr
    return done


def real_submission(folder: Path) -> Path:
    """A notebook of the real course in which one task is right and the others are as they were released."""
    notebook = nbformat.read(toy.ROOT / "release" / "part1_homework" / "baselines.ipynb", as_version=4)
    answer = toy.ROOT / "tests" / "submissions" / "full_marks" / "blurred_baseline"
    (cell,) = (c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "blurred_baseline")
    cell.source = next(iter(sorted(answer.glob("*.py")))).read_text(encoding="utf-8")
    nbformat.write(notebook, folder / "baselines.ipynb")
    return folder / "baselines.ipynb"


def points_in(course: Path) -> dict[str, tuple[float, ...]]:
    """Student -> the points of both tasks, from results.json."""
    rows = json.loads((course / "reports" / toy.NAME / "results.json").read_text(encoding="utf-8"))
    rows = rows["rows"] if isinstance(rows, dict) else rows
    found = {(row["student"], row["task"]): row["points"] for row in rows}
    return {student: (found[student, "fit_line"], found[student, "bootstrap_slopes"]) for student in CLASS}


# --- without torch ---------------------------------------------------------------------------------------------------


def test_nobody_has_asked_for_torch(released, graded):
    """Neither lint, build and release nor grading and its workers; the submitted code has looked around in its kernel."""
    log = Path(f"{released.with_name('trap')}.log")
    assert not log.exists(), log.read_text(encoding="utf-8")
    assert points_in(released)["ada"] == POINTS["ada"]


def test_the_trap_sees_an_import(tmp_path):
    trapped = toy.trap(tmp_path / "trap")
    done = subprocess.run([sys.executable, "-c", "import torch"], env=toy.environment(trapped), capture_output=True, check=False)
    assert done.returncode == 1
    assert Path(f"{trapped}.log").read_text(encoding="utf-8").startswith("torch ")


# --- what a student has ----------------------------------------------------------------------------------------------


def as_a_student(released: Path, folder: Path, answers: dict[str, str]) -> subprocess.CompletedProcess:
    """The notebook's cells run from top to bottom in a folder that holds the release and nothing else."""
    shutil.copytree(released / "release" / toy.NAME, folder)
    refused = {*toy.OTHER_SUBJECTS, *toy.NOT_FOR_STUDENTS}
    program = WALLED.format(refused=refused, answers=repr(answers))
    return subprocess.run(
        [sys.executable, "-c", program], cwd=folder, env={"PATH": ""}, capture_output=True, text=True, check=False
    )


def test_the_students_check_works_in_the_release_alone_with_numpy(released, tmp_path):
    done = as_a_student(released, tmp_path / "alone", RIGHT)
    assert done.returncode == 0, done.stderr
    assert "✓ fit_line" in done.stdout
    assert "✓ bootstrap_slopes" in done.stdout
    loaded = set(done.stdout.rpartition("LOADED ")[2].split())
    assert {"numpy", "lab", "selfcheck"} <= loaded
    assert loaded & {*toy.OTHER_SUBJECTS, *toy.NOT_FOR_STUDENTS} == set()


def test_the_students_check_says_what_is_wrong(released, tmp_path):
    done = as_a_student(released, tmp_path / "alone", WRONG)
    assert done.returncode == 0, done.stderr
    assert "✗ fit_line: slope: got" in done.stdout
    assert "Does your line have to pass through (0, 0)?" in done.stdout
    assert "✗ The slopes spread as drawing n of n points with replacement makes them." in done.stdout


def test_the_release_holds_this_course_and_no_answer(released):
    folder = released / "release" / toy.NAME
    top = {path.name for path in folder.iterdir()}
    assert top == {"line_fit.ipynb", *(name.partition("/")[0] for name in SHIPPED)}
    text = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.suffix in (".py", ".ipynb"))
    assert "polyfit(x, y, 1)\n" not in (folder / "line_fit.ipynb").read_text(encoding="utf-8")
    assert "HELD_OUT" not in text
    assert "baseline" not in text


# --- what an instructor does -----------------------------------------------------------------------------------------


def test_nothing_is_missing_in_the_course(released):
    done = toy.autograder("lint", course=released)
    slow = "trying the tasks: "  # how far it is, on a machine that takes more than a moment
    assert (done.returncode, [line for line in done.stderr.splitlines() if not line.startswith(slow)]) == (0, [])


def test_one_notebook_is_judged_without_a_gradebook(released):
    path = toy.submit(released, "judged_alone", WRONG)
    done = toy.autograder("check", path, course=released)
    shutil.rmtree(path.parent.parent)
    assert "fit_line: 0.5 of 2.5 points" in done.stdout, done.stderr
    assert "Hint: Does your line have to pass through (0, 0)?" in done.stdout


def test_each_student_gets_what_the_answers_are_worth(released, graded):
    assert points_in(released) == POINTS
    assert "through the origin" in graded.stdout
    assert "without replacement" in graded.stdout


def test_the_report_names_tasks_and_mistakes(released, graded):
    done = toy.autograder("report", toy.NAME, course=released)
    assert done.returncode == 0, done.stderr
    page = (released / "reports" / toy.NAME / "report.html").read_text(encoding="utf-8")
    assert all(word in page for word in ("fit_line", "bootstrap_slopes", "through the origin", "cleo"))


def test_the_feedback_page_has_sentences_and_hints(released, graded):
    done = toy.nbgrader("generate_feedback", toy.NAME, course=released)
    assert done.returncode == 0, done.stderr
    page = html.unescape((released / "feedback" / "cleo" / toy.NAME / "line_fit.html").read_text(encoding="utf-8"))
    assert "The slope is that of the line with the least sum of squared vertical distances." in page
    assert "Does your line have to pass through (0, 0)?" in page
    assert "is worth 2 points" not in page


def test_solved_notebooks_need_no_figure(released):
    done = toy.autograder("solutions", course=released)
    assert done.returncode == 0, done.stderr
    assert done.stdout.rstrip().endswith("line_fit.html, no figures")


# --- a changed rubric ------------------------------------------------------------------------------------------------


@pytest.fixture
def changed(released, graded, tmp_path) -> Path:
    """A clone of the graded course, in which the slope is worth two points more."""
    course = toy.copy_of(released, tmp_path / "changed")
    toy.replace(course / "rubric" / "test_fit_line.py", "points(1)\ndef test_slope", "points(3)\ndef test_slope")
    return course


def test_points_that_disagree_are_refused_in_one_line_and_two_commands_mend_it(changed):
    done = toy.autograder("grade", toy.NAME, course=changed)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 2
    assert "fit_line (rubric 4.5, release 2.5" in line
    assert "`autograder build` and then `nbgrader generate_assignment regression --force`" in line
    toy.built_and_released(changed)
    preview = toy.autograder("diff", toy.NAME, course=changed)
    assert "2.5" in preview.stdout, preview.stderr
    assert "4.5" in preview.stdout
    assert points_in(changed)["ada"] == (2.5, 4), "diff has written something"
    done = toy.autograder("grade", toy.NAME, "--verbose", course=changed)
    assert done.returncode == 0, done.stderr
    assert points_in(changed) == {"ada": (4.5, 4), "ben": (0.5, 2), "cleo": (0.5, 4)}


# --- several courses -------------------------------------------------------------------------------------------------


def test_the_course_that_is_named_is_the_one_that_is_used(released, graded, tmp_path):
    """A clone whose slope may be anything: graded from the other clone's directory, by its own rubric."""
    clone = toy.copy_of(released, tmp_path / "clone")
    toy.replace(clone / "rubric" / "test_fit_line.py", "Tolerance(1e-6", "Tolerance(1e6")
    words = ("grade", toy.NAME, "--verbose", "--dry-run", "--force", "--student", "cleo")
    here, there = (toy.autograder(*words, *more, course=released) for more in ((), ("--course", clone)))
    assert "0.5 of 2.5" in here.stdout, here.stderr
    assert "2.5 of 2.5" in there.stdout, there.stderr


def test_a_directory_above_or_below_the_course_is_found_or_refused(released, graded, tmp_path):
    below = toy.autograder("lint", course=released / "lab" / "tasks")
    assert below.returncode == 0, below.stderr
    refused = toy.autograder("grade", toy.NAME, "--course", tmp_path, course=released)
    (line,) = refused.stderr.splitlines()
    assert (refused.returncode, line) == (
        2,
        f"autograder: {tmp_path} is no course: it has no nbgrader_config.py. Name one with --course DIR",
    )


def test_another_courses_modules_are_refused_once_some_are_loaded(released):
    program = f"""
from pathlib import Path
from autograder.assignments import declaration, use_course
use_course(Path({str(released)!r}))
print(declaration("fit_line").defines)
use_course(Path({str(toy.ROOT)!r}))
"""
    done = subprocess.run([sys.executable, "-c", program], env=toy.environment(), capture_output=True, text=True, check=False)
    assert done.stdout == "fit_line\n"
    (last,) = done.stderr.splitlines()[-1:]
    assert last.startswith(f"ValueError: {toy.ROOT} cannot be used here: this process has loaded {released.resolve()}/lab/")
    assert last.endswith("which is another course's; start a new one")


# --- its samples -----------------------------------------------------------------------------------------------------


def test_its_samples_are_judged_fairly(released):
    done = toy.autograder("audit", "samples", course=released)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("4 of 4") == 2


def test_its_demo_keeps_its_promises(released):
    done = toy.autograder("demo", course=released)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Every sample got the points that its name promises." in done.stdout


def test_a_course_without_a_class_has_no_demo(released, tmp_path):
    course = toy.copy_of(released, tmp_path / "course")
    (course / "tests" / "submissions" / "classes.toml").unlink()
    done = toy.autograder("demo", course=course)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 2
    assert line.startswith(f"autograder: this course has no demo: there is no {course}/tests/submissions/classes.toml")


def test_a_course_without_conditions_has_no_evidence_for_tolerances(released):
    done = toy.autograder("audit", "tolerances", course=released)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 2
    assert "has no reference_solutions/conditions.py" in line
