"""A mark that waits for a person counts until then, and says so wherever somebody could take it for final."""

from dataclasses import replace

import pytest

from autograder.gradebook.nbgrader_course import Course
from autograder.grading import pipeline
from autograder.judging.verdict import Check, Verdict, in_words
from autograder.reports import results
from autograder.reports.class_report import write_report
from autograder.reports.gradescope import results_of
from autograder.reports.terminal import class_table
from tests.gradebook.homework_class import HOMEWORK, NOTEBOOK, again

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::sqlalchemy.exc.SAWarning"),
]
REASON = "Judging took too long for certainty."
NOT_FINAL = "These points are not final."
TASK = "max_distance_baseline"
VERDICT = Verdict.of_checks(TASK, [Check("one", "One.", 1, 1, True)])
WAITING = replace(VERDICT, waits=REASON)


@pytest.fixture
def unsure(monkeypatch):
    """A judge that is not sure of one task."""
    run_and_judge = pipeline.run_and_judge

    def unsure_of_one(*arguments, **options):
        graded = run_and_judge(*arguments, **options)
        graded.verdicts[TASK] = replace(graded.verdicts[TASK], waits=REASON)
        return graded

    monkeypatch.setattr(pipeline, "run_and_judge", unsure_of_one)


def grades(course: Course, student: str) -> dict[str, tuple]:
    with course.gradebook() as gradebook:
        notebook = gradebook.find_submission_notebook(NOTEBOOK, HOMEWORK, student)
        return {grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade) for grade in notebook.grades}


def page(course: Course, student: str) -> str:
    assert course.generate_feedback(HOMEWORK, student).success
    return (course.folder("feedback", student, HOMEWORK) / f"{NOTEBOOK}.html").read_text(encoding="utf-8")


def assert_waits(course: Course, student: str, before: dict[str, tuple]) -> None:
    after = grades(course, student)
    assert after[f"test_{TASK}"] == (before[f"test_{TASK}"][0], None, True)
    assert {name: mark for name, mark in after.items() if name != f"test_{TASK}"} == {
        name: mark for name, mark in before.items() if name != f"test_{TASK}"
    }
    assert f"{NOT_FINAL} They wait for a person: {REASON}" in page(course, student).replace("&#45;", "-")


def test_by_the_courses_own_command(course, unsure):
    before = grades(course, "ann_all_right")
    graded = again(course, again=True, student="ann_all_right")
    (row,) = (row for row in graded.rows if row["task"] == TASK)
    assert row["waits"] == REASON
    (written,) = (
        one
        for one in results.read(course.root / "reports" / HOMEWORK / "results.json")
        if (one["student"], one["task"]) == ("ann_all_right", TASK)
    )
    assert written == row
    assert f"waits for a person: {REASON}" in class_table(graded.rows)
    assert_waits(course, "ann_all_right", before)


def test_by_nbgraders_command(course, unsure):
    course.config.ExecuteAndJudge.workers = 0
    before = grades(course, "ann_all_right")
    assert course.autograde(HOMEWORK, "ann_all_right").success
    assert_waits(course, "ann_all_right", before)


def test_a_persons_mark_ends_the_waiting(course, unsure):
    again(course, again=True, student="ann_all_right")
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade(f"test_{TASK}", NOTEBOOK, HOMEWORK, "ann_all_right")
        grade.manual_score, grade.needs_manual_grade = 2, False
        gradebook.db.commit()
    assert NOT_FINAL not in page(course, "ann_all_right")  # the cell's output still says what the grader thought


def test_in_words_and_for_gradescope_and_in_the_report(tmp_path):
    assert f"waits for a person: {REASON}" in in_words(WAITING)
    assert "waits" not in in_words(VERDICT)
    assert f"{TASK} waits for a person: {REASON}" in results_of([WAITING], [], 1)["output"]
    assert results_of([WAITING], [], 1)["tests"] == results_of([VERDICT], [], 1)["tests"]
    write_report([results.row("ann", HOMEWORK, WAITING)], {"ann": {"notes": []}}, tmp_path / "report.html", "class")
    assert REASON in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert REASON in (tmp_path / "report.csv").read_text(encoding="utf-8-sig")
