"""Points on their way to the LMS: the right ones, once, of those who are finished; nothing lost, nobody's hand undone."""

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.gradebook.nbgrader_course import Course
from tests.lti.lms import RESULT, SCORE

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
ROSTER = "student,name,lti_id\nada,Ada Lovelace,u-1\nben,Ben Best,u-2\ncem,Cem Tan,u-3\ndan,Dan Day,\nzoe,Zoë van Dam,u-5\n"


@dataclass
class Class:
    """A course with a gradebook, and what is sent of it."""

    root: Path
    site: Path
    tool: object
    book: object
    monkeypatch: pytest.MonkeyPatch

    def send(self, *options: str, assignment: str = "part1") -> int:
        words = ["send_points.py", assignment, "--site", str(self.site), "--course", str(self.root), *options]
        self.monkeypatch.setattr(sys, "argv", words)
        return self.tool.send_points.main()

    def score(self, student: str, points: float | None, **more) -> None:
        grade = self.book.find_grade("test", "n", "part1", student)
        grade.auto_score, grade.needs_manual_grade = points, False
        for name, value in more.items():
            setattr(grade, name, value)
        self.book.db.commit()


@pytest.fixture(scope="module")
def gradebook(tmp_path_factory) -> Path:
    """Ten points: ada has 7.5, one off for being late, ben 0; cem is not judged, dan has no lti_id, zoe submitted nothing."""
    folder = tmp_path_factory.mktemp("graded")
    (folder / "nbgrader_config.py").write_text("c = get_config()", encoding="utf-8")
    with Course(folder).gradebook() as book:
        book.add_assignment("part1")
        book.add_notebook("n", "part1")
        book.add_grade_cell("test", "n", "part1", max_score=10, cell_type="code")
        for student, points in (("ada", 7.5), ("ben", 0.0), ("cem", None), ("dan", 3.0)):
            book.add_student(student)
            book.add_submission("part1", student)
            grade = book.find_grade("test", "n", "part1", student)
            grade.auto_score, grade.needs_manual_grade = points, False
        book.find_submission_notebook("n", "part1", "ada").late_submission_penalty = 1.0
        book.db.commit()
    return folder


@pytest.fixture
def graded(course, gradebook, site, lms, tool, monkeypatch):
    """That class, in a course of its own."""
    for name in ("nbgrader_config.py", "gradebook.db"):
        shutil.copyfile(gradebook / name, course / name)
    (course / "roster.csv").write_text(ROSTER, encoding="utf-8")
    for number, name in enumerate(("Ada Lovelace", "Ben Best", "Cem Tan", "Dan Day", "Zoë van Dam"), start=1):
        lms.enrol(f"u-{number}", name)
    with Course(course).gradebook() as book:
        yield Class(course, site, tool, book, monkeypatch)


def there(lms) -> dict[str, float]:
    """What the LMS's one column has."""
    return {user: score["scoreGiven"] for user, score in lms.scores.get("1", {}).items()}


def posted(lms) -> list[str]:
    return [path for method, path in lms.asked if method == "POST" and path.endswith("/scores")]


def test_points_arrive_with_penalties_taken_off(graded, lms, capsys):
    assert graded.send() == 0
    assert there(lms) == {"u-1": 6.5, "u-2": 0.0}
    score = lms.scores["1"]["u-1"]
    assert (score["scoreMaximum"], score["activityProgress"], score["gradingProgress"]) == (10, "Completed", "FullyGraded")
    assert (lms.columns["1"]["label"], lms.columns["1"]["resourceId"], lms.columns["1"]["scoreMaximum"]) == ("part1", "part1", 10)
    said = capsys.readouterr().out
    assert "ada: none -> 6.5" in said
    assert "dan: none -> 3; kept back: no lti_id" in said
    assert "2 sent, 0 not taken, 0 unchanged, 2 with nothing, 1 kept back" in said


def test_a_second_time_sends_nothing(graded, lms):
    graded.send()
    before = posted(lms)
    assert graded.send() == 0
    assert posted(lms) == before
    assert len(lms.columns) == 1


