"""The class report: every student and every reason is there, and nothing that a student wrote is live in the page."""

from autograder.reports.class_report import write_report
from autograder.reports.terminal import class_table

ROWS = [
    {"student": "ann", "assignment": "part1", "task": "predict", "points": 3, "max_points": 3, "status": "passed",
     "misconception": None, "message": "Right.", "hint": "", "checks": []},
    {"student": "ben", "assignment": "part1", "task": "predict", "points": 1, "max_points": 3, "status": "partial",
     "misconception": "no_softmax", "message": "<script>alert(1)</script>", "hint": "", "checks": []},
]  # fmt: skip


def test_the_table_has_a_line_for_each_task_that_fits_the_width():
    lines = class_table(ROWS, width=60).splitlines()
    assert len(lines) == 3 and max(map(len, lines)) <= 60
    assert "1 of 3" in lines[2] and "no softmax" in lines[2]


def test_the_page_escapes_what_students_wrote(tmp_path):
    write_report(ROWS, {"ben": {"notes": ["<img src=x onerror=alert(1)>"]}}, tmp_path / "report.html", "Part <1>")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page and "<img" not in page
    assert "ann" in page and "no softmax  (predict)" in page and "Part &lt;1&gt;" in page
