"""Observations become verdicts: nothing that a notebook says is believed, and the grader's own fault is never a zero."""

import copy
import json
import time
from collections.abc import Callable
from functools import cache

import pytest

from autograder.assignments import all_cases, declaration, solved_cell
from autograder.assignments import checks as checks_of
from autograder.execution.published import is_visible
from autograder.judging import judge as judge_module
from autograder.judging.judge import judge, most_points, read_observations
from autograder.judging.points import max_points
from autograder.judging.verdict import Check, Verdict
from autograder.rubric import test_pre_processing as rubric_of_pre_processing
from tests.asking import SAMPLES, ask
from tests.this_course import TASKS

TASK = "pre_processing"


@cache
def asked(task: str) -> str:
    return json.dumps(ask(task, solved_cell(task)))


def right(task: str = TASK) -> list[dict]:
    """Fresh observations of a right answer."""
    return json.loads(asked(task))


def verdict(observations: list, task: str = TASK) -> Verdict:
    return judge({task: observations})[task]


def test_the_solved_cells_pass():
    found = judge({task: right(task) for task in TASKS})
    assert {task: (one.status, one.points) for task, one in found.items()} == {
        task: ("passed", max_points(task)) for task in TASKS
    }


def test_points_of_checks_add_up():
    half = "def pre_processing(obs, cuda):\n    return torch.zeros(1, 3, *obs.shape[:2])"
    found = verdict(ask(TASK, half))
    assert found.status == "partial"
    assert found.points == sum(check.points for check in found.checks if check.passed) > 0
    assert found.max_points == sum(check.max_points for check in found.checks) == max_points(TASK)
    assert [check.sentence for check in found.checks] == [" ".join(check.__doc__.split()) for check in checks_of(TASK)]
    assert all(check.message for check in found.checks if not check.passed)


def test_a_verdict_survives_json():
    for found in (verdict(right()), verdict([]), verdict(right()[:-1]), Verdict.not_judged(TASK, 4, "our fault")):
        assert Verdict.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_checks_decide_the_status():
    checks = [Check("one", "One.", 1, 1, True), Check("two", "Two.", 0, 1, False, "no two")]
    assert Verdict.of_checks(TASK, checks[:1]).status == "passed"
    assert Verdict.of_checks(TASK, checks).status == "partial"
    assert Verdict.of_checks(TASK, checks).message == "no two"
    assert Verdict.of_checks(TASK, checks[1:]).status == "failed"


# --- what is no answer -------------------------------------------------------------------------------------------------


def test_no_answer_is_unanswered():
    found = verdict([])
    assert (found.status, found.points, found.max_points) == ("unanswered", 0, max_points(TASK))
    assert declaration(TASK).defines in found.message
    assert judge({TASK: []}, {TASK: "The cell was deleted."})[TASK].message == "The cell was deleted."


def test_nothing_in_the_working_directory_is_run(tmp_path, monkeypatch):
    """pytest without a file collects where it stands: there the students' own files may lie."""
    (tmp_path / "test_of_a_student.py").write_text("open('it_ran', 'w')\n\ndef test(): pass\n")
    (tmp_path / "conftest.py").write_text("open('it_ran', 'w')\n")
    monkeypatch.chdir(tmp_path)
    judge({TASK: []})
    judge({TASK: right()})
    assert not (tmp_path / "it_ran").exists()


def test_an_unfilled_cell_is_unanswered():
    found = verdict(ask(TASK, "def pre_processing(obs, cuda):\n    raise NotImplementedError()"))
    assert (found.status, found.points) == ("unanswered", 0)
    assert "NotImplementedError" in found.message


def test_two_answers_to_one_case_count_as_none():
    once = right()
    forged = copy.deepcopy(once[-1])
    found = verdict([*once, forged])
    assert found.status != "passed"
    assert found.points < found.max_points
    assert "two answers to this case" in " ".join(check.message for check in found.checks)


