"""Judging is bounded: by a clock, by what answers may hold, and by steps whose cost grows no faster than an answer."""

import base64
import contextlib
import copy
import json
import threading
import time
import weakref

import numpy as np
import pytest

from autograder.assignments import all_cases, solved_cell
from autograder.grading.answer_images import pictures
from autograder.judging import clock, observations
from autograder.judging import judge as judge_module
from autograder.judging.clock import TimeIsOver, uncounted, within
from autograder.judging.judge import judge_task, read_observations
from autograder.judging.verdict import Verdict
from lab.probes import distinct_directions
from tests.asking import ask
from tests.this_course import TASKS

TASK = "saliency_map"
# The clock raises at any step, also inside a weakref's callback: Python reports what is raised there and drops it, and the
# clock raises it again. Where that happens is chance, so the report of it fails no test here.
pytestmark = pytest.mark.filterwarnings(r"ignore:(?s).*clock\.TimeIsOver:pytest.PytestUnraisableExceptionWarning")


def right(task: str = TASK) -> list[dict]:
    return ask(task, solved_cell(task))


def for_ever(*_, **__):
    while True:
        pass


# --- the clock -----------------------------------------------------------------------------------------------------------


def test_a_check_that_never_ends_is_ended_and_waits_for_a_person(monkeypatch):
    verdict = judge_task(TASK, right())
    assert (verdict.status, verdict.waits) == ("passed", "")
    monkeypatch.setattr(clock, "SECONDS", 0.3)
    monkeypatch.setattr("autograder.judging.answers.distance", for_ever)
    late = judge_task(TASK, right())
    assert late.points == 0
    assert late.waits == late.message
    assert "longer than 0.3 s" in late.waits


def test_what_was_checked_by_then_counts(monkeypatch):
    monkeypatch.setattr(clock, "SECONDS", 2.0)
    calls: list[int] = []
    positive = sum(bool(case.recipe.get("positive")) for case in all_cases(TASK))  # the cases of the first check

    def slow(*_):
        calls.append(0)
        return 0.0 if len(calls) <= positive else for_ever()

    monkeypatch.setattr("autograder.judging.answers.distance", slow)
    late = judge_task(TASK, right())
    assert [check.passed for check in late.checks] == [True, False]
    assert late.points == late.checks[0].points > 0
    assert late.waits


def test_a_search_for_a_name_that_never_ends_costs_no_points_and_waits(monkeypatch):
    half = ask(TASK, "def saliency_map(gradients):\n    return gradients.max(axis=2)")
    points = judge_task(TASK, half).points
    monkeypatch.setattr(clock, "SECONDS", 0.5)
    monkeypatch.setattr(judge_module, "diagnose", for_ever)
    late = judge_task(TASK, half)
    assert late.points == points > 0
    assert late.waits


