"""Deadlines are the course's own, extensions move them, penalties follow, and what cannot be read is said."""

import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from autograder import course_toml
from autograder.cli import main
from autograder.deadlines import LateRule, deadline_of, deadline_sentence, late_by, without_effect
from autograder.gradebook import file_copies
from tests.gradebook.homework_class import HOMEWORK, NOTEBOOK, again

DUE = datetime(2027, 1, 30, 22, 59)
TOML = """[course]
timezone = "Europe/Berlin"

[assignments.{name}]
due = 2027-01-30T23:59:00
late = {{grace_minutes = 15, percent_per_day = 10, most_percent = 50, closed_after_days = 7}}
"""


def write(course: Path, text: str, extensions: str = "") -> None:
    (course / "lessons").mkdir(exist_ok=True)
    (course / "lessons/course.toml").write_text(text, encoding="utf-8")
    if extensions:
        (course / "extensions.csv").write_text(f"student,assignment,until,reason\n{extensions}", encoding="utf-8")


@pytest.mark.parametrize(
    ("seconds", "percent"),
    [(0, 0), (15 * 60, 0), (15 * 60 + 1, 10), (86_400, 10), (86_401, 20), (6 * 86_400, 50), (7 * 86_400 + 1, 100)],
)
def test_the_rule_counts_days_that_have_begun(seconds, percent):
    assert LateRule(15, 10, 50, 7).percent(seconds) == percent


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("due = 2027-01-30T23:59:00", DUE),
        ("due = 2027-01-30T23:59:00-08:00", datetime(2027, 1, 31, 7, 59)),
        ('due = "2027-01-30 15:00 PST"', datetime(2027, 1, 30, 23)),
        ("due = 2027-01-30", datetime(2027, 1, 30, 22, 59, 59)),
        ("due = 2027-07-30T23:59:00", datetime(2027, 7, 30, 21, 59)),
        ("", None),
    ],
)
def test_a_due_date_is_in_the_courses_zone(text, due, tmp_path):
    write(tmp_path, f'[course]\ntimezone = "Europe/Berlin"\n[assignments.part1]\n{text}\n')
    assert deadline_of(tmp_path, "part1").due == due
    assert deadline_of(tmp_path, "part2").due is None


def test_an_extension_moves_the_deadline_of_one_student(tmp_path):
    lines = "ada,part1,2027-02-01 12:00,ill\nADA,part1,2027-02-02,ill again\nbob,part2,2027-03-01,\neve,part1,2027-01-01,\n"
    write(tmp_path, TOML.format(name="part1"), lines)
    ends = {student: deadline_of(tmp_path, "part1", student).end() for student in ("ada", "bob", "eve")}
    assert ends == {"ada": datetime(2027, 2, 2, 22, 59, 59), "bob": DUE, "eve": DUE}  # never earlier than for everybody
    ada = deadline_of(tmp_path, "part1", "ada")
    assert ada.penalty(20, datetime(2027, 2, 2, 12)) == 0
    assert ada.penalty(20, datetime(2027, 2, 3, 12)) == 2
    assert deadline_of(tmp_path, "part1", "bob").penalty(20, datetime(2027, 2, 2, 12)) == 6
    assert deadline_of(tmp_path, "part1", "bob").penalty(20, None) == 0


def test_students_read_it_in_words(tmp_path):
    write(tmp_path, TOML.format(name="part1"), "ada,part1,2027-02-01 12:00,a secret\n")
    rule = (
        "Each day that has begun after that costs 10 % of the points that were earned, at most 50 %; "
        "after 7 days nothing counts. Up to 15 minutes later is still in time."
    )
    assert deadline_sentence(tmp_path, "part1") == f"Due 2027-01-30 23:59 (Europe/Berlin). {rule}"
    assert deadline_sentence(tmp_path, "part2") == ""
    said = deadline_of(tmp_path, "part1", "ada").lines(datetime(2027, 2, 1, 13, 30))
    assert said == [
        "Due: 2027-02-01 12:00 (Europe/Berlin), which is your extension.",
        "Submitted: 2027-02-01 14:30 (Europe/Berlin), 2 hours 30 minutes late.",
        rule,
    ]
    assert "secret" not in " ".join(said)
    assert [late_by(seconds) for seconds in (5, 90_000)] == ["less than a minute", "1 day 1 hour"]


def test_extensions_that_nobody_has_used_are_said(tmp_path):
    (tmp_path / "release/part1").mkdir(parents=True)
    (tmp_path / "release/part2").mkdir()
    write(tmp_path, "", "ada,part1,2027-02-01,\nbbo,part1,2027-02-01,\nbob,part2,2027-02-01,\nbob,prat1,2027-02-01,\n")
    assert without_effect(tmp_path, "part1", ["Ada", "bob"]) == [
        "extensions.csv: bbo has an extension for part1 and has submitted nothing",
        "extensions.csv: bob has an extension for prat1, and there is no such assignment",
    ]


