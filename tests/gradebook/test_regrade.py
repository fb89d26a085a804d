"""Grading again judges what has changed and nothing else, writes nothing in a dry run, and keeps what people have given."""

import argparse
import dataclasses
import io
import json

import jsonschema
import pytest

from autograder import cli
from autograder.authoring.sample_class import Student
from autograder.commands.grade import say
from autograder.gradebook import regrade_preview
from autograder.gradebook.grading_run import judged_otherwise
from autograder.gradebook.staleness import LOST, NOT_YET, Mark, grading_states, marks_of
from autograder.grading import pipeline, provenance
from autograder.judging.verdict import Provenance, Verdict
from autograder.reports import results
from autograder.workers.progress import Progress
from tests.gradebook.homework_class import CLASS, HOMEWORK, NOTEBOOK, ROOT, again, autograded, give, state

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning", "ignore::DeprecationWarning")


@pytest.fixture
def judged(monkeypatch) -> list[str]:
    """The students who are judged from now on."""
    names: list[str] = []
    mark = pipeline.grade_submission

    def counting(submission, *others):
        names.append(submission.student)
        return mark(submission, *others)

    monkeypatch.setattr(pipeline, "grade_submission", counting)
    return names


# --- what a verdict rests on ---------------------------------------------------------------------------------------


def test_every_row_says_what_it_rests_on(course):
    rows = results.read(course.root / "reports" / HOMEWORK / "results.json")
    jsonschema.validate(rows, json.loads((ROOT / "docs" / "results.schema.json").read_text(encoding="utf-8")))
    assert {row["student"] for row in rows} == {student.name for student in CLASS}
    for row in rows:
        assert all(len(value) == 16 for value in row["hashes"].values())
    common = [{name: value for name, value in row["hashes"].items() if name != "submission"} for row in rows]
    assert all(hashes == common[0] for hashes in common)
    assert len({row["hashes"]["submission"] for row in rows}) == len(CLASS)


def test_where_one_part_ends_counts():
    assert provenance.hash_of([b"ab", b"c"]) != provenance.hash_of([b"a", b"bc"])


def test_what_has_changed_is_named():
    before = Provenance(*"abcdef")
    assert provenance.changed(before, before) == []
    assert provenance.changed(before, Provenance("a", "b", "C", "d", "e", "F")) == ["rubric", "environment"]
    assert provenance.changed(None, before) == list(before.to_json())


# --- only what has changed -----------------------------------------------------------------------------------------


def test_an_unchanged_class_is_not_judged(course, judged):
    before = results.read(course.root / "reports" / HOMEWORK / "results.json")
    marks, notes = marks_of(course, HOMEWORK), again(course)
    assert judged == []
    assert notes.reasons == {}
    assert notes.rows == before
    assert "rename it" in notes.notes["cat_another_notebook"][0]
    assert marks_of(course, HOMEWORK) == marks


def test_a_changed_submission_is_judged_alone(course, judged):
    give(course, Student("bob_wrong"))
    graded = again(course)
    assert judged == ["bob_wrong"]
    assert graded.reasons == {"bob_wrong": ["submission"]}
    assert marks_of(course, HOMEWORK)["bob_wrong"]["test_max_distance_baseline"].auto == 3


def test_a_file_beside_the_notebook_and_the_time_of_handing_in_belong_to_a_submission(course):
    (course.folder("submitted", "ann_all_right", HOMEWORK) / "notes.txt").write_text("a")
    (course.folder("submitted", "bob_wrong", HOMEWORK) / "timestamp.txt").write_text("2026-01-01 00:00:00 UTC")
    reasons = {state.student: state.reasons for state in grading_states(course, HOMEWORK, [s.name for s in CLASS])}
    assert reasons == {"ann_all_right": ["submission"], "bob_wrong": ["submission"], "cat_another_notebook": []}


@pytest.mark.parametrize("part", ["rubric", "reference", "cases"])
def test_all_are_judged_when_what_judges_them_changes(part, course, monkeypatch):
    monkeypatch.setattr(provenance, f"of_{part}", lambda: "0" * 16)
    found = {state.student: state.reasons for state in grading_states(course, HOMEWORK, ["ann_all_right", "bob_wrong"])}
    assert found == {"ann_all_right": [part], "bob_wrong": [part]}


