"""results.json is what its schema says, and grading one student leaves the others' results as they were."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest

from autograder.assignments import solved_cell
from autograder.gradebook.grading_run import merged
from autograder.judging.judge import judge
from autograder.judging.points import max_points
from autograder.judging.verdict import Verdict
from autograder.reports import results
from tests.asking import SAMPLES, ask

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs" / "results.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    """Rows of every status there is."""
    wrong = (SAMPLES / "wrong" / "pre_processing" / "no_division_by_255.py").read_text(encoding="utf-8")
    worthless = (SAMPLES / "no_marks" / "saliency_map" / "returns_nothing.py").read_text(encoding="utf-8")
    found = judge(
        {
            "predict": ask("predict", solved_cell("predict")),
            "pre_processing": ask("pre_processing", wrong),
            "saliency_map": ask("saliency_map", worthless),
            "pool_gradients": [],
        }
    )
    found["vgg_hook"] = Verdict.not_judged("vgg_hook", max_points("vgg_hook"), "The grader itself failed.")
    [silent] = results.without_notebook({"backprop": max_points("backprop")}, "ada: there is no notebook")
    return [results.row("ada", "part1", verdict) for verdict in [*found.values(), silent]]


def test_the_file_has_a_line_for_each_row(rows, tmp_path):
    results.write(rows, tmp_path / "results.json")
    assert results.read(tmp_path / "results.json") == rows
    first, *lines, last = (tmp_path / "results.json").read_text(encoding="utf-8").splitlines()
    assert (first, last) == ("[", "]")
    assert [json.loads(line.rstrip(",")) for line in lines] == rows
    for empty in ([], {}):
        results.write(empty, tmp_path / "empty.json")
        assert results.read(tmp_path / "empty.json") == empty


def fits(rows: object) -> bool:
    return jsonschema.Draft202012Validator(SCHEMA).is_valid(rows)


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_rows_of_every_status_fit_the_schema(rows):
    assert {row["status"] for row in rows} == {"passed", "partial", "failed", "unanswered", "not_judged"}
    jsonschema.validate(json.loads(json.dumps(rows)), SCHEMA)


def test_every_row_has_the_fields_that_the_issue_names(rows):
    names = {"student", "assignment", "task", "points", "max_points", "status", "misconception", "message", "checks"}
    for row in rows:
        assert names <= set(row)
        assert {"name", "points", "max_points", "passed"} <= set().union(*row["checks"]) or not row["checks"]


def test_points_of_a_row_are_those_of_its_checks(rows):
    for row in rows:
        if row["checks"]:
            assert row["points"] == sum(check["points"] for check in row["checks"])
            assert row["max_points"] == sum(check["max_points"] for check in row["checks"])


def test_a_known_mistake_is_named(rows):
    by_task = {row["task"]: row for row in rows}
    assert by_task["pre_processing"]["misconception"]
    assert by_task["pre_processing"]["hint"]
    assert by_task["predict"]["misconception"] is None


@pytest.mark.parametrize(
    "change",
    [
        {"status": "right"},
        {"points": -1},
        {"points": "3"},
        {"max_points": 0},
        {"student": ""},
        {"misconception": 3},
        {"message": ""},
        {"another_field": 1},
        {"checks": [{"name": "one"}]},
        {"checks": None},
    ],
    ids=str,
)
def test_a_broken_row_does_not_fit(change, rows):
    assert not fits([rows[0] | change])


@pytest.mark.parametrize("name", ["student", "assignment", "task", "points", "max_points", "status", "checks", "misconception"])
def test_a_row_without_a_field_does_not_fit(name, rows):
    row = copy.deepcopy(rows[0])
    del row[name]
    assert not fits([row])


# --- the file ----------------------------------------------------------------------------------------------------------


def test_what_is_written_is_read(tmp_path, rows):
    path = tmp_path / "reports" / "part1" / "results.json"
    results.write(rows, path)
    assert results.read(path) == rows


def test_a_file_that_is_no_results_file_says_what_to_do(tmp_path):
    path = tmp_path / "results.json"
    path.write_text('[{"student": ')
    with pytest.raises(ValueError, match="Delete it and grade again") as raised:
        results.read(path)
    assert str(path) in str(raised.value)


def student_row(student: str, points: float = 0) -> dict:
    return {"student": student, "task": "predict", "points": points}


def test_grading_one_student_keeps_the_others(tmp_path):
    path = tmp_path / "results.json"
    results.write([student_row("ada"), student_row("ben"), student_row("cem")], path)
    rows = merged(path, [student_row("ben", 3)])
    assert sorted(rows, key=lambda row: row["student"]) == [student_row("ada"), student_row("ben", 3), student_row("cem")]


def test_grading_a_new_student_adds_one(tmp_path):
    path = tmp_path / "results.json"
    assert merged(path, [student_row("ada")]) == [student_row("ada")]
    results.write([student_row("ada")], path)
    assert merged(path, [student_row("ben")]) == [student_row("ada"), student_row("ben")]