def test_all_answers_doubled_are_no_answer_and_the_reason_is_true():
    found = verdict(right() + right())
    assert found.points == 0
    assert "two answers" in found.message
    assert "NotImplementedError" not in found.message


def test_a_missing_case_costs_points():
    for left_out in range(len(right())):
        observations = right()
        del observations[left_out]
        assert verdict(observations).points < max_points(TASK), f"case {left_out} can be left out for nothing"


def test_answers_to_other_tasks_and_cases_do_not_count():
    other_task = [observation | {"task": "predict"} for observation in right()]
    other_cases = [observation | {"number": observation["number"] + 5000} for observation in right()]
    assert verdict(other_task).points == 0
    assert verdict(other_cases).points == 0
    assert verdict(right() + other_task + other_cases).status == "passed"


GARBAGE = [
    None,
    7,
    "passed",
    [],
    {},
    {"task": TASK},
    {"task": TASK, "number": "0", "value": {}},
    {"task": TASK, "number": 0, "value": "right"},
    {"task": TASK, "number": 0.0, "value": {}},
    {"task": TASK, "number": None, "value": {}},
    {"task": [TASK], "number": 0, "value": {}},
    {"task": TASK, "number": 0, "missing": True},
    {"verdict": "passed", "points": 4},
]


def test_garbage_is_no_observation():
    assert read_observations(TASK, GARBAGE) == {}
    assert verdict(GARBAGE).status == "unanswered"
    assert verdict(GARBAGE + right()).status == "passed"


def array(*shape: int, dtype: str = "float32", **rest: object) -> dict:
    return {"kind": "tensor", "dtype": dtype, "shape": list(shape), "data": "AAAA" * 4, "leaf": True} | rest


def nested(depth: int) -> dict:
    value: dict = {"kind": "none"}
    for _ in range(depth):
        value = {"kind": "tuple", "items": [value]}
    return value


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"tensor": None},
        {"tensor": 5},
        {"tensor": {"kind": "none"}},
        {"tensor": {"kind": "pickle", "data": "gASVAAAA"}},
        {"tensor": {"kind": "float", "value": 1e999}},
        {"tensor": {"kind": "int", "value": 10**400}},
        {"tensor": {"kind": "other", "type": "Always Right"}},
        {"tensor": {"kind": "tuple", "items": []}},
        {"tensor": array(10**12, 10**12)},
        {"tensor": array(-1, 3)},
        {"tensor": array(1, 3, 32, 48)},
        {"tensor": array(1, 3, 32, 48, data="no base64!")},
        {"tensor": array(3, dtype="object")},
        {"tensor": array(3, dtype="complex64")},
        {"tensor": array(0, data="")},
        {"tensor": array(data=None)},
        {"raised": {"kind": "int", "value": 1}},
        {"raised": {"kind": "raised", "type": "KeyboardInterrupt", "message": "x" * 10_000, "line": None}},
        {"returned": {"kind": "other", "type": "NoneType"}},
        {"tensor": nested(8)},
        {"tensor": nested(470)},
    ],
    ids=lambda value: "-".join(map(str, value)),
)
def test_no_value_breaks_the_judge_or_earns_points(value):
    found = verdict([observation | {"value": value} for observation in right()])
    assert found.status in ("failed", "unanswered"), found.message
    assert found.points == 0
    assert found.message


KINDS = {
    "none": {"kind": "none"},
    "true": {"kind": "bool", "value": True},
    "nan": {"kind": "float", "value": None},
    "number": {"kind": "int", "value": 3},
    "empty tuple": {"kind": "tuple", "items": []},
    "nested tuple": {"kind": "tuple", "items": [{"kind": "tuple", "items": [{"kind": "none"}]}]},
    "object": {"kind": "other", "type": "str"},
    "empty array": {"kind": "array", "dtype": "float64", "shape": [0], "data": ""},
    "empty tensor": {"kind": "tensor", "dtype": "float32", "shape": [0, 3], "data": "", "leaf": True, "requires_grad": True},
    "scalar tensor": {"kind": "tensor", "dtype": "float32", "shape": [], "data": "AAAAAA==", "leaf": True},
    "complex": {"kind": "array", "dtype": "complex64", "shape": [1], "data": "AAAAAAAAAAA="},
    "truths": {"kind": "array", "dtype": "bool", "shape": [2], "data": "AQA="},
    "nan tensor": {"kind": "tensor", "dtype": "float32", "shape": [1], "data": "AADAfw==", "leaf": True},
    "huge array": {"kind": "array", "dtype": "float32", "shape": [4000, 4000], "data": None},
    "error": {"kind": "raised", "type": "TypeError", "message": "no", "line": "x"},
}