def test_the_judge_goes_on_after_that(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(clock, "SECONDS", 0.2)
        patch.setattr("autograder.judging.answers.distance", for_ever)
        assert judge_task(TASK, right()).waits
    assert judge_task(TASK, right()).status == "passed"


def test_pictures_that_take_too_long_are_left_out(monkeypatch):
    monkeypatch.setattr(clock, "SECONDS", 0.2)
    monkeypatch.setattr("autograder.grading.answer_images.beside_the_expected", for_ever)
    assert pictures(Verdict(TASK, 0, 2, "failed", "wrong"), right()) == []


def test_it_works_in_any_thread(monkeypatch):
    answers = right()
    monkeypatch.setattr(clock, "SECONDS", 0.3)
    monkeypatch.setattr("autograder.judging.answers.distance", for_ever)
    found: list[Verdict] = []
    threads = [threading.Thread(target=lambda: found.append(judge_task(TASK, answers))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [bool(verdict.waits) for verdict in found] == [True, True]


def test_a_clock_that_was_stopped_raises_nothing_later():
    for _ in range(200):
        with contextlib.suppress(TimeIsOver):
            within(0.001, lambda: time.sleep(0.001))
    time.sleep(0.6)  # it would raise it again
    for _ in range(100_000):
        pass


def test_what_is_lost_in_a_callback_is_raised_again():
    def lose():
        thing = threading.Event()
        reference = weakref.ref(thing, for_ever)
        del thing  # the callback runs now, and lets no exception out
        assert reference() is None
        for_ever()

    with pytest.raises(TimeIsOver):
        within(0.2, lose)


def test_what_the_course_computes_for_itself_is_not_counted():
    @uncounted()
    def busy():
        ends = time.monotonic() + 0.5
        while time.monotonic() < ends:
            pass

    within(0.2, busy)
    with pytest.raises(TimeIsOver):
        within(0.2, for_ever)


# --- the size ------------------------------------------------------------------------------------------------------------


def plain_array(values: np.ndarray, kind: str = "array") -> dict:
    data = base64.b64encode(values.tobytes()).decode()
    flags = {"leaf": True, "requires_grad": False} if kind == "tensor" else {}
    return {"kind": kind, "dtype": str(values.dtype), "shape": list(values.shape), "data": data, **flags}


def answers_of(task: str, values: np.ndarray) -> list[dict]:
    """An answer to every case in which each array is another one."""
    made = {
        name: plain_array(values, value["kind"]) if value["kind"] in ("array", "tensor") else value
        for name, value in right(task)[0]["value"].items()
    }
    return [{"task": task, "number": case.number, "value": made} for case in all_cases(task)]


def test_answers_that_hold_too_much_are_said_to():
    fits = answers_of("saliency_map", np.zeros((350, 350)))
    assert judge_task("saliency_map", fits).status == "failed"
    more = {f"more {n}": plain_array(np.zeros(240_000)) for n in range(7)}
    large = [answer | {"value": answer["value"] | more} for answer in fits]
    verdict = judge_task("saliency_map", large)
    assert verdict.points == 0
    assert f"more than {observations.MOST_IN_ALL // 1_000_000} MB" in verdict.message


def test_many_small_parts_count_too():
    many = {"kind": "tuple", "items": [{"kind": "tuple", "items": [{"kind": "none"}] * 8}] * 8}
    flood = [{"task": TASK, "number": case.number, "value": {str(n): many for n in range(1_000)}} for case in all_cases(TASK)]
    began = time.process_time()
    assert read_observations(TASK, flood)
    assert time.process_time() - began < 2
    nested: dict = {"kind": "none"}
    for _ in range(100_000):
        nested = {"kind": "tuple", "items": [nested]}
    assert judge_task(TASK, [{"task": TASK, "number": 0, "value": {"map": nested}}]).points == 0


def test_observations_without_end_are_not_all_read():
    def endless():
        while True:
            yield {"task": TASK, "number": 5000, "value": {}}

    assert read_observations(TASK, endless()) == {}


def seconds(task: str, answers: list[dict]) -> float:
    began = time.process_time()
    verdict = judge_task(task, answers, knew_more=False)
    pictures(verdict, answers, knew_more=False)
    return time.process_time() - began


@pytest.mark.parametrize("task", TASKS)
def test_the_cost_grows_no_faster_than_the_answer(task):
    rng = np.random.default_rng(0)
    columns = 144 if task == "random_baseline" else 30
    small, large = (answers_of(task, rng.normal(size=(rows, columns))) for rows in (12_000 // columns, 48_000 // columns))
    seconds(task, small)  # what is computed once
    quick, slow = (min(seconds(task, answers) for _ in range(2)) for answers in (small, large))
    assert slow < 8 * quick + 0.3


def test_an_answer_with_more_points_than_anybody_writes_down_is_refused_at_once():
    """13,888 rows fit into an array, and each pair of them was compared."""
    rows = np.random.default_rng(0).integers(0, 255, (13_888, 144), dtype=np.uint8)
    answers = right("random_baseline")
    for answer in answers:
        answer["value"]["points"] = plain_array(rows)
    assert seconds("random_baseline", copy.deepcopy(answers)) < 5
    assert judge_task("random_baseline", json.loads(json.dumps(answers))).points == 0


def test_paths_are_told_apart_in_time_that_grows_as_their_number():
    rng = np.random.default_rng(1)

    def cost(rows: int) -> float:
        points = rng.normal(size=(rows, 144))
        began = time.process_time()
        assert len(distinct_directions(points, np.zeros(144))) == 100
        return time.process_time() - began

    cost(500)
    few, many = (min(cost(rows) for _ in range(3)) for rows in (1_000, 4_000))
    assert many < 10 * few + 0.2


def test_a_record_that_was_cut_is_not_taken_for_too_few_baselines():
    verdict = judge_task("random_baseline", ask("random_baseline", STEPS_FORGOTTEN))
    said = verdict.checks[0].message
    assert "at least twice as many images" in said
    assert "different ones" not in said


STEPS_FORGOTTEN = """
def random_baseline_integrated_gradients(inputs, model, target_label_idx, steps=50, num_random_trials=10, cuda=False):
    return np.mean([
        integrated_gradients(inputs, model, target_label_idx, 255.0 * np.random.random(inputs.shape), cuda=cuda)
        for _ in range(num_random_trials)
    ], axis=0)
"""
