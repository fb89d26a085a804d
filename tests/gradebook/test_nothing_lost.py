"""What stands is not overwritten by less: half a release, a closed folder, a crashed check, a locked database, odd names."""

import os
from pathlib import Path

import pytest

from autograder.authoring.sample_class import Student
from autograder.gradebook import grading_run as grading
from autograder.gradebook.nbgrader_course import Course
from autograder.gradebook.prefetch import Prefetcher
from autograder.gradebook.staleness import NOT_YET, said_in
from autograder.grading import pipeline
from autograder.grading.graded import GradedNotebook
from autograder.grading.settings import GradingSettings
from autograder.workers.pool import WorkerPool
from tests.gradebook.homework_class import HOMEWORK, NOTEBOOK, ROOT, again, autograded, give, state

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning", "ignore::DeprecationWarning")
JUDGED = ["ann_all_right", "bob_wrong"]


def book(course: Course, student: str) -> dict[str, tuple]:
    """All that the gradebook says of a student's cells."""
    with course.gradebook() as gradebook:
        (notebook,) = gradebook.find_submission(HOMEWORK, student).notebooks
        return {grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade) for grade in notebook.grades}


def recorded(course: Course) -> tuple:
    """Marks and marked notebooks of the class."""
    return state(course.root / "autograded"), {student: book(course, student) for student in JUDGED}


# --- half a release ------------------------------------------------------------------------------------------------


def test_a_release_without_its_notebook_is_refused(course):
    """nbgrader removes a release before it makes it anew, and may be killed in between."""
    before = recorded(course)
    (course.root / "release" / HOMEWORK / f"{NOTEBOOK}.ipynb").unlink()
    with pytest.raises(FileNotFoundError, match=rf"lacks {NOTEBOOK}\.ipynb, which the gradebook knows; run `.* --force`"):
        again(course)
    assert recorded(course) == before


@pytest.mark.parametrize("student", JUDGED)
def test_a_notebook_that_was_missing_for_a_while_is_judged_again(student, course):
    """Its written answers wait for a person again, also where the grader has given it no point."""
    before = book(course, student)
    path = course.folder("submitted", student, HOMEWORK) / f"{NOTEBOOK}.ipynb"
    path.rename(course.root / "elsewhere.ipynb")  # not beside it: there it would be found
    assert again(course).reasons == {}
    assert {auto for auto, _, _ in book(course, student).values()} == {0}
    assert said_in(autograded(course, student))["absent"], "the earlier one would be given back as feedback"
    (course.root / "elsewhere.ipynb").rename(path)
    assert again(course).reasons == {student: [NOT_YET]}
    assert book(course, student) == before


# --- what cannot be read -------------------------------------------------------------------------------------------


@pytest.fixture(params=["", f"{NOTEBOOK}.ipynb"], ids=["folder", "notebook"])
def closed(request, course, monkeypatch) -> str:
    """bob's folder, or his notebook, is another person's who lets nobody in; root, who may run this, would read it anyhow."""
    path = course.folder("submitted", "bob_wrong", HOMEWORK) / request.param
    access = os.access
    reads = "autograder.grading.submission.os.access"
    monkeypatch.setattr(reads, lambda asked, mode: Path(asked) != path and access(asked, mode))
    return str(path)


def test_what_cannot_be_read_is_no_absence(closed, course):
    before = recorded(course)
    give(course, Student("dan_is_new"))
    graded = again(course)
    assert graded.not_judged == ["bob_wrong"]
    assert graded.notes["bob_wrong"] == [
        f"not judged: {closed} cannot be read by who grades; open it (chmod u+rX, or chown) and grade again"
    ]
    assert list(graded.reasons) == ["dan_is_new"]
    assert book(course, "bob_wrong") == before[1]["bob_wrong"]