def test_all_are_judged_when_versions_limits_or_the_release_change(course, monkeypatch):
    course.config.ExecuteAndJudge.cell_seconds = 61
    assert [state.reasons for state in grading_states(course, HOMEWORK, ["ann_all_right"])] == [["environment"]]
    course.config.ExecuteAndJudge.cell_seconds = 60
    assert [state.reasons for state in grading_states(course, HOMEWORK, ["ann_all_right"])] == [[]]
    monkeypatch.setattr(provenance, "versions", lambda: (("torch", "0"),))
    path = course.root / "release" / HOMEWORK / f"{NOTEBOOK}.ipynb"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert [state.reasons for state in grading_states(course, HOMEWORK, ["ann_all_right"])] == [["release", "environment"]]


def test_what_a_killed_grader_leaves_is_judged_again(course, judged):
    """Half a notebook; marks in a notebook that the gradebook does not hold; a notebook that was not executed yet."""
    path = autograded(course, "ann_all_right")
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:5000])
    with course.gradebook() as gradebook:
        gradebook.find_grade("test_blurred_baseline", NOTEBOOK, HOMEWORK, "bob_wrong").auto_score = None
        gradebook.db.commit()
    graded = again(course)
    assert graded.reasons == {"ann_all_right": [NOT_YET], "bob_wrong": [LOST]}
    assert sorted(judged) == ["ann_all_right", "bob_wrong"]
    assert again(course).reasons == {}


def test_a_gradebook_from_an_older_copy_is_said(course, judged, capsys):
    with course.gradebook() as gradebook:
        for student in ("ann_all_right", "bob_wrong"):
            gradebook.find_grade("test_blurred_baseline", NOTEBOOK, HOMEWORK, student).auto_score = None
        gradebook.db.commit()
    options = argparse.Namespace(verbose=False, assignment=HOMEWORK, dry_run=False, json=None)
    say(again(course), course, options)
    assert "note: the gradebook lacked the marks of 2 submissions in autograded/" in capsys.readouterr().out
    say(again(course), course, options)
    assert "lacked" not in capsys.readouterr().out


def test_again_judges_all(course, judged):
    assert set(again(course, again=True).reasons) == set(judged) == {"ann_all_right", "bob_wrong"}


def test_one_student_alone(course, judged):
    give(course, Student("bob_wrong"))
    give(course, Student("ann_all_right", {"blurred_baseline": "wrong/box_blur"}))
    assert [row["student"] for row in again(course, student="bob_wrong").rows] == ["bob_wrong", "bob_wrong"]
    assert judged == ["bob_wrong"]
    rows = results.read(course.root / "reports" / HOMEWORK / "results.json")
    assert sorted({row["student"] for row in rows}) == [student.name for student in CLASS]


@pytest.mark.parametrize("other", ["submission", "rubric", "environment"])
def test_what_a_worker_judged_by_other_files_does_not_count(other):
    here = Provenance(*"abcdef")
    verdict = Verdict("predict", 3, 3, "passed", "Right.").resting_on(dataclasses.replace(here, **{other: "0"}))
    said = judged_otherwise([verdict], here)
    assert (f"another {other} than" in said) == (other != "submission")
    assert bool(said) == (other != "submission")


# --- a dry run, and the difference ---------------------------------------------------------------------------------


def test_a_dry_run_writes_nothing(course, judged):
    give(course, Student("bob_wrong"))
    give(course, Student("dan_is_new"))
    before = state(course.root)
    graded = again(course, dry_run=True)
    assert sorted(judged) == ["bob_wrong", "dan_is_new"]
    assert {row["points"] for row in graded.rows if row["student"] == "bob_wrong"} == {3}
    assert state(course.root) == before


