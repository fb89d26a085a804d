"""The class in numbers that can be checked on paper, and the report that shows them."""

import csv
import math

import pytest
from bs4 import BeautifulSoup

from autograder.cli import main
from autograder.reports.class_report import write_report
from autograder.reports.item_analysis import by_task, costs, mistakes, totals
from autograder.reports.results import write


def check(task: str, number: int, passed: int) -> dict:
    points = {"points": float(passed), "max_points": 1.0, "passed": bool(passed)}
    return {"name": f"check_{number}", "sentence": f"Check {number} of {task}.", "message": ""} | points


def row(student: str, task: str, passed: list[int], status: str = "partial", **more) -> dict:
    checks = [check(task, number, one) for number, one in enumerate(passed)]
    return {
        "student": student, "assignment": "part1", "task": task, "points": float(sum(passed)), "max_points": float(len(passed)),
        "status": status, "misconception": None, "message": "", "hint": "", "checks": checks,
    } | more  # fmt: skip


# five students: the first check of `one` follows the total of `two`, its second is passed by all, `two` has one check
ONE = {"ann": [1, 1], "ben": [1, 1], "cem": [0, 1], "dora": [0, 1], "eli": [1, 1]}
TWO = {"ann": [1], "ben": [1], "cem": [0], "dora": [0], "eli": [0]}
ROWS = [row(name, "one", passed) for name, passed in ONE.items()] + [row(name, "two", passed) for name, passed in TWO.items()]


def test_facility_is_the_share_of_the_points():
    one, two = by_task(ROWS)
    assert (one.facility, two.facility) == (0.8, 0.4)
    assert [check.facility for check in one.checks] == [0.6, 1.0]


def test_discrimination_is_the_correlation_with_the_rest():
    one, two = by_task(ROWS)
    assert two.discrimination == pytest.approx(2 / 3)  # of 1 1 0 0 0 with 2 2 1 1 2
    assert one.checks[0].discrimination == pytest.approx(2 / 3)  # of 1 1 0 0 1 with 2 2 1 1 1
    assert math.isnan(one.checks[1].discrimination)
    assert [check.separates_nobody for check in one.checks] == [False, True]


def test_whoever_was_not_judged_counts_nowhere_but_is_named():
    rows = [*ROWS, row("fay", "one", [0, 0], "not_judged"), row("fay", "two", [0])]
    assert "fay" not in totals(rows)
    assert by_task(rows)[0].facility == 0.8
    assert by_task(rows)[0].statuses["not_judged"] == 1


def test_mistakes_are_counted_over_the_class():
    rows = [row(name, "one", [0], misconception="no_relu") for name in ("ann", "ben")] + [
        row("cem", "two", [0], misconception="x")
    ]
    assert mistakes(by_task(rows)) == [("one", "no_relu", 2), ("two", "x", 1)]


def test_costs_are_of_those_that_are_known():
    found = costs({"ann": {"cpu": 1.0, "seconds": 2.0}, "ben": {"cpu": 3.0}, "cem": {"notes": []}})
    assert (found["cpu median"], found["cpu all"], found["per core-hour"], found["seconds all"]) == (2.0, 4.0, 1800.0, 2.0)
    assert costs({}) == {}


def test_few_students_have_no_correlation():
    assert math.isnan(by_task(ROWS[:4])[0].discrimination)


def course(folder, rows, submissions):
    write(rows, folder / "reports" / "part1" / "results.json")
    write(submissions, folder / "reports" / "part1" / "submissions.json")
    return folder


NOTES = {"ann": {"notes": ["there is no x.ipynb in submitted/ann/part1"], "cpu": 1.5, "seconds": 2.0}}


def test_the_command_writes_a_page_and_a_table(tmp_path, capsys):
    rows = [*ROWS, row("fay", "one", [0, 0], "not_judged", message="=cmd()|the grader failed")]
    assert main(["report", "part1", "--course", str(course(tmp_path, rows, NOTES))]) == 0
    page = (tmp_path / "reports" / "part1" / "report.html").read_text(encoding="utf-8")
    soup = BeautifulSoup(page, "html.parser")
    assert "2400 submissions per core-hour" in soup.text
    assert "NOT JUDGED, and without a grade: fay" in soup.text
    assert "separates nobody" in soup.text
    assert len(soup.find_all("svg")) == 2  # no known mistake: no figure of them
    assert all(svg["aria-label"] for svg in soup.find_all("svg"))
    assert not soup.find_all(["script", "link", "iframe", "img"])
    text = (tmp_path / "reports" / "part1" / "report.csv").read_text(encoding="utf-8-sig")
    lines = list(csv.DictReader(text.splitlines()))
    assert len(lines) == 11
    assert lines[2] | {"student": "cem", "points": "1.0", "failed_checks": "check_0"} == lines[2]
    assert lines[-1]["message"] == "'=cmd()|the grader failed"
    assert "report.csv" in capsys.readouterr().out


def test_without_names_nobody_is_named(tmp_path):
    rows = [*ROWS, row("fay", "one", [0], "failed", message="fay/part1 was empty")]
    main(["report", "part1", "--course", str(course(tmp_path, rows, NOTES)), "--anonymous"])
    for path in (tmp_path / "reports" / "part1").glob("report_anonymous.*"):
        text = path.read_text(encoding="utf-8")
        assert not any(name in text for name in ("ann/", ">ann<", "ben", "dora", "eli", "fay"))
        assert "student 6" in text
    assert len(list((tmp_path / "reports" / "part1").glob("report_anonymous.*"))) == 2


def test_a_report_before_grading_says_what_to_do(tmp_path, capsys):
    assert main(["report", "part1", "--course", str(tmp_path)]) != 0
    assert "run `autograder grade part1` first" in capsys.readouterr().err


def test_an_empty_class_has_a_page(tmp_path):
    write_report([], {}, tmp_path / "report.html", "Nobody")
    assert "Marks of 0 students" in (tmp_path / "report.html").read_text(encoding="utf-8")