def test_only_what_changed_is_sent(graded, lms, capsys):
    graded.send()
    graded.score("ben", 4.0)
    capsys.readouterr()
    graded.send()
    assert len(posted(lms)) == 3
    assert there(lms) == {"u-1": 6.5, "u-2": 4.0}
    assert "ben: 0 -> 4" in capsys.readouterr().out


def test_a_dry_run_changes_nothing(graded, lms, capsys):
    assert graded.send("--dry-run") == 0
    assert (lms.columns, lms.scores) == ({}, {})
    assert not (graded.root / "lti_sent.jsonl").exists()
    assert "2 would be sent" in capsys.readouterr().out


def test_a_mark_that_a_teacher_changed_in_the_lms_stays(graded, lms, capsys):
    graded.send()
    lms.overwrite("1", "u-1", 9.0, 10.0)
    assert graded.send() == 1
    assert "ada: 9 -> 6.5; kept back" in capsys.readouterr().out
    assert lms.results["1"]["u-1"]["resultScore"] == 9.0
    assert graded.send("--overwrite") == 0
    assert lms.results["1"]["u-1"]["resultScore"] == 6.5


def test_a_mark_that_was_there_before_stays(graded, lms):
    lms.add_column({"label": "Part 1", "scoreMaximum": 100, "resourceId": "part1"})
    lms.overwrite("1", "u-2", 50.0, 100.0)
    assert graded.send() == 1
    assert there(lms) == {"u-1": 6.5}


def test_another_scale_in_the_lms_is_no_change(graded, lms):
    """A column of 100 points: what the LMS says of it is read on our scale."""
    lms.add_column({"label": "Part 1", "scoreMaximum": 100, "resourceId": "part1"})
    graded.send()
    assert lms.results["1"]["u-1"]["resultScore"] == 65.0
    before = posted(lms)
    assert graded.send() == 0
    assert posted(lms) == before


def test_who_waits_for_a_person_is_kept_back(graded, lms, capsys):
    graded.score("ada", 7.5, needs_manual_grade=True)
    graded.send()
    assert there(lms) == {"u-2": 0.0}
    assert "a person is to look at it" in capsys.readouterr().out
    graded.send("--unfinished")
    assert lms.scores["1"]["u-1"]["gradingProgress"] == "PendingManual"


def test_a_mark_that_is_gone_here_is_not_taken_away_there(graded, lms):
    """As after an older gradebook was put back: an empty cell changes no mark, as in the exported files."""
    graded.send()
    graded.score("ada", None)
    assert graded.send() == 0
    assert there(lms)["u-1"] == 6.5


def test_a_class_of_several_pages(graded, lms):
    """Results and columns come in pages; of those that stand on a later page nothing is sent twice."""
    for number in range(5):
        lms.add_column({"label": f"Quiz {number}", "scoreMaximum": 5, "resourceId": f"quiz{number}"})
    rows = "".join(f"s{number},Student {number},v-{number}\n" for number in range(5))
    (graded.root / "roster.csv").write_text(ROSTER + rows, encoding="utf-8")
    for number in range(5):
        lms.enrol(f"v-{number}", f"Student {number}")
        graded.book.add_student(f"s{number}")
        graded.book.add_submission("part1", f"s{number}")
        graded.score(f"s{number}", float(number))
    graded.send()
    (graded.root / "lti_sent.jsonl").unlink()  # the LMS says by itself what it has
    before = posted(lms)
    assert graded.send() == 0
    assert posted(lms) == before
    assert len(before) == 7
    assert len(lms.columns) == 6


def test_a_column_by_its_name(graded, lms, capsys):
    with (graded.site / "lti.toml").open("a", encoding="utf-8") as file:
        file.write('[columns]\npart1 = "Homework"\n')
    assert graded.send() == 2
    assert "the LMS has no column 'Homework'; it has none" in capsys.readouterr().err
    lms.add_column({"label": "Homework", "scoreMaximum": 10})
    graded.send()
    assert there(lms) == {"u-1": 6.5, "u-2": 0.0}


def test_two_columns_are_not_guessed(graded, lms, capsys):
    for _ in range(2):
        lms.add_column({"label": "Part 1", "scoreMaximum": 10, "resourceId": "part1"})
    assert graded.send() == 2
    assert lms.scores == {}
    assert "2 columns for part1" in capsys.readouterr().err


