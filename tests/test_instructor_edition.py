"""The instructor's edition is true: its worked example is carried out, its mistakes, points and minutes are the course's."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.assignments import assignments
from autograder.judging.points import max_points
from tests.carried_out import carry_out, contents, promised, steps, touched
from tests.this_course import CATALOGUE, TASKS

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
EDITION = ROOT / "docs" / "instructor"
PAGE = EDITION / "new-task.md"

# Run in the changed copy: what the build makes of the lesson, what the judge says of the reference and of the wrong variants.
TRIED = """
import json

import numpy

from autograder.authoring.build import build_notebook
from autograder.judging.judge import judge
from autograder.authoring.fingerprints import of_task
from autograder.assignments import all_cases, reference, solved_cell
from autograder.authoring.trial import tried
from autograder.judging.known_mistakes import known
from selfcheck import check
from selfcheck.observe import observe

task = "attribution_map"
cells = {cell.id: cell for cell in build_notebook("part1_homework").cells}
answers = lambda function: judge({task: list(observe({task: function}, all_cases(task)))})[task]
wrong_variants = {mistake.name: answers(mistake.wrong_variant) for mistake in known(task)}
check.fingerprints = lambda: {task: of_task(task)}
solved, wrong = {"np": numpy}, {}  # what the notebook has by then
exec(solved_cell(task), solved)
wrong[task] = known(task)[0].wrong_variant
print(json.dumps({
    "faults": tried([task]).faults,
    "points in the notebook": cells["test_attribution_map"].metadata.nbgrader.points,
    "solution": cells[task].source,
    "prompt": [cell.source for cell in cells.values() if "Task: `attribution_map`" in cell.source],
    "right": answers(reference(task)).points,
    "solved cell": answers(solved[task]).points,
    "wrong_variants": {name: [verdict.points, verdict.misconception] for name, verdict in wrong_variants.items()},
    "check of the solved cell": check.look_at(solved, task).trouble,
    "check of a wrong one": "{0.trouble} {0.hint}".format(check.look_at(wrong, task)),
}))
"""


def run(command: str, copy: Path) -> None:
    """One of the page's commands, in the copy and by the copy's own engine; what takes minutes is left to the tests."""
    program, *words = command.split()
    if program == "autograder":
        ran = subprocess.run(
            [sys.executable, "-m", "autograder.cli", *words], cwd=copy, env=env(copy), capture_output=True, text=True
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr


def env(copy: Path) -> dict[str, str]:
    return {"PYTHONPATH": str(copy), "PATH": ""}


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    """What becomes of the worked example, carried out in a copy of the course."""
    copy = tmp_path_factory.mktemp("course")
    for room in ("lab", "selfcheck", "autograder", "reference_solutions", "lessons", "data"):
        shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__", "*.html", "*.ipynb"))
    before = contents(copy)
    carry_out(PAGE, copy, run)
    done = subprocess.run([sys.executable, "-c", TRIED], cwd=copy, env=env(copy), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1]) | {"touched": sorted(touched(before, contents(copy)))}


def test_the_example_touches_the_five_files_of_a_task_and_the_lesson(tried):
    assert tried["touched"] == [
        "autograder/misconceptions/attribution_map.py",
        "autograder/rubric/test_attribution_map.py",
        "lab/tasks/attribution_map.py",
        "lessons/part1_homework/baselines.py",
        "reference_solutions/attribution_map.py",
        "reference_solutions/cells/attribution_map.py",
    ]
    assert len(tried["touched"]) == promised(PAGE)
    assert sorted(step.path for step in steps(PAGE) if step.how != "run") == tried["touched"], "each is written anew on the page"


def test_the_example_fits(tried):
    assert tried["faults"] == []


def test_the_new_task_is_in_the_notebook_with_its_points(tried):
    assert tried["points in the notebook"] == 2
    assert "### BEGIN SOLUTION" in tried["solution"]
    (prompt,) = tried["prompt"]
    assert "(2 points)" in prompt


def test_the_reference_and_the_solved_cell_earn_full_points(tried):
    assert (tried["right"], tried["solved cell"]) == (2, 2)


def test_every_mistake_of_the_new_task_loses_points_and_is_named(tried):
    assert tried["wrong_variants"] == {
        "sign_dropped": [1, "sign_dropped"],
        "mean_over_channels": [0, "mean_over_channels"],
        "largest_absolute_value": [0, "largest_absolute_value"],
    }


def test_the_new_check_says_right_and_hints_where_it_is_wrong(tried):
    assert tried["check of the solved cell"] is None
    assert "Can an attribution speak against a class?" in tried["check of a wrong one"]


# --- what the pages name ----------------------------------------------------------------------------------------------


def rows_of(page: str) -> list[list[str]]:
    text = (EDITION / page).read_text(encoding="utf-8")
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]


def test_every_task_has_its_row_with_mistakes_of_the_catalogue():
    rows = {cells[0].strip("`"): cells for cells in rows_of("teaching.md") if cells[0].strip("`") in TASKS}
    assert rows.keys() == TASKS.keys()
    for task, (_, points, stuck, _) in rows.items():
        assert float(points) == max_points(task)
        names = re.findall(r"`(\w+)`", stuck)
        assert len(names) >= 3
        assert set(names) <= {mistake.name for mistake in CATALOGUE[task]}, task


def test_minutes_are_those_of_the_lesson():
    lesson = (ROOT / "lessons" / "part1" / "feature_attribution.py").read_text(encoding="utf-8")
    said = dict(re.findall(r"^# ## (\d)\..*\n#\n# \*About (\d+) minutes", lesson, re.M))
    table = {cells[0][0]: cells[1] for cells in rows_of("README.md") if re.match(r"\d ", cells[0])}
    assert table == said
    assert len(said) == 7


def test_figures_are_what_the_page_says():
    """The numbers that teaching.md gives to figures are those of the lesson's captions."""
    lesson = (ROOT / "lessons" / "part1" / "feature_attribution.py").read_text(encoding="utf-8")
    meant = {4: "picture again", 8: "output rises", 17: "path from the black image", 20: "random baseline", 22: "class"}
    meant |= {18: "rivalry", 23: "old program", 26: "painted black"}
    for number, words in meant.items():
        caption = re.search(rf"\*\*Figure {number}\.\*\*(.*?)\n# ?\n|\*\*Figure {number}\.\*\*(.*)", lesson, re.S)
        assert re.search(words, caption[0]), number


def test_the_points_of_an_assignment_are_the_releases():
    text = " ".join((EDITION / "README.md").read_text(encoding="utf-8").split())
    found = {}
    for assignment, lesson in assignments().items():
        notebook = json.loads((ROOT / "release" / assignment / f"{lesson.stem}.ipynb").read_text(encoding="utf-8"))
        marks = [cell["metadata"].get("nbgrader", {}) for cell in notebook["cells"]]
        worth = {mark["grade_id"]: mark["points"] for mark in marks if mark.get("grade")}
        found[assignment] = sum(worth.values()), sum(points for cell, points in worth.items() if cell.startswith("test_"))
    said = "Part 1 is worth {:g} points, of which the grader gives {:g}, and the homework {:g}, of which it gives {:g}."
    assert said.format(*found["part1"], *found["part1_homework"]) in text


def test_tasks_that_are_not_called_by_their_function_are_listed():
    text = (EDITION / "teaching.md").read_text(encoding="utf-8").partition("## 0.")[0]
    other = {task: made.defines for task, made in TASKS.items() if made.defines != task}
    assert len(other) == 3
    assert all(f"`{task}`" in text and f"`{name}`" in text for task, name in other.items())
