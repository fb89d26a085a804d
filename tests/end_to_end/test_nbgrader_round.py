"""nbgrader's own commands grade a class with our steps, as nbgrader's users know them, and nobody's file stops the others."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI

from autograder.assignments import held_out_cases, solved_cell, visible_cases
from autograder.authoring.build import write_release, write_source
from autograder.authoring.sample_class import Student, hand_in, promised
from autograder.commands.demo import new_course
from autograder.feedback.titles import titles_of
from autograder.gradebook.nbgrader_course import Course
from autograder.judging.points import max_points
from autograder.judging.verdict import Verdict
from autograder.reports import results
from selfcheck.observe import MIME
from tests.this_course import TASKS

NAME = "feature_attribution"
SCRIPTS = Path(sys.executable).parent  # as an activated environment has it on the PATH
CLASS = [
    Student("ann_all_right"),
    Student("bob_handed_in_a_web_page", mishap="not_json"),
    Student("cat_copied_her_answers", {"saliency_map": "no_marks/returns_nothing"}, mishap="doubled_answer"),
    Student(
        "dan_two_wrong", {"pre_processing": "wrong/no_division_by_255", "predict": "unanswered/"}, mishap="as_colab_saves_it"
    ),
]
BY_NAME = {student.name: student for student in CLASS}
students = pytest.mark.parametrize("student", CLASS, ids=list(BY_NAME))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's own: "not in session"
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # nbgrader's and SQLAlchemy's own
]


class Round(NamedTuple):
    """A course that nbgrader has graded, and how its commands ended."""

    course: Course
    autograde: subprocess.CompletedProcess
    feedback: subprocess.CompletedProcess


def nbgrader(command: str, course: Path, elsewhere: Path) -> subprocess.CompletedProcess:
    """One of nbgrader's commands on part1, from another directory, with this environment's programs on the PATH."""
    return subprocess.run(
        [SCRIPTS / "nbgrader", command, "part1", "--course-dir", course],
        cwd=elsewhere,
        env=os.environ | {"PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> Round:
    where = tmp_path_factory.mktemp("round")
    course = new_course(where / "course")
    write_source("part1", course.root)
    write_release("part1", course)
    for turn, student in enumerate(CLASS):
        hand_in(student, course.root / "release" / "part1", course.root / "submitted" / student.name / "part1", turn)
    elsewhere = where / "elsewhere"
    elsewhere.mkdir()
    autograde = nbgrader("autograde", course.root, elsewhere)
    feedback = nbgrader("generate_feedback", course.root, elsewhere)
    assert list(elsewhere.iterdir()) == [], "nbgrader left something in the directory where it was called"
    return Round(course, autograde, feedback)


@pytest.fixture
def gradebook(graded) -> Iterator[Gradebook]:
    with graded.course.gradebook() as book:
        yield book


def verdicts(course: Course, student: Student) -> dict[str, Verdict]:
    path = course.folder("autograded", student.name, "part1") / f"{NAME}.ipynb"
    return {verdict.task: verdict for verdict in results.verdicts_in(path)}


def marks(gradebook: Gradebook, student: Student) -> dict[str, float | None]:
    """Task -> the points that nbgrader has in its gradebook."""
    notebook = gradebook.find_submission_notebook(NAME, "part1", student.name)
    scores = {grade.name.removeprefix("test_"): grade.auto_score for grade in notebook.grades}
    return {task: scores[task] for task in scores if task in TASKS}


def page(course: Course, student: Student) -> str:
    return (course.folder("feedback", student.name, "part1") / f"{NAME}.html").read_text(encoding="utf-8")


def words(text: str) -> str:
    """The words of a page, without its tags and line breaks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", text)).split())


def test_both_commands_end_well(graded):
    assert graded.autograde.returncode == 0, graded.autograde.stderr[-3000:]
    assert graded.feedback.returncode == 0, graded.feedback.stderr[-3000:]
    assert "Traceback" not in graded.autograde.stderr + graded.feedback.stderr


def test_what_was_wrong_with_a_file_is_said_with_its_name(graded):
    lines = [line for line in graded.autograde.stderr.splitlines() if "bob_handed_in_a_web_page" in line]
    assert any(f"{NAME}.ipynb is no notebook" in line for line in lines), lines
    copies = [line for line in graded.autograde.stderr.splitlines() if "cat_copied_her_answers" in line]
    assert any("more than once" in line and "predict" in line for line in copies), copies


@students
def test_the_courses_folders_beside_a_marked_notebook_are_links(student, graded):
    """It can be run where it lies, and a thousand students do not make a thousand copies."""
    beside = graded.course.folder("autograded", student.name, "part1")
    source = graded.course.root / "source" / "part1"
    for name in ("lab", "data"):
        assert (beside / name).is_symlink() and (beside / name).resolve() == source / name
    assert not any(path.is_dir() for path in graded.course.folder("feedback", student.name, "part1").iterdir())