def test_where_the_lms_does_not_say_what_it_has(graded, lms, site):
    """Without the right to read results, what was sent before decides."""
    lms.scopes.remove(RESULT)
    services = json.loads((site / "lti_services.json").read_text(encoding="utf-8")) | {"scopes": lms.scopes}
    (site / "lti_services.json").write_text(json.dumps(services), encoding="utf-8")
    graded.send()
    graded.score("ben", 2.0)
    graded.send()
    assert there(lms) == {"u-1": 6.5, "u-2": 2.0}
    assert len(posted(lms)) == 3


# --- what can go wrong ---------------------------------------------------------------------------------------------


def test_one_that_is_not_taken_stops_nobody_else(graded, lms, capsys):
    del lms.people["u-1"]  # has left the course
    assert graded.send() == 1
    assert there(lms) == {"u-2": 0.0}
    said = capsys.readouterr()
    assert "not taken: ada: the LMS answered 404 to POST" in said.err
    assert "no such user in this course" in said.err
    assert "1 sent, 1 not taken" in said.out


@pytest.mark.parametrize("answer", [(500, "broken\nTraceback"), (401, "expired"), (403, "closed"), (503, "busy")])
def test_a_class_that_stopped_halfway_is_finished_by_running_again(graded, lms, capsys, answer):
    lms.fails["POST", "/scores"] = [answer] * 8
    assert graded.send() == 1
    said = capsys.readouterr().err
    assert all(line.startswith("send_points: ") for line in said.splitlines())
    lms.fails.clear()
    assert graded.send() == 0
    assert there(lms) == {"u-1": 6.5, "u-2": 0.0}
    assert len(lms.columns) == 1


def test_a_stop_between_the_lms_and_the_note_sends_nothing_twice(graded, lms):
    graded.send()
    path = graded.root / "lti_sent.jsonl"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + '\n{"time": "2027-01-', encoding="utf-8")  # torn
    before = posted(lms)
    assert graded.send() == 0
    assert posted(lms) == before
    graded.score("ben", 5.0)  # ours it was, and is known to be: it may be changed again
    assert graded.send() == 0
    assert there(lms)["u-2"] == 5.0


def test_an_answer_that_got_lost_is_sent_again(graded, lms):
    """The LMS took it and said 502: the second sending takes the place of the first."""
    taken = lms.give

    def lost(number, score):
        lms.give = taken
        taken(number, score)
        return 502, {}

    lms.give = lost
    assert graded.send() in (0, 1)
    assert graded.send() == 0
    assert there(lms) == {"u-1": 6.5, "u-2": 0.0}


def test_a_tool_that_may_not_send_is_refused(graded, site, capsys, lms):
    services = json.loads((site / "lti_services.json").read_text(encoding="utf-8"))
    services["scopes"].remove(SCORE)
    (site / "lti_services.json").write_text(json.dumps(services), encoding="utf-8")
    assert graded.send() == 2
    assert "does not let this tool send points" in capsys.readouterr().err


def test_a_wrong_name_a_missing_course_and_a_damaged_gradebook_are_one_line_each(graded, lms, capsys, tmp_path):
    assert graded.send(assignment="part9") == 2
    assert "no such assignment: part9; the gradebook has part1" in capsys.readouterr().err
    graded.book.add_assignment("empty")
    assert graded.send(assignment="empty") == 2
    assert "empty has no points to send" in capsys.readouterr().err
    graded.root = tmp_path / "nowhere"
    assert graded.send() == 2
    assert "is no course" in capsys.readouterr().err
    graded.root = tmp_path / "new"
    graded.root.mkdir()
    (graded.root / "nbgrader_config.py").write_text("c = get_config()", encoding="utf-8")
    assert graded.send() == 2
    assert "nothing was graded yet" in capsys.readouterr().err
    (graded.root / "gradebook.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    assert graded.send() == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert lms.scores == {}


def test_services_without_tls_get_no_token(graded, site, capsys):
    services = json.loads((site / "lti_services.json").read_text(encoding="utf-8")) | {
        "lineitems_url": "http://lms.example.edu/columns"
    }
    (site / "lti_services.json").write_text(json.dumps(services), encoding="utf-8")
    assert graded.send() == 2
    assert "has no TLS" in capsys.readouterr().err