def replaced(observations: list[dict], one: dict) -> list[dict]:
    """Observations in which every value is another thing."""
    return [
        observation | {"value": dict.fromkeys(observation["value"], one)} if "value" in observation else observation
        for observation in observations
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_a_function_returns_is_judged(kind, monkeypatch):
    monkeypatch.setattr(judge_module, "diagnose", lambda task, answers: None)  # slow, and tried below
    found = judge({task: replaced(right(task), KINDS[kind]) for task in TASKS})
    assert {task: one.message for task, one in found.items() if one.status == "not_judged"} == {}
    assert {task: one.points for task, one in found.items() if one.points > 0} == {}


@pytest.mark.parametrize("turn", [0, 5])
def test_a_mistake_is_looked_for_in_whatever_a_function_returns(turn):
    kinds = list(KINDS.values())
    strange = {task: kinds[(number + turn) % len(kinds)] for number, task in enumerate(TASKS)}
    found = judge({task: replaced(right(task), strange[task]) for task in TASKS})
    assert {one.status for one in found.values()} == {"failed"}


# --- the grader's own fault ----------------------------------------------------------------------------------------------


def broken(change: Callable[[pytest.MonkeyPatch], None], monkeypatch) -> dict[str, Verdict]:
    change(monkeypatch)
    return judge({TASK: right(), "predict": right("predict")})


def fails_with(error: Exception) -> Callable:
    def close(*_, **__):
        raise error

    return close


@pytest.mark.parametrize("error", [KeyError("expected"), ValueError("shapes"), AssertionError("not Wrong"), MemoryError()])
def test_a_rubric_that_breaks_is_not_judged_and_the_other_tasks_are(error, monkeypatch):
    found = broken(lambda patch: patch.setattr(rubric_of_pre_processing, "distance", fails_with(error)), monkeypatch)
    assert found[TASK].status == "not_judged"
    assert found[TASK].max_points == max_points(TASK)
    assert "The grader itself failed" in found[TASK].message
    assert type(error).__name__ in found[TASK].message
    assert found["predict"].status == "passed"


def test_a_rubric_that_pytest_cannot_even_collect_is_not_judged(monkeypatch, tmp_path):
    (tmp_path / f"test_{TASK}.py").write_text("this is no python\n")
    monkeypatch.setattr(judge_module, "rubric_folder", lambda: tmp_path)
    assert verdict(right()).status == "not_judged"


def test_a_check_that_was_not_run_is_not_judged(monkeypatch):
    """A skipped check would otherwise be points that nobody gave or took."""
    monkeypatch.setattr(judge_module, "checks", lambda task: [*checks_of(task), checks_of(task)[0]])
    assert verdict(right()).status == "not_judged"


# --- what is left after the visible cases -------------------------------------------------------------------------------


def visible(answers: list[dict]) -> list[dict]:
    return list(filter(is_visible, answers))


def test_right_answers_to_the_visible_cases_leave_everything():
    assert most_points(TASK, visible(right())) == max_points(TASK)
    assert most_points(TASK, []) < max_points(TASK)


def test_a_wrong_answer_to_a_visible_case_leaves_what_its_checks_leave():
    mistake = (SAMPLES / "wrong" / "pre_processing" / "no_division_by_255.py").read_text(encoding="utf-8")
    answers = ask(TASK, mistake)
    assert most_points(TASK, visible(answers)) == verdict(answers).points < max_points(TASK)


def test_whoever_claims_held_out_answers_early_changes_nothing_of_what_is_left():
    claimed = [{**answer, "value": {"batch": 1}} for answer in right() if not is_visible(answer)]
    assert most_points(TASK, [*visible(right()), *claimed]) == max_points(TASK)


def test_where_the_grader_fails_everything_is_left(monkeypatch):
    monkeypatch.setattr(rubric_of_pre_processing, "distance", fails_with(ValueError("shapes")))
    assert most_points(TASK, visible(right())) == max_points(TASK)


def test_where_the_time_is_over_everything_is_left(monkeypatch):
    monkeypatch.setattr(judge_module.clock, "SECONDS", 0.01)
    monkeypatch.setattr(rubric_of_pre_processing, "distance", lambda *_: time.sleep(1))
    assert most_points(TASK, visible(right())) == max_points(TASK)


# --- error carried forward -----------------------------------------------------------------------------------------------

STATES = {
    "missing": "",
    "unfilled": "def {name}(*args, **kwargs):\n    raise NotImplementedError()",
    "raising": "def {name}(*args, **kwargs):\n    return 1 / 0",
    "wrong": "def {name}(*args, **kwargs):\n    return 3, torch.zeros(1, 1)",
    "not a function": "{name} = 'a text'",
    "leaving": "def {name}(*args, **kwargs):\n    raise SystemExit",
}
DEPENDENT = [task for task in TASKS if declaration(task).needs]


@pytest.mark.parametrize("state", STATES)
def test_a_task_is_judged_in_full_whatever_the_others_are(state):
    found = {}
    for task in DEPENDENT:
        others = "\n\n".join(STATES[state].format(name=declaration(need).defines) for need in declaration(task).needs)
        found[task] = ask(task, f"{others}\n\n{solved_cell(task)}")
    assert {task: (one.status, one.message) for task, one in judge(found).items() if one.status != "passed"} == {}


def test_a_mistake_costs_its_own_task_alone():
    mistake = (SAMPLES / "wrong" / "pre_processing" / "no_division_by_255.py").read_text(encoding="utf-8")
    notebook = "\n\n".join([mistake, *(solved_cell(task) for task in TASKS if task != "pre_processing")])
    found = judge({task: ask(task, notebook) for task in TASKS})
    assert [task for task, one in found.items() if one.status != "passed"] == ["pre_processing"]


def test_what_is_put_in_does_not_answer_for_the_student():
    """integrated_gradients is put in for the random baseline; it must not count as the student's own."""
    found = {"random_baseline": ask("random_baseline", solved_cell("random_baseline")), "backprop": ask("backprop", "")}
    verdicts = judge(found)
    assert verdicts["random_baseline"].status == "passed"
    assert verdicts["backprop"].status == "unanswered"


def test_every_case_is_asked_once():
    for task in TASKS:
        assert [observation["number"] for observation in right(task)] == [case.number for case in all_cases(task)]


def test_a_verdict_repeats_no_number_that_could_be_a_text():
    from autograder.judging.wording import Wording
    from selfcheck.encoding import decode

    with pytest.raises(ValueError, match="no plain data"):
        decode({"kind": "int", "value": 2**53})
    visible, reserved = Wording(frozenset({1, 3, 224}), reserved=False), Wording(frozenset({1, 3, 224}))
    assert visible.shape((1, 3, 224, 224)) == "(1, 3, 224, 224)"
    assert visible.shape((1, 2**39)) == "(1, other)"
    assert reserved.shape((1, 224, 224, 3), (1, 3, 224, 224)) == "one whose axes stand in another order"
    assert visible.told((7, 0.123456789, (1, 2), None)) == "a tuple or list of 4: int, float, tuple, None"
    assert visible.told(0.123456789) == "float 0.1235"
    assert reserved.told(0.123456789) == "a float"