@pytest.mark.usefixtures("closed")
def test_nor_does_it_stop_nbgraders_own_command(course):
    folders = {student: course.folder("submitted", student, HOMEWORK) for student in JUDGED}
    ahead = Prefetcher(folders, ROOT / "release" / HOMEWORK, GradingSettings(), WorkerPool(workers=0))
    came = [ahead.take(student) for student in JUDGED]
    assert [bool(outcome and outcome.notebooks) for outcome in came] == [True, False]
    assert came[1] is not None
    assert "cannot be read by who grades" in came[1].fault


def test_a_folder_within_that_cannot_be_looked_into_costs_nothing(course, monkeypatch):
    beside = course.folder("submitted", "bob_wrong", HOMEWORK) / "mine"
    beside.mkdir()
    (beside / "notes.txt").write_text("mine")
    is_file = Path.is_file

    def refuse(path: Path) -> bool:
        if path.parent == beside:
            raise PermissionError(13, "Permission denied")
        return is_file(path)

    monkeypatch.setattr(Path, "is_file", refuse)
    assert again(course).not_judged == []


def test_a_time_that_is_none_is_said_and_costs_nothing(course):
    (course.folder("submitted", "bob_wrong", HOMEWORK) / "timestamp.txt").write_text("tomorrow")
    graded = again(course)
    assert graded.not_judged == []
    assert any("timestamp.txt holds no time" in note for note in graded.notes["bob_wrong"])


# --- what went wrong while it was judged ---------------------------------------------------------------------------


def test_where_one_task_is_not_judged_nothing_is_recorded(course, monkeypatch):
    before, mark = recorded(course), pipeline.grade_submission

    def one_check_crashes(submission, *others) -> dict[str, GradedNotebook]:
        (name, marked), *_ = mark(submission, *others).items()
        marked.said["verdicts"][0] |= {"status": "not_judged", "message": "a check crashed"}
        return {name: marked}

    monkeypatch.setattr(pipeline, "grade_submission", one_check_crashes)
    graded = again(course, again=True)
    assert sorted(graded.not_judged) == JUDGED
    assert graded.notes["bob_wrong"] == ["not judged, no marks written: a check crashed"]
    assert recorded(course) == before


def test_what_was_handed_in_meanwhile_is_not_marked_by_what_was_judged(course, monkeypatch):
    before, mark = recorded(course), pipeline.grade_submission

    def while_she_hands_in(submission, *others) -> dict[str, GradedNotebook]:
        notebooks = mark(submission, *others)
        (course.folder("submitted", submission.student, HOMEWORK) / "timestamp.txt").write_text("2026-01-02 00:00:00 UTC")
        return notebooks

    monkeypatch.setattr(pipeline, "grade_submission", while_she_hands_in)
    graded = again(course, student="bob_wrong", again=True)
    assert graded.notes["bob_wrong"] == ["not judged: it was submitted again meanwhile; grade again"]
    assert recorded(course) == before
    monkeypatch.setattr(pipeline, "grade_submission", mark)
    assert again(course).reasons == {"bob_wrong": ["submission"]}


def test_a_gradebook_that_refuses_costs_one_student(course, monkeypatch):
    give(course, Student("dan_is_new"))

    def refuse(*_: object) -> None:
        raise RuntimeError("database is locked\n[SQL: INSERT]")

    monkeypatch.setattr(grading, "record_nothing", refuse)
    graded = again(course)
    assert graded.not_judged == ["cat_another_notebook"]
    assert graded.notes["cat_another_notebook"] == ["not judged: the gradebook did not take it: RuntimeError: database is locked"]
    assert list(graded.reasons) == ["dan_is_new"]


# --- names ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["bob_wrong ", "ann[1]", "bob*"])
def test_a_name_that_nbgrader_takes_for_another_or_for_none_is_refused(name, course):
    give(course, Student(name))
    before = recorded(course)
    graded = again(course)
    assert graded.not_judged == [name]
    assert f"rename {name!r}" in graded.notes[name][0]
    assert recorded(course) == before


def test_whom_nbgrader_is_to_skip_is_skipped(course):
    course.config.CourseDirectory.student_id_exclude = "bob_wrong"
    assert {row["student"] for row in again(course, again=True).rows} == {"ann_all_right", "cat_another_notebook"}