@pytest.mark.parametrize(
    ("text", "lines", "words"),
    [
        ('[course]\ntimezone = "Berlin"', "", "'Berlin' is no time zone"),
        ('[assignments.part1]\ndue = "soon"', "", "[assignments.part1], due: 'soon' is no time"),
        ('[assignments.part1]\ndue = "2027-01-30 15:00 XST"', "", "the zone 'XST' is not known"),
        ("[assignments.part1]\ndue = 3", "", "due: 3 is no time"),
        ("[assignments]\npart1 = 3", "", "expected a table"),
        ("[assignments.part1]\nlate = {percent_a_day = 3}", "", "'percent_a_day' is not known"),
        ("[assignments.part1]\nlate = {percent_per_day = -3}", "", "percent_per_day is -3"),
        ("[course]\nlate = 5", "", "5 is not known"),
        ("[course", "", "course.toml does not read"),
        ("", "ada,part1,soon,\n", "extensions.csv, line 2: 'soon' is no time"),
        ("", "ada,part1,,ill\n", "extensions.csv, line 2: expected a student"),
        ("", "ada,part1,2027-02-01 12:00 XST,ill\n", "line 2: the zone 'XST' is not known"),
    ],
)
def test_what_cannot_be_understood_is_said_in_one_line(text, lines, words, tmp_path):
    write(tmp_path, text, lines)
    with pytest.raises(ValueError, match=r"course\.toml|extensions\.csv") as caught:
        deadline_of(tmp_path, "part1", "bob")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_nbgraders_own_dates_are_read_right_or_refused():
    assert file_copies.parse_utc("2027-01-30 15:00 PST") == datetime(2027, 1, 30, 23)
    assert file_copies.parse_utc(DUE) == DUE
    assert file_copies.parse_utc(None) is None
    with pytest.raises(ValueError, match="XST"):
        file_copies.parse_utc("2027-01-30 15:00 XST")


def test_a_timestamp_without_a_known_zone_is_said(tmp_path):
    (tmp_path / "timestamp.txt").write_text("2027-01-30 15:00 PST", encoding="utf-8")
    assert file_copies.time_in(tmp_path) == (datetime(2027, 1, 30, 23), "")
    (tmp_path / "timestamp.txt").write_text("2027-01-30 15:00 XST", encoding="utf-8")
    when, problem = file_copies.time_in(tmp_path)
    assert when is None
    assert "timestamp.txt holds no time" in problem


# --- in the gradebook ------------------------------------------------------------------------------------------------


@pytest.fixture
def lay_down(monkeypatch) -> Callable[..., None]:
    """Puts text into the file of the course in use, of which the course directory of these tests is a grader's copy."""
    others = course_toml.settings()

    def lay(course, text: str, extensions: str = "") -> None:
        monkeypatch.setattr(course_toml, "settings", lambda: {**others, **tomllib.loads(text)})
        (course.root / "extensions.csv").write_text(f"student,assignment,until,reason\n{extensions}", encoding="utf-8")

    return lay


def penalty(course, student: str) -> float:
    with course.gradebook() as gradebook:
        return gradebook.find_submission_notebook(NOTEBOOK, HOMEWORK, student).late_submission_penalty


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning", "ignore::DeprecationWarning")
def test_penalties_follow_dates_extensions_and_what_a_person_gives(course, lay_down):
    handed_in = course.folder("submitted", "ann_all_right", HOMEWORK) / "timestamp.txt"
    handed_in.write_text("2027-02-01 12:00:00 UTC", encoding="utf-8")
    again(course)
    assert not penalty(course, "ann_all_right")
    lay_down(course, TOML.format(name=HOMEWORK))
    assert again(course).reasons == {}  # nothing is judged anew
    with course.gradebook() as gradebook:
        notebook = gradebook.find_submission_notebook(NOTEBOOK, HOMEWORK, "ann_all_right")
        assert notebook.score == 6
        assert gradebook.find_assignment(HOMEWORK).duedate == DUE
    assert penalty(course, "ann_all_right") == pytest.approx(1.2)  # two days have begun

    with course.gradebook() as gradebook:
        gradebook.find_grade("why_integrated_gradients", NOTEBOOK, HOMEWORK, "ann_all_right").manual_score = 4
        gradebook.db.commit()
    again(course)
    assert penalty(course, "ann_all_right") == pytest.approx(2.0)

    lay_down(course, TOML.format(name=HOMEWORK), f"ann_all_right,{HOMEWORK},2027-01-31 23:59,ill\n")
    again(course)
    assert penalty(course, "ann_all_right") == pytest.approx(1.0)
    assert course.generate_feedback(HOMEWORK, "ann_all_right").success
    page = (course.folder("feedback", "ann_all_right", HOMEWORK) / f"{NOTEBOOK}.html").read_text(encoding="utf-8")
    assert "which is your extension" in page
    assert "13 hours 1 minute late" in page  # 13:00 in Berlin, on the day after
    assert "1 point is taken off" in page

    lay_down(course, TOML.format(name=HOMEWORK), f"ann_all_right,{HOMEWORK},2027-02-03,ill\n")
    assert course.autograde(HOMEWORK, "ann_all_right").success  # nbgrader's own way
    assert not penalty(course, "ann_all_right")


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning", "ignore::DeprecationWarning")
def test_nbgraders_plugin_counts_from_the_courses_date_and_the_extension(course, lay_down):
    course.config.LateSubmissionPlugin.penalty_method = "zero"
    (course.folder("submitted", "ann_all_right", HOMEWORK) / "timestamp.txt").write_text(
        "2027-02-01 12:00:00 UTC", encoding="utf-8"
    )
    lay_down(course, f"[assignments.{HOMEWORK}]\ndue = 2027-01-30\n")
    assert course.autograde(HOMEWORK, "ann_all_right").success
    assert penalty(course, "ann_all_right") == 6
    lay_down(course, f"[assignments.{HOMEWORK}]\ndue = 2027-01-30\n", f"ann_all_right,{HOMEWORK},2027-02-03,ill\n")
    assert course.autograde(HOMEWORK, "ann_all_right").success
    assert not penalty(course, "ann_all_right")


def test_grading_refuses_early_what_it_cannot_read(course, lay_down, capsys):
    lay_down(course, "", f"ann_all_right,{HOMEWORK},soon,ill\n")
    assert main(["grade", HOMEWORK, "--course", str(course.root)]) == 2
    assert "extensions.csv, line 2: 'soon' is no time" in capsys.readouterr().err
