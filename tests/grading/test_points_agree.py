"""Rubric, release and gradebook agree on every task's points, or nothing is judged, recorded or deleted."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI

from autograder import cli
from autograder.assignments import checks as checks_of
from autograder.authoring.sample_class import Student, fill
from autograder.gradebook.points_agreement import refuse_other_points
from autograder.gradebook.staleness import marks_of
from autograder.grading import pipeline, points_agreement
from autograder.grading.points_agreement import Cell, PointsDisagree, disagreements
from autograder.grading.submission import read_release
from autograder.judging.points import max_points, points_of
from autograder.judging.written_points import points_in
from autograder.reports import gradescope, results
from tests.gradebook.homework_class import HOMEWORK, NOTEBOOK, again, state
from tests.this_course import ROOT, TASKS

TASK, WRITTEN = "blurred_baseline", "role_of_the_baseline"
WORTH = {TASK: 3, WRITTEN: 4}
BUILD, GENERATE = "`autograder build`", f"`nbgrader generate_assignment {HOMEWORK} --force`"
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning", "ignore::DeprecationWarning")


@pytest.fixture(autouse=True)
def _nothing_is_judged(monkeypatch):
    """Whatever is graded here in spite of a refusal fails the test."""
    monkeypatch.setattr(pipeline, "grade_submission", lambda *_: pytest.fail("a submission was judged"))


def cell_of(task: str) -> str:
    return f"test_{task}" if task in TASKS else task


def rubric(monkeypatch, **points: float | None) -> None:
    """Has the rubric give other points for some tasks, or not know them."""

    def given(task: str) -> float:
        if points.get(task, 0) is None:
            raise KeyError(task)
        return points.get(task) or max_points(task)

    monkeypatch.setattr(points_agreement, "max_points", given)


def release(folder: Path, **points: float | None) -> None:
    """Writes other points into the notebook of a release, or takes a graded cell out of it."""
    path = folder / f"{NOTEBOOK}.ipynb"
    plain = json.loads(path.read_text(encoding="utf-8"))
    named = {cell_of(task): worth for task, worth in points.items()}
    plain["cells"] = [cell for cell in plain["cells"] if named.get(grade_id(cell), 0) is not None]
    for cell in plain["cells"]:
        if grade_id(cell) in named:
            cell["metadata"]["nbgrader"]["points"] = named[grade_id(cell)]
    path.write_text(json.dumps(plain), encoding="utf-8")


def grade_id(cell: dict) -> str:
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")


def gradebook(course, **points: float | None) -> None:
    """Writes other points into the gradebook, or takes a graded cell out of it."""
    with course.gradebook() as held:
        for task, worth in points.items():
            cell = held.find_grade_cell(cell_of(task), NOTEBOOK, HOMEWORK)
            if worth is None:
                held.db.delete(cell)
            else:
                cell.max_score = worth
        held.db.commit()


def change(place: str, course, monkeypatch, **points: float | None) -> None:
    if place == "rubric":
        rubric(monkeypatch, **points)
    elif place == "release":
        release(course.root / "release" / HOMEWORK, **points)
    else:
        gradebook(course, **points)


def refused(course, *arguments: str) -> str:
    """The message of a command that changed no file of the course."""
    before = state(course.root)
    with pytest.raises(PointsDisagree) as error:
        again(course, **dict.fromkeys(arguments, True))
    assert state(course.root) == before
    return str(error.value)


# --- one place differs ---------------------------------------------------------------------------------------------


def test_nothing_is_said_where_all_agree(course):
    refuse_other_points(course, HOMEWORK, read_release(course.root / "release" / HOMEWORK))
    assert again(course).reasons == {}


@pytest.mark.parametrize("place", ["rubric", "release", "gradebook"])
@pytest.mark.parametrize("task", [TASK, WRITTEN])
@pytest.mark.parametrize("more", [-1, 1, 0.5])
def test_points_that_one_place_has_otherwise(place, task, more, course, monkeypatch):
    change(place, course, monkeypatch, **{task: WORTH[task] + more})
    numbers = {"rubric": WORTH[task], "release": WORTH[task], "gradebook": WORTH[task], place: WORTH[task] + more}
    said = refused(course)
    assert f"{task} ({', '.join(f'{where} {points:g}' for where, points in numbers.items())})" in said
    assert said.count("rubric ") == 1, "other tasks are named, too"
    assert said.startswith(f"{HOMEWORK} was not judged")
    assert "\n" not in said
    assert BUILD[:-1] in said
    assert GENERATE in said
    assert "remove" not in said  # nobody's points are to be lost over other points for the same cells


@pytest.mark.parametrize("command", ["grade", "diff"])
@pytest.mark.parametrize("flags", [(), ("--force",)])
def test_the_commands_end_with_a_line_and_a_status(command, flags, course, monkeypatch, capsys):
    gradebook(course, **{TASK: 4})
    before = state(course.root)
    assert cli.main([command, HOMEWORK, "--course", str(course.root), *flags]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert f"{TASK} (rubric 3, release 3, gradebook 4)" in err
    assert state(course.root) == before


@pytest.mark.parametrize("options", [["again"], ["dry_run"], ["dry_run", "again"]])
def test_no_way_of_grading_goes_round_it(options, course, monkeypatch):
    rubric(monkeypatch, **{TASK: 2})
    assert f"{TASK} (rubric 2, release 3, gradebook 3)" in refused(course, *options)


def test_all_tasks_are_told_at_once(course, monkeypatch):
    rubric(monkeypatch, max_distance_baseline=7)
    release(course.root / "release" / HOMEWORK, **{TASK: 2})
    gradebook(course, **{WRITTEN: 9})
    said = refused(course)
    assert f"{TASK} (rubric 3, release 2, gradebook 3)" in said
    assert "max_distance_baseline (rubric 7, release 3, gradebook 3)" in said
    assert f"{WRITTEN} (rubric 4, release 4, gradebook 9)" in said


def test_another_assignment_is_not_asked(course, monkeypatch):
    with course.gradebook() as held:
        held.add_assignment("part1")
        held.add_notebook("feature_attribution", "part1")
        held.add_grade_cell("test_predict", "feature_attribution", "part1", max_score=99, cell_type="code")
    rubric(monkeypatch, predict=17)
    assert again(course).reasons == {}


def test_a_gradebook_without_the_assignment_is_not_asked(course):
    found = read_release(course.root / "release" / HOMEWORK)
    with course.gradebook() as held:
        held.remove_assignment(HOMEWORK)
    refuse_other_points(course, HOMEWORK, found)
    release(course.root / "release" / HOMEWORK, **{TASK: 2})
    with pytest.raises(PointsDisagree, match=re.escape(f"{TASK} (rubric 3, release 2)")):
        refuse_other_points(course, HOMEWORK, read_release(course.root / "release" / HOMEWORK))


# --- a place does not know a task ----------------------------------------------------------------------------------


def test_a_task_that_the_rubric_knows_no_more(course, monkeypatch):
    rubric(monkeypatch, **{TASK: None})
    said = refused(course)
    assert f"{TASK} (rubric none, release 3, gradebook 3)" in said
    assert f"write the rubric of {TASK}, or take it out of the lesson" in said
    assert "remove" not in said


@pytest.mark.parametrize("name", ["test_mine", "mine"])
def test_a_graded_cell_that_nobody_gives_points_for(name, course):
    folder = course.root / "release" / HOMEWORK
    path = folder / f"{NOTEBOOK}.ipynb"
    plain = json.loads(path.read_text(encoding="utf-8"))
    extra = json.loads(json.dumps(next(cell for cell in plain["cells"] if grade_id(cell) == cell_of(TASK))))
    extra["metadata"]["nbgrader"]["grade_id"], extra["id"] = name, "mine"
    plain["cells"].append(extra)
    path.write_text(json.dumps(plain), encoding="utf-8")
    assert "mine (rubric none, release 3, gradebook none)" in refused(course)


def test_a_task_that_the_release_lacks_and_the_gradebook_holds_grades_of(course):
    """An old release is fixed by the two commands; nobody is told to remove what the gradebook holds."""
    release(course.root / "release" / HOMEWORK, **{TASK: None})
    said = refused(course)
    assert f"{TASK} (rubric 3, release none, gradebook 3)" in said
    assert said.index("autograder build") < said.index(GENERATE)
    assert "remove" not in said


def test_a_task_that_the_gradebook_lacks(course):
    gradebook(course, **{WRITTEN: None})
    said = refused(course)
    assert f"{WRITTEN} (rubric 4, release 4, gradebook none)" in said
    assert GENERATE in said
    assert "remove" not in said


def test_a_gradebook_without_grades_loses_none(course):
    gradebook(course, **{WRITTEN: None})
    with course.gradebook() as held:
        for student in list(held.students):
            held.remove_student(student.id)
    with pytest.raises(PointsDisagree) as error:
        refuse_other_points(course, HOMEWORK, read_release(course.root / "release" / HOMEWORK))
    assert GENERATE in str(error.value)
    assert "remove" not in str(error.value)


def test_two_notebooks_of_one_assignment_are_two():
    text = json.dumps({"cells": [{"metadata": {"nbgrader": {"grade": True, "grade_id": "test_predict", "points": 3}}}]})
    both = {"one": text, "two": text}
    assert disagreements(both) == []
    found = disagreements(both, {Cell("one", "test_predict"): 3.0, Cell("two", "test_predict"): 2.0})
    assert [one.points["gradebook"] for one in found] == [2.0]


# --- nbgrader's own way --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("student", ["*", "ann_all_right"])
def test_nbgraders_autograde_refuses_before_it_deletes_anything(student, course, monkeypatch):
    rubric(monkeypatch, **{TASK: 4})
    before, marks = state(course.root), marks_of(course, HOMEWORK)
    done = course.autograde(HOMEWORK, student)
    assert not done.success
    assert f"{TASK} (rubric 4, release 3, gradebook 3)" in done.log
    assert state(course.root) == before
    assert marks_of(course, HOMEWORK) == marks


def test_a_student_who_is_new_is_not_recorded(course):
    shutil.copytree(course.root / "submitted" / "ann_all_right", course.root / "submitted" / "dan")
    gradebook(course, **{TASK: 4})
    assert not course.autograde(HOMEWORK, "dan").success
    with course.gradebook() as held:
        assert "dan" not in {student.id for student in held.students}


def test_the_formgraders_button_shows_the_line(course):
    gradebook(course, **{TASK: 4})
    before = state(course.root)
    shown = NbGraderAPI(course.directory(), config=course.config).autograde(HOMEWORK, "ann_all_right")
    assert not shown["success"]
    assert f"{TASK} (rubric 3, release 3, gradebook 4)" in shown["log"]
    assert GENERATE in shown["log"]
    assert state(course.root) == before


@pytest.mark.slow
def test_nbgraders_command_ends_with_a_status(course):
    gradebook(course, **{TASK: 4})
    before = state(course.root / "autograded")
    done = typed(f"nbgrader autograde {HOMEWORK} --force", course.root, ROOT)
    assert done.returncode == 1
    assert f"{TASK} (rubric 3, release 3, gradebook 4)" in done.stderr
    assert "Traceback" not in done.stderr
    assert state(course.root / "autograded") == before


# --- where there is no gradebook -----------------------------------------------------------------------------------


@pytest.fixture
def other_release(tmp_path) -> Path:
    folder = tmp_path / "release" / HOMEWORK
    shutil.copytree(ROOT / "release" / HOMEWORK, folder)
    release(folder, **{TASK: 2})
    return folder


def test_check_compares_rubric_and_release(other_release, tmp_path, capsys):
    path = tmp_path / "answer.ipynb"
    nbformat.write(fill(nbformat.read(other_release / f"{NOTEBOOK}.ipynb", as_version=4), Student("ada"), 0), path)
    assert cli.main(["check", str(path), "--release", str(other_release)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"{TASK} (rubric 3, release 2). To fix it: {BUILD} and then {GENERATE}" in err


def test_no_zip_for_gradescope_is_made_of_them(other_release, tmp_path):
    with pytest.raises(PointsDisagree):
        gradescope.write_zip(HOMEWORK, other_release, tmp_path / "out" / "autograder.zip")
    assert not (tmp_path / "out").exists()


def test_gradescope_gets_no_score(other_release, tmp_path, monkeypatch):
    monkeypatch.setattr(gradescope, "course_root", lambda: tmp_path)
    (tmp_path / "submission").mkdir()
    shutil.copy(other_release / f"{NOTEBOOK}.ipynb", tmp_path / "submission")
    assert gradescope.main([HOMEWORK, str(tmp_path / "submission"), str(tmp_path / "results.json")]) == 1
    found = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert "score" not in found
    assert found["tests"] == []
    assert f"{TASK} (rubric 3, release 2)" in found["output"]


# --- the rubric's points, read without loading it ------------------------------------------------------------------

CHECK = "import pytest\n\n@pytest.mark.points({})\ndef test_{}(answers):\n    pass\n"


@pytest.mark.parametrize("task", TASKS)
def test_the_points_that_are_written_are_those_of_the_checks(task):
    text = (ROOT / "autograder" / "rubric" / f"test_{task}.py").read_text(encoding="utf-8")
    assert points_in(text) == sum(map(points_of, checks_of(task))) == max_points(task)


def test_a_check_more_or_less_counts():
    assert points_in(CHECK.format(1, "a")) == 1
    assert points_in(CHECK.format(1, "a") + CHECK.format(2.5, "b")) == 3.5
    assert points_in(CHECK.format(1, "a") + "\ndef helper_test_b(): ...\n") == 1


@pytest.mark.parametrize(
    "text",
    {
        "no check": "import pytest",
        "a check without points": "def test_a(): ...",
        "one of two without points": CHECK.format(1, "a") + "def test_b(): ...",
        "points twice": "import pytest\n@pytest.mark.points(1)\n" + CHECK.format(1, "a").partition("\n\n")[2],
        "points that are computed": CHECK.format("N", "a"),
        "points that are a truth": CHECK.format("True", "a"),
        "a check that is imported": CHECK.format(1, "a") + "from others import test_b",
        "checks that may be imported": CHECK.format(1, "a") + "from others import *",
        "a check that is made": CHECK.format(1, "a") + "test_b = made()",
        "a check that goes": CHECK.format(1, "a") + "del test_a",
        "a check that hangs on something": CHECK.format(1, "a") + "if x:\n    def test_b(): ...",
        "a check written twice": CHECK.format(1, "a") * 2,
    }.values(),
)
def test_a_rubric_that_only_loading_tells_of_is_loaded(text):
    assert points_in(text) is None


def test_a_check_without_points_is_named():
    def nothing():
        """Does nothing."""

    with pytest.raises(ValueError, match=r"nothing needs one line @pytest.mark.points\(N\), it has 0"):
        points_of(nothing)


# --- what the line says does mend it -------------------------------------------------------------------------------


def typed(command: str, folder: Path, tree: Path) -> subprocess.CompletedProcess:
    """A command as a person types it, with the package of one tree."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PYTHONPATH": str(tree), "PATH": path}
    return subprocess.run(["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def tree(graded_once, tmp_path_factory) -> Path:
    """The product with the homework alone as a course of its own, graded, with points that a person has given."""
    tree = tmp_path_factory.mktemp("tree") / "course"
    leave_out = shutil.ignore_patterns(".*", "build", "tests", "docs", "benchmarks", "*.pyc")
    shutil.copytree(ROOT, tree, ignore=leave_out)
    for other in (path for path in (tree / "lessons").iterdir() if path.is_dir() and path.name != HOMEWORK):
        shutil.rmtree(other)  # each build would try its tasks, too
    for folder in ("submitted", "autograded", "reports", "gradebook.db"):
        part = graded_once / folder
        (shutil.copytree if part.is_dir() else shutil.copyfile)(part, tree / folder)
    return tree


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def mended(tree: Path) -> str:
    """The line of a refusal, after the commands in it were typed and grading went well."""
    refusal = typed(f"autograder grade {HOMEWORK}", tree, tree)
    assert refusal.returncode == 2, refusal.stderr
    for command in re.findall(r"`([^`]+)`", refusal.stderr):
        done = typed(command, tree, tree)
        assert done.returncode == 0, done.stdout + done.stderr
    done = typed(f"autograder grade {HOMEWORK} --student ann_all_right", tree, tree)
    assert done.returncode == 0, done.stdout + done.stderr
    return refusal.stderr


def row(tree: Path, task: str) -> dict:
    rows = results.read(tree / "reports" / HOMEWORK / "results.json")
    return next(row for row in rows if (row["student"], row["task"]) == ("ann_all_right", task))


@dataclass
class Book:
    """A course's gradebook, read in this process, which is about another course."""

    root: Path

    def gradebook(self) -> Gradebook:
        return Gradebook(f"sqlite:///{self.root / 'gradebook.db'}", "feature_attribution")


@pytest.mark.slow
@pytest.mark.long
def test_the_commands_that_are_named_mend_it(tree):
    """A raised point, a lowered one and a written task's: as an author would do it. What a person has given stays."""
    checks, course = tree / "autograder" / "rubric" / f"test_{TASK}.py", Book(tree)
    with course.gradebook() as held:
        held.find_grade("compare_baselines", NOTEBOOK, HOMEWORK, "ann_all_right").manual_score = 5
        held.db.commit()
    edit(checks, "points(1)", "points(2)")
    assert f"{TASK} (rubric 4, release 3, gradebook 3)" in mended(tree)
    assert (row(tree, TASK)["points"], row(tree, TASK)["max_points"]) == (4, 4)
    edit(checks, "points(2)", "points(0.5)")
    edit(tree / "reference_solutions" / "cells" / "compare_baselines.py", "# points: 6", "# points: 7")
    line = mended(tree)
    assert f"{TASK} (rubric 2.5, release 4, gradebook 4)" in line
    assert "compare_baselines (rubric 7, release 6, gradebook 6)" in line
    assert (row(tree, TASK)["points"], row(tree, TASK)["max_points"]) == (2.5, 2.5)
    marks = marks_of(course, HOMEWORK)["ann_all_right"]
    assert (marks[f"test_{TASK}"].auto, marks["compare_baselines"].manual) == (2.5, 5)
    with course.gradebook() as held:
        assert held.find_assignment(HOMEWORK).max_score == 2.5 + 3 + 7 + 4 * 3


@pytest.mark.slow
@pytest.mark.long
def test_a_release_that_lost_a_task_is_made_anew_and_nobodys_points_go(tree):
    release(tree / "release" / HOMEWORK, max_distance_baseline=None)
    assert "max_distance_baseline (rubric 3, release none, gradebook 3)" in mended(tree)
    assert marks_of(Book(tree), HOMEWORK)["ann_all_right"]["compare_baselines"].manual == 5


@pytest.mark.slow
@pytest.mark.long
def test_a_task_that_goes_takes_nobodys_points_along(tree):
    """The second of the commands refuses, and says what to do: the task is put back, and all is as it was."""
    lesson, removed = tree / "lessons" / HOMEWORK / f"{NOTEBOOK}.py", f'# %% solution="{TASK}"\n\n# %% test="{TASK}"\n'
    text, marks = lesson.read_text(encoding="utf-8"), marks_of(Book(tree), HOMEWORK)
    edit(lesson, removed, "")
    assert typed("autograder build", tree, tree).returncode == 0
    refusal = typed(f"autograder grade {HOMEWORK}", tree, tree)
    assert f"{TASK} (rubric 2.5, release none, gradebook 2.5)" in refusal.stderr
    build, generate = re.findall(r"`([^`]+)`", refusal.stderr)
    assert typed(build, tree, tree).returncode == 0
    before = state(tree / "release")
    done = typed(generate, tree, tree)
    assert done.returncode != 0
    assert f"{NOTEBOOK}.ipynb lacks test_{TASK}" in done.stderr
    assert "nothing was changed" in done.stderr
    assert (state(tree / "release"), marks_of(Book(tree), HOMEWORK)) == (before, marks)
    lesson.write_text(text, encoding="utf-8")
    for command in (build, generate, f"autograder grade {HOMEWORK} --student ann_all_right"):
        done = typed(command, tree, tree)
        assert done.returncode == 0, done.stdout + done.stderr
    assert marks_of(Book(tree), HOMEWORK) == marks
