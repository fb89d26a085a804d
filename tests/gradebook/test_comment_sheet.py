"""Points and comments in a spreadsheet and back: nothing is replaced silently, and each row that is not taken is named."""

import csv
from pathlib import Path

import pytest

from autograder import cli
from autograder.feedback import comment_bank
from autograder.gradebook.nbgrader_course import Course
from tests.gradebook.homework_class import HOMEWORK, NOTEBOOK

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::sqlalchemy.exc.SAWarning"),
]
TASK = "max_distance_baseline"
ANN, BOB = "ann_all_right", "bob_wrong"


def run(course: Course, kind: str, *words: object) -> int:
    return cli.main(["comments", kind, HOMEWORK, *map(str, words), "--course", str(course.root)])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(["student,task,points,comment", *lines]) + "\n", encoding="utf-8")
    return path


def held(course: Course, student: str, task: str = TASK) -> tuple[float | None, str | None]:
    with course.gradebook() as gradebook:
        notebook = gradebook.find_submission_notebook(NOTEBOOK, HOMEWORK, student)
        points = {grade.name.removeprefix("test_"): grade.manual_score for grade in notebook.grades}
        comments = {comment.name: comment.manual_comment for comment in notebook.comments}
        return points[task], comments.get(task)


def test_a_table_that_was_not_changed_changes_nothing(course, capsys, tmp_path):
    assert run(course, "import", write(tmp_path / "a.csv", f"{ANN},{TASK},1,=1+1")) == 0
    assert run(course, "export", "--output", tmp_path / "b.csv") == 0
    assert {row["comment"] for row in rows(tmp_path / "b.csv") if row["student"] == ANN and row["task"] == TASK} == {"'=1+1"}
    capsys.readouterr()
    assert run(course, "import", tmp_path / "b.csv") == 0
    assert "changed: 0;" in capsys.readouterr().out
    assert held(course, ANN) == (1.0, "=1+1")


def test_a_table_that_is_there_is_not_replaced(course, capsys, tmp_path):
    assert run(course, "export", "--output", tmp_path / "b.csv") == 0
    before = (tmp_path / "b.csv").read_bytes()
    assert run(course, "export", "--output", tmp_path / "b.csv") == 2
    assert "--force" in capsys.readouterr().err
    assert (tmp_path / "b.csv").read_bytes() == before


def test_what_was_typed_since_is_kept_and_named(course, capsys, tmp_path):
    assert run(course, "import", write(tmp_path / "a.csv", f"{ANN},{TASK},1,Good.")) == 0
    assert run(course, "import", write(tmp_path / "b.csv", f"{ANN},{TASK},2,Better.")) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "kept (--force replaces it)" in said
    assert held(course, ANN) == (1.0, "Good.")
    assert run(course, "import", tmp_path / "b.csv", "--force", "--dry-run") == 0
    assert held(course, ANN) == (1.0, "Good.")
    assert run(course, "import", tmp_path / "b.csv", "--force") == 0
    assert held(course, ANN) == (2.0, "Better.")


def test_each_row_that_is_not_taken_is_one_line(course, capsys, tmp_path):
    bad = [f"nobody,{TASK},1,", f"{ANN},no_task,1,", f"{ANN},{TASK},99,", f"{BOB},{TASK},many,"]
    assert run(course, "import", write(tmp_path / "a.csv", *bad, f"{BOB},blurred_baseline,,Well done.")) == 1
    said = capsys.readouterr().err.splitlines()
    assert [line.partition(": ")[0] for line in said] == ["NOT TAKEN"] * len(bad)
    assert [f"line {number}:" in line for number, line in enumerate(said, 2)] == [True] * len(bad)
    assert held(course, BOB, "blurred_baseline")[1] == "Well done."
    assert held(course, ANN) == (None, None)


def test_comments_are_kept_for_reuse(course, capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(comment_bank, "course_root", lambda: tmp_path)
    assert run(course, "import", write(tmp_path / "a.csv", f"{ANN},{TASK},,<b>Look</b> again.")) == 0
    assert run(course, "bank") == 0
    assert run(course, "bank") == 0
    assert "new: 0;" in capsys.readouterr().out
    assert comment_bank.bank() == {TASK: ["<b>Look</b> again."]}
    assert "&lt;b&gt;Look" in comment_bank.offered(TASK)
    assert comment_bank.offered("another") is None
