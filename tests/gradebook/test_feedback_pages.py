"""Feedback for a class: made by several processes the same pages as by one, and only those that would say something else."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.converters import GenerateFeedback
from nbgrader.preprocessors import GetGrades

from autograder.cli import main
from autograder.gradebook import feedback_pages, feedback_run
from autograder.gradebook.feedback_run import MADE_FROM, make_feedback
from autograder.gradebook.nbgrader_course import Course
from autograder.gradebook.preprocessors import Grades
from autograder.workers import progress
from tests.gradebook.homework_class import HOMEWORK, NOTEBOOK, autograded

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::sqlalchemy.exc.SAWarning"),
]
EVERYBODY = ["ann_all_right", "bob_wrong", "cat_another_notebook"]
WHEN = re.compile(r"This page was made: [^<]*")


def page(course: Course, student: str) -> Path:
    return course.folder("feedback", student, HOMEWORK) / f"{NOTEBOOK}.html"


def texts(course: Course) -> dict[str, str]:
    """Student -> the page, but for when it was made."""
    paths = {path.parent.parent.name: path for path in (course.root / "feedback").glob(f"*/{HOMEWORK}/{NOTEBOOK}.html")}
    return {student: WHEN.sub("", path.read_text(encoding="utf-8")) for student, path in sorted(paths.items())}


def made(course: Course, **options) -> list[str]:
    found = make_feedback(course, HOMEWORK, **options)
    assert found.done.success, found.done.log
    assert sorted(found.made + found.unchanged) == sorted([options["student"]] if options.get("student") else EVERYBODY)
    return found.made


def enlarge(course: Course, number: int) -> None:
    """Some more students with the notebook of one."""
    with course.gradebook() as gradebook:
        for turn in range(number):
            student = f"zoe{turn:02}"
            shutil.copytree(autograded(course, EVERYBODY[0]).parent, autograded(course, student).parent)
            gradebook.update_or_create_student(student)
            gradebook.update_or_create_submission(HOMEWORK, student)


def test_several_processes_make_the_pages_that_one_makes(course, monkeypatch):
    enlarge(course, 5)
    course.config.ExecuteAndJudge.workers = 0
    assert course.generate_feedback(HOMEWORK).success
    by_one = texts(course)
    assert len(by_one) == len(EVERYBODY) + 5
    begun, processes = [], feedback_pages.ProcessPoolExecutor
    monkeypatch.setattr(feedback_pages, "FEW", 2)
    monkeypatch.setattr(
        feedback_pages,
        "ProcessPoolExecutor",
        lambda number, *rest, **options: begun.append(number) or processes(number, *rest, **options),
    )
    course.config.ExecuteAndJudge.workers = 2
    shutil.rmtree(course.root / "feedback")
    done = course.generate_feedback(HOMEWORK)
    assert done.success, done.log
    assert begun == [2]
    assert texts(course) == by_one


def test_a_page_that_another_process_cannot_make_is_made_here(course, monkeypatch):
    monkeypatch.setattr(feedback_pages, "FEW", 1)
    monkeypatch.setattr(feedback_pages, "page_of", fails)
    course.config.ExecuteAndJudge.workers = 2
    done = course.generate_feedback(HOMEWORK)
    assert done.success, done.log
    assert list(texts(course)) == EVERYBODY


def fails(name: str, *rest) -> str:
    raise ValueError(name)


def test_the_step_that_reads_grades_writes_what_nbgraders_own_writes(course):
    """Scores, comments and totals, with a mark and a comment of a person and points that being late has cost."""
    with course.gradebook() as gradebook:
        gradebook.find_grade("test_max_distance_baseline", NOTEBOOK, HOMEWORK, "bob_wrong").manual_score = 2.5
        notebook = gradebook.find_submission_notebook(NOTEBOOK, HOMEWORK, "bob_wrong")
        notebook.comments[0].manual_comment, notebook.late_submission_penalty = "A fine start.", 1.0
        gradebook.db.commit()
    found = []
    for step in (GetGrades, Grades):
        names = {"notebook": NOTEBOOK, "assignment": HOMEWORK, "student": "bob_wrong", "db_url": course.directory().db_url}
        notebook = nbformat.read(autograded(course, "bob_wrong"), as_version=4)
        found.append(step()(notebook, {"nbgrader": names}))
    assert found[0] == found[1]
    assert found[1][1]["nbgrader"]["late_penalty"] == 1.0


def test_pages_are_made_once(course):
    assert made(course) == EVERYBODY
    assert made(course) == []
    assert made(course, force=True) == EVERYBODY


def test_a_page_is_made_again_when_a_person_changes_a_mark_or_a_comment(course):
    made(course)
    with course.gradebook() as gradebook:
        gradebook.find_grade("test_max_distance_baseline", NOTEBOOK, HOMEWORK, "bob_wrong").manual_score = 2.5
        gradebook.db.commit()
    assert made(course) == ["bob_wrong"]
    assert "2.5" in page(course, "bob_wrong").read_text()
    with course.gradebook() as gradebook:
        gradebook.find_submission_notebook(NOTEBOOK, HOMEWORK, "ann_all_right").comments[0].manual_comment = "A fine start."
        gradebook.db.commit()
    assert made(course) == ["ann_all_right"]


def test_a_page_is_made_again_when_what_it_was_made_from_or_the_page_is_another(course):
    made(course)
    page(course, "bob_wrong").unlink()
    assert made(course) == ["bob_wrong"]
    graded = autograded(course, "ann_all_right")
    graded.chmod(0o644)
    graded.write_text(graded.read_text() + "\n")
    assert made(course) == ["ann_all_right"]
    (page(course, "bob_wrong").parent / MADE_FROM).unlink()  # something else has made it
    assert made(course) == ["bob_wrong"]


def made_by_nbgrader(course: Course, **forced) -> list[str]:
    """Who has other pages after nbgrader's own converter, started as its command starts it, or as the formgrader's buttons do."""
    before = {name: page(course, name).stat().st_mtime_ns for name in EVERYBODY if page(course, name).exists()}
    for name, value in forced.items():
        setattr(course.config.BaseConverter, name, value)
    done = course.run(GenerateFeedback, course.directory(HOMEWORK), force=bool(forced))
    assert done.success, done.log
    return [name for name in EVERYBODY if page(course, name).stat().st_mtime_ns != before.get(name)]


def test_nbgraders_own_command_makes_what_would_say_something_else(course):
    """Without --force nbgrader would leave out a page of which only a comment has changed."""
    assert made_by_nbgrader(course) == EVERYBODY
    assert made(course) == []
    with course.gradebook() as gradebook:
        gradebook.find_submission_notebook(NOTEBOOK, HOMEWORK, "ann_all_right").comments[0].manual_comment = "A fine start."
        gradebook.db.commit()
    assert made_by_nbgrader(course) == ["ann_all_right"]
    assert "A fine start." in page(course, "ann_all_right").read_text()
    assert made_by_nbgrader(course) == []
    assert made_by_nbgrader(course, force=True) == EVERYBODY


def test_the_formgraders_button_makes_what_would_say_something_else(course):
    """It always forces, for one student or for all; one notebook alone is left to nbgrader."""
    made(course)
    step = GenerateFeedback(coursedir=course.directory(HOMEWORK), config=course.config)
    step.force = True
    before = page(course, "bob_wrong").stat().st_mtime_ns
    step.start()
    assert page(course, "bob_wrong").stat().st_mtime_ns == before
    step.coursedir.notebook_id = NOTEBOOK
    step.start()
    assert page(course, "bob_wrong").stat().st_mtime_ns != before


def test_nbgraders_own_command_says_how_far_it_is(course, monkeypatch, capsys):
    """In lines, since it writes lines itself."""
    monkeypatch.setattr(progress, "EVERY", 0.0)
    monkeypatch.setattr(progress, "SOON", 0.0)
    assert made_by_nbgrader(course) == EVERYBODY
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(",")[0] for line in lines] == [f"feedback on {HOMEWORK}: {done} of 3" for done in (1, 2, 3)]
    assert " left" in lines[0] and " in all" in lines[2]


def test_a_page_that_cannot_be_compared_is_made(course, monkeypatch):
    made(course)
    monkeypatch.setattr(feedback_run, "Course", fails)
    assert made_by_nbgrader(course) == []  # nbgrader itself skips what lies there
    assert course.generate_feedback(HOMEWORK, "bob_wrong").success


@pytest.mark.parametrize("file", ["extensions.csv", "roster.csv", "lessons/course.toml", f"release/{HOMEWORK}/{NOTEBOOK}.ipynb"])
def test_all_pages_are_made_again_when_a_file_of_the_course_changes(course, file):
    before = feedback_run.basis_of_pages(course, HOMEWORK, EVERYBODY)
    path = course.root / file
    path.parent.mkdir(exist_ok=True)
    path.write_text((path.read_text() if path.exists() else "") + "\n")
    after = feedback_run.basis_of_pages(course, HOMEWORK, EVERYBODY)
    assert set(before) == set(after) == set(EVERYBODY)
    assert all(before[student] != after[student] for student in EVERYBODY)


def test_one_students_page_and_no_other(course):
    assert made(course, student="bob_wrong") == ["bob_wrong"]
    assert list(texts(course)) == ["bob_wrong"]
    assert (page(course, "bob_wrong").parent / MADE_FROM).is_file()


def test_the_command_says_what_it_made(course, capsys):
    assert main(["feedback", HOMEWORK, "--course", str(course.root)]) == 0
    assert capsys.readouterr().out.startswith(f"{len(EVERYBODY)} made, 0 unchanged: ")
    assert main(["feedback", HOMEWORK, "--course", str(course.root)]) == 0
    assert capsys.readouterr().out.startswith(f"0 made, {len(EVERYBODY)} unchanged: ")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([HOMEWORK, "--student", "bob"], f"bob has not been graded for {HOMEWORK}; there are ann_all_right, bob_wrong"),
        (["part_seven"], "nobody has been graded for part_seven; run `autograder grade part_seven` first"),
    ],
)
def test_the_command_refuses_in_one_line(course, capsys, arguments, line):
    assert main(["feedback", *arguments, "--course", str(course.root)]) == 2
    said = capsys.readouterr().err
    assert line in said
    assert said.count("\n") == 1
