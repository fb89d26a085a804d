"""What is missing or does not fit in a course is found in one pass, named with its place, before anything is built."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder import cli
from autograder.authoring import build, lint
from tests.this_course import ROOT

FOLDERS = ("lessons", "lab/tasks", "reference_solutions", "autograder/rubric", "autograder/misconceptions")
HOMEWORK = "lessons/part1_homework/baselines.py"
TASK = "blurred_baseline"


@pytest.fixture
def course(tmp_path) -> Path:
    """The files of this course that are looked at."""
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.ipynb", "*.html"))
    return tmp_path


def replaced(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Writes something else into a file of the course."""

    def change(course: Path) -> None:
        text = (course / name).read_text(encoding="utf-8")
        assert old in text
        (course / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def removed(name: str) -> Callable[[Path], None]:
    return lambda course: (course / name).unlink()


RUBRIC = f"autograder/rubric/test_{TASK}.py"
FAULTS = {
    "a role misspelt": (
        replaced(HOMEWORK, f'test="{TASK}"', f'tset="{TASK}"'),
        [f'tset="{TASK}" is no role', f'has no cell test="{TASK}"'],
    ),
    "an unknown word beside a role": (replaced(HOMEWORK, "illustration=true", "ilustration=true"), ["ilustration"]),
    "a solution without a test": (replaced(HOMEWORK, f'# %% test="{TASK}"\n', ""), [f'solution="{TASK}" has no cell test']),
    "a test without a solution": (replaced(HOMEWORK, f'# %% solution="{TASK}"\n', ""), [f'test="{TASK}" has no cell solution']),
    "a name twice": (replaced(HOMEWORK, 'given="', f'solution="{TASK}"\n# %% given="'), ["more than one cell"]),
    "a task in two assignments": (
        replaced(HOMEWORK, f'test="{TASK}"', 'test="predict"'),
        ["predict is tested in lessons/part1/"],
    ),
    "points in words": (replaced(HOMEWORK, f"({{points:{TASK}}} points)", "(4 points)"), ["in words"]),
    "points of nothing": (replaced(HOMEWORK, f"{{points:{TASK}}}", "{points:blured}"), ["{points:blured} names nothing"]),
    "no task": (removed(f"lab/tasks/{TASK}.py"), [f"{TASK} lacks its task (lab/tasks/{TASK}.py)"]),
    "no reference": (removed(f"reference_solutions/{TASK}.py"), [f"{TASK} lacks its reference"]),
    "no solved cell": (removed(f"reference_solutions/cells/{TASK}.py"), [f"{TASK} lacks its solved cell"]),
    "no rubric": (removed(RUBRIC), [f"{TASK} lacks its rubric"]),
    "no mistakes": (removed(f"autograder/misconceptions/{TASK}.py"), [f"{TASK} lacks its mistakes"]),
    "a marker of points gone": (replaced(RUBRIC, "@pytest.mark.points(1)\n", ""), ["needs one line @pytest.mark.points(N)"]),
    "a marker misspelt": (
        replaced(RUBRIC, "@pytest.mark.points(1)", "@pytest.mark.point(1)"),
        ["needs one line @pytest.mark.points(N)"],
    ),
    "points that are a text": (replaced(RUBRIC, "@pytest.mark.points(1)", '@pytest.mark.points("one")'), ["with a number"]),
    "no held-out cases": (replaced(RUBRIC, "HELD_OUT", "HELD"), ["no HELD_OUT"]),
    "a check that is called otherwise in the task": (replaced(f"lab/tasks/{TASK}.py", "soft_blur", "soft_blurr"), ["soft_blurr"]),
    "a rubric that is no Python": (replaced(RUBRIC, "import", "imp ort"), ["no Python"]),
    "a solution that would go out": (
        replaced(f"reference_solutions/cells/{TASK}.py", "### BEGIN SOLUTION", ""),
        ["students would get it"],
    ),
    "no requirements": (replaced(RUBRIC, "REQUIREMENTS", "REQUIRED"), ["no REQUIREMENTS"]),
    "a prompt that asks for more": (
        replaced(HOMEWORK, "# - Any usual treatment", "# - Your code must not use a loop.\n# - Any usual treatment"),
        ["Your code must not use a loop.", "test it, or do not ask"],
    ),
    "a prompt that no longer asks": (
        replaced(HOMEWORK, "each colour channel blurred on its own", "blurred"),
        ['the prompt does not say "each colour channel blurred on its own"'],
    ),
    "a requirement tested by no check": (replaced(RUBRIC, '("soft_blur", 102)', '("softer_blur", 102)'), ["softer_blur"]),
    "a requirement tested on no case": (replaced(RUBRIC, '("soft_blur", 102)', '("soft_blur", 160)'), ["on case 160"]),
    "requirements that are no table": (replaced(RUBRIC, '("soft_blur", 102)', '"soft_blur"'), ["REQUIREMENTS cannot be read"]),
    "no marking guide": (
        removed("reference_solutions/written/role_of_the_baseline.md"),
        ["role_of_the_baseline is graded by a person"],
    ),
    "a guide without points": (
        replaced("reference_solutions/written/role_of_the_baseline.md", "<!-- points: 4", "<!-- 4"),
        ["first line"],
    ),
    "a figure without points": (
        replaced("reference_solutions/cells/compare_baselines.py", "# points: 6", "# six"),
        ["first line"],
    ),
}


def test_this_course_has_no_fault():
    assert lint.faults() == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_and_its_place_is_named(name, course):
    change, words = FAULTS[name]
    change(course)
    found = lint.faults(course)
    assert found
    assert all(any(word in line for line in found) for word in words), found
    assert all("\n" not in line for line in found)


def test_several_faults_are_found_in_one_pass(course):
    for name in ("no reference", "a guide without points", "a figure without points"):
        FAULTS[name][0](course)
    assert len(lint.faults(course)) == 3


def test_a_task_that_no_lesson_has_is_told_and_no_fault(course):
    (course / "lab" / "tasks" / "orphan.py").touch()
    assert lint.faults(course) == []
    (note,) = lint.untested(course)
    assert note.startswith("lab/tasks/orphan.py: no lesson has a cell")


def test_the_command_says_so_and_ends_with_1(monkeypatch, capsys):
    assert cli.main(["lint", "--quick"]) == 0
    monkeypatch.setattr(lint, "faults", lambda: ["this does not fit"])
    assert cli.main(["lint", "--quick"]) == 1
    assert capsys.readouterr().out == "nothing is missing, and all of it fits\nthis does not fit\nto be fixed: 1\n"


def test_a_course_with_a_fault_is_not_built(monkeypatch):
    monkeypatch.setattr(build, "faults", lambda: ["this does not fit"])
    monkeypatch.setattr(build, "fingerprints_since", lambda assignment, before: pytest.fail("it began all the same"))
    with pytest.raises(ValueError, match="nothing was built; this is to be fixed first:\nthis does not fit"):
        build.build(quick=True)