@students
def test_every_student_gets_what_the_answers_promise(student, graded, gradebook):
    got = marks(gradebook, student)
    assert set(got) == set(results.tasks_of(graded.course.folder("release", ".", "part1")))
    for task, (least, most) in promised(student, list(got)).items():
        points = got[task]
        assert points is not None, f"{task}: no mark"
        assert least <= points <= most, f"{task}: {points} points, {verdicts(graded.course, student)[task].message}"


@students
def test_the_gradebook_holds_the_verdicts_points(student, graded, gradebook):
    judged = verdicts(graded.course, student)
    assert marks(gradebook, student) == {task: verdict.points for task, verdict in judged.items()}
    assert {task: verdict.max_points for task, verdict in judged.items()} == {task: max_points(task) for task in judged}


def test_only_what_people_must_read_waits_for_people(graded, gradebook):
    """Beside written answers, that is a mark of which the verdict says so: a package that the course forbids, for instance."""
    for student in CLASS:
        path = graded.course.folder("autograded", student.name, "part1") / f"{NAME}.ipynb"
        waiting = {f"test_{verdict.task}" for verdict in results.verdicts_in(path) if verdict.waits}
        for grade in gradebook.find_submission_notebook(NAME, "part1", student.name).grades:
            if grade.name.startswith("test_"):
                assert grade.needs_manual_grade == (grade.name in waiting), f"{student.name}, {grade.name}"


def test_the_evidence_of_a_mark_lies_in_the_autograded_notebook(graded):
    path = graded.course.folder("autograded", "ann_all_right", "part1") / f"{NAME}.ipynb"
    cells = {
        cell["metadata"].get("nbgrader", {}).get("grade_id"): cell
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
    }
    for task in results.tasks_of(graded.course.folder("release", ".", "part1")):
        shown = [output["data"][MIME] for output in cells[f"test_{task}"]["outputs"] if MIME in output.get("data", {})]
        assert [answer["number"] for answer in shown] == [
            case.number for case in [*visible_cases(task), *held_out_cases(task)]
        ], task


# --- feedback ------------------------------------------------------------------------------------------------------


@students
def test_the_feedback_holds_every_sentence_of_the_rubric(student, graded):
    text = words(page(graded.course, student))
    release = graded.course.folder("release", ".", "part1") / f"{NAME}.ipynb"
    titles = {name: title.replace("`", "") for name, title in titles_of(nbformat.read(release, 4)).items()}
    for task, verdict in verdicts(graded.course, student).items():
        assert f"{titles[f'test_{task}']}: {verdict.points:g} of {verdict.max_points:g} points" in text
        if verdict.status == "unanswered":
            assert " ".join(verdict.message.split()) in text
            continue
        for check in verdict.checks:
            assert f"{check.sign} {check.sentence}" in text
            assert " ".join(check.message.split()) in text


@students
def test_the_feedback_holds_no_hidden_case(student, graded):
    text = page(graded.course, student)
    assert MIME not in text
    for task in TASKS:
        for case in held_out_cases(task):
            assert json.dumps(case.recipe) not in text
            assert json.dumps(case.recipe)[1:60] not in unescape(text)
    assert "held_out" not in text


def test_the_feedback_holds_no_solution(graded):
    """Of the student who answered nothing: whatever looks like a solution there would be ours."""
    text = unescape(re.sub(r"<[^>]+>", "", page(graded.course, BY_NAME["bob_handed_in_a_web_page"])))
    release = (graded.course.root / "release" / "part1" / f"{NAME}.ipynb").read_text(encoding="utf-8")
    given = "\n".join("".join(cell["source"]) for cell in json.loads(release)["cells"])
    assert "BEGIN SOLUTION" not in text
    searched = 0
    for task in results.tasks_of(graded.course.folder("release", ".", "part1")):
        solution = solved_cell(task).partition("### BEGIN SOLUTION")[2].partition("### END SOLUTION")[0]
        for line in map(str.strip, solution.splitlines()):
            if len(line) > 20 and line not in given:
                searched += 1
                assert line not in text, f"{task}: {line}"
    assert searched > 20, "the search finds no solutions to look for"


# --- the formgrader's button, last: it grades again --------------------------------------------------------------------


def test_the_formgraders_button_gives_the_same_marks(graded, gradebook, tmp_path, monkeypatch):
    student = BY_NAME["cat_copied_her_answers"]
    before = marks(gradebook, student)
    gradebook.db.expire_all()
    monkeypatch.chdir(tmp_path)
    said = NbGraderAPI(graded.course.directory(), config=graded.course.config).autograde("part1", student.name)
    assert said["success"], said["error"]
    assert marks(gradebook, student) == before