def test_diff_says_whose_marks_move_by_which_check_and_why(course, capsys):
    give(course, Student("bob_wrong"))
    give(course, Student("ann_all_right", {"blurred_baseline": "wrong/box_blur"}))
    before = state(course.root)
    assert cli.main(["diff", HOMEWORK, "--course", str(course.root)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert state(course.root) == before
    assert any(
        line.startswith("bob_wrong, max_distance_baseline: ") and "-> 3 points, up (changed: submission)" in line
        for line in lines
    )
    assert any(line.startswith("ann_all_right, blurred_baseline: 3 -> ") and "down" in line for line in lines)
    assert any(line.startswith("    ") and " -> " in line and ": " in line for line in lines)
    assert lines[-1].startswith("2 students' marks would change (1 tasks up, 1 down), 0 were judged again")


def test_diff_says_that_a_persons_points_stay(course):
    with course.gradebook() as gradebook:
        gradebook.find_grade("test_max_distance_baseline", NOTEBOOK, HOMEWORK, "bob_wrong").manual_score = 1
        gradebook.db.commit()
    give(course, Student("bob_wrong"))
    graded = again(course, dry_run=True)
    [change] = regrade_preview.changes(graded, marks_of(course, HOMEWORK))
    assert change.by_hand == 1
    assert any("the 1 points that a person gave stay" in line for line in regrade_preview.in_words(graded, [change]))


def test_nothing_to_say_of_an_unchanged_class(course):
    graded = again(course, again=True, dry_run=True)
    assert regrade_preview.changes(graded, {}) == []
    [line] = regrade_preview.in_words(graded, [])
    assert line.startswith("0 students' marks would change (0 tasks up, 0 down), 2 were judged again with the same points, 1 had")


# --- what people have given ----------------------------------------------------------------------------------------


def test_what_people_gave_stays(course):
    """Points for a written answer, points in place of the grader's, extra credit, a comment, a penalty."""
    with course.gradebook() as gradebook:
        written = gradebook.find_grade("why_integrated_gradients", NOTEBOOK, HOMEWORK, "bob_wrong")
        written.manual_score, written.needs_manual_grade = 3.5, False
        mine = gradebook.find_grade("test_max_distance_baseline", NOTEBOOK, HOMEWORK, "bob_wrong")
        mine.manual_score, mine.extra_credit = 2, 1
        gradebook.find_comment("why_integrated_gradients", NOTEBOOK, HOMEWORK, "bob_wrong").manual_comment = "Well said."
        gradebook.find_submission_notebook(NOTEBOOK, HOMEWORK, "bob_wrong").late_submission_penalty = 1.5
        gradebook.db.commit()
    give(course, Student("bob_wrong"))
    assert again(course).not_judged == []
    with course.gradebook() as gradebook:
        mine = gradebook.find_grade("test_max_distance_baseline", NOTEBOOK, HOMEWORK, "bob_wrong")
        assert (mine.auto_score, mine.manual_score, mine.extra_credit) == (3, 2, 1)
        assert gradebook.find_grade("why_integrated_gradients", NOTEBOOK, HOMEWORK, "bob_wrong").manual_score == 3.5
        comment = gradebook.find_comment("why_integrated_gradients", NOTEBOOK, HOMEWORK, "bob_wrong")
        assert comment.manual_comment == "Well said."
        assert gradebook.find_submission_notebook(NOTEBOOK, HOMEWORK, "bob_wrong").late_submission_penalty == 1.5


def test_a_courses_own_rule_for_penalties_is_followed(course):
    course.config.LateSubmissionPlugin.penalty_method = "zero"
    (course.folder("submitted", "ann_all_right", HOMEWORK) / "timestamp.txt").write_text("2026-03-02 00:00:00 UTC")
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(HOMEWORK, duedate="2026-03-01 00:00:00 UTC")
    again(course)
    with course.gradebook() as gradebook:
        late = gradebook.find_submission_notebook(NOTEBOOK, HOMEWORK, "ann_all_right")
        assert late.late_submission_penalty == late.score == 6


# --- progress ------------------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(out, steps: int, seconds: float, fails: int = 0) -> str:
    now = [0.0]
    shown = Progress("grading part1", steps, "not judged", out=out, clock=lambda: now[0])
    for step in range(steps):
        now[0] += seconds
        shown.step(fails=step < fails)
    shown.close()
    return out.getvalue()


def test_a_log_gets_a_plain_line_now_and_then():
    said = run(io.StringIO(), 40, 1.0, fails=1)
    assert said.splitlines() == [
        "grading part1: 15 of 40, 1 a second, 25 s left, 1 not judged",
        "grading part1: 30 of 40, 1 a second, 10 s left, 1 not judged",
        "grading part1: 40 of 40, 1 a second, 40 s in all, 1 not judged",
    ]
    assert "\r" not in said


def test_what_is_over_soon_says_nothing_in_a_log():
    assert run(io.StringIO(), 3, 0.5) == ""


def test_a_terminal_gets_a_bar():
    assert "grading part1" in run(Terminal(), 3, 1.0)


def test_marks_are_plain(course):
    assert marks_of(course, HOMEWORK)["cat_another_notebook"]["test_blurred_baseline"] == Mark(0, None)


# --- results before, and elsewhere -----------------------------------------------------------------------------------


def test_grading_keeps_the_results_before_and_says_where_it_wrote_others(course, tmp_path):
    file = results.default_place(course.root, HOMEWORK)
    before = [row | {"points": 0.0, "status": "failed"} for row in results.read(file)]
    results.write(before, file)
    again(course)
    assert results.read(results.previous_beside(file)) == before != results.read(file)
    again(course)
    assert results.read(results.previous_beside(file)) == before
    again(course, json_file=tmp_path / "mine.json")
    assert results.last_place(file) == tmp_path / "mine.json"
    again(course, dry_run=True)
    assert results.last_place(file) == tmp_path / "mine.json"
    again(course)
    assert results.last_place(file) == file
