"""The evidence for the marks: mistakes lie far from right answers, tolerances between, and two mistakes earn no more than one."""

import math
import os
import re
from functools import cache
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.assignments import all_cases, declaration
from autograder.assignments import checks as checks_of
from autograder.audit import conditions, separation, tolerances
from autograder.audit.margins import DecodedAnswers, failed_checks, farthest, margins
from autograder.audit.margins import tolerances as limits_of
from autograder.judging.answers import Answers, CheckFailed
from autograder.judging.judge import judge, read_observations
from autograder.judging.known_mistakes import plainly
from autograder.judging.points import max_points, points_of
from autograder.layout import course_root
from reference_solutions.conditions import CONDITIONS, why_not
from selfcheck.observe import observe
from tests.course.second_mistakes import SECOND
from tests.this_course import CATALOGUE, REFERENCES, TASKS

pytestmark = pytest.mark.slow

each_task = pytest.mark.parametrize("task", TASKS)
NEARER = {  # checks that are failed by less than ten tolerances, since no more can be had; another fails by far
    ("random_baseline", "baselines_averaged_first", "uniform_over_all_colours"): "no end of the range can be farther off",
    ("blurred_baseline", "not_blurred", "an_image_like_the_first"): "nothing is sharper than the image itself",
    ("blurred_baseline", "half_blurred", "an_image_like_the_first"): "half as sharp as the image",
    ("blurred_baseline", "only_red_blurred", "an_image_like_the_first"): "two of three channels are as sharp as the image",
    ("blurred_baseline", "always_the_same_sigma", "wide_blur"): "5 is not far from 3 and 4",
    ("blurred_baseline", "sigma_is_a_variance", "soft_blur"): "the root of 2 is not far from 2",
    ("blurred_baseline", "sigma_doubled", "wide_blur"): "a blur of 3 has left little that one of 6 can take away",
    ("blurred_baseline", "kernel_of_five_pixels", "soft_blur"): "five pixels are most of a bell of sigma 2",
    (
        "integrated_gradients",
        "pixel_path_beside_the_image",
        "one_class_along_the_path",
    ): "it ends beside the image only where the baseline is not black",
}

BOTH_NOTHING = {"sum_of_probabilities", "gradients_all_zero"}  # rounding and zeros: told apart by `any()` alone


@cache
def right(task: str) -> DecodedAnswers:
    """The reference's answers to all the cases."""
    return {case.number: plainly(task, REFERENCES[task], case.number) for case in all_cases(task)}


# --- separation --------------------------------------------------------------------------------------------------------


@each_task
def test_the_reference_misses_no_tolerance(task):
    assert failed_checks(margins(task, right(task))) == set()


@each_task
def test_every_mistake_fails_its_checks_by_ten_tolerances(task):
    near = {}
    for mistake in CATALOGUE[task]:
        found = separation.margins_of_mistake(task, mistake.name)
        assert farthest(found).times >= separation.ENOUGH, mistake.name
        for check in failed_checks(found):
            times = farthest(margin for margin in found if margin.check == check).times
            if times < separation.ENOUGH and (task, mistake.name, check) not in NEARER:
                near[mistake.name, check] = times
    assert near == {}


@each_task
def test_every_check_is_failed_by_ten_tolerances_by_some_mistake(task):
    failed = {
        margin.check
        for mistake in CATALOGUE[task]
        for margin in separation.margins_of_mistake(task, mistake.name)
        if margin.times >= separation.ENOUGH
    }
    assert failed == {check.__name__.removeprefix("test_") for check in checks_of(task)}


@each_task
def test_no_two_twins_give_the_same_answers(task):
    for mistake in CATALOGUE[task]:
        other, distances = separation.nearest(task, mistake.name)
        assert max(distances.values()) > 1 or {mistake.name, other} == BOTH_NOTHING, f"{mistake.name} and {other}"


def test_the_table_has_a_line_for_every_mistake_and_a_column_for_every_case():
    lines = list(separation.table("saliency_map"))
    assert len(lines) == 3 + 2 * len(CATALOGUE["saliency_map"])
    assert {len(line.split()) for line in lines[2 : 2 + len(CATALOGUE["saliency_map"])]} == {len(all_cases("saliency_map")) + 2}
    assert len(list(separation.pairs("saliency_map"))) == math.comb(len(CATALOGUE["saliency_map"]), 2)


# --- tolerances --------------------------------------------------------------------------------------------------------


def test_every_tolerance_lies_between_right_and_wrong_answers():
    found = {e.name: (e.below, e.above) for e in tolerances.evidence(tolerances.recorded())}
    assert {name: margins for name, margins in found.items() if not (margins[0] > 1.25 and margins[1] > 1)} == {}
    assert set(found) == {f"{task}.{name}" for task in TASKS for name in limits_of(task)}


def test_the_table_of_tolerances_is_fresh():
    """autograder audit tolerances --write. On another processor the last of a number's two digits may be another."""
    written, fresh = (
        numbers_apart(text)
        for text in ((course_root() / tolerances.TABLE).read_text(), tolerances.document(tolerances.recorded()))
    )
    assert written.words == fresh.words
    assert written.numbers == pytest.approx(fresh.numbers, rel=0.12)


class Apart(NamedTuple):
    """A text with its numbers taken out, and the numbers."""

    words: str
    numbers: list[float]


def numbers_apart(text: str) -> Apart:
    number = r"(?<![\w.])\d+(?:\.\d+)?(?:e[+-]\d+)?(?![\w.])"
    return Apart(re.sub(number, "#", text), [float(found) for found in re.findall(number, text)])


def test_another_number_or_word_in_the_table_is_seen():
    one = numbers_apart("| EXACT | 1e-05 | 0.47 (all_2_drawn) | 67 x |")
    assert one == ("| EXACT | # | # (all_2_drawn) | # x |", [1e-05, 0.47, 67])


def test_every_number_that_a_check_compares_with_is_a_tolerance():
    for task in TASKS:
        heard = {margin.tolerance for mistake in CATALOGUE[task] for margin in separation.margins_of_mistake(task, mistake.name)}
        assert set(limits_of(task)) <= heard, "nothing is ever measured against it"


HERE = [condition for condition in CONDITIONS if not why_not(condition)]


@pytest.mark.parametrize("condition", HERE, ids=[condition.name for condition in HERE])
def test_the_references_lie_no_farther_apart_than_was_written_down(condition):
    """Another processor rounds otherwise: ten times as much is rounding still, and far from every tolerance."""
    fresh = tolerances.of_conditions({condition.name: conditions.observed(condition)})[condition.name]
    widest = {name: max(tolerances.farthest_right(name, tolerances.recorded()).measured, 1e-6) for name in fresh}
    assert {name: value for name, value in fresh.items() if value > 10 * widest[name]} == {}
    limits = {f"{task}.{name}": float(tolerance) for task in TASKS for name, tolerance in limits_of(task).items()}
    assert condition.cuda or {name: value for name, value in fresh.items() if value > limits[name]} == {}


def test_conditions_are_what_they_say():
    """Each one changes something that can be seen."""
    float64 = next(condition for condition in CONDITIONS if condition.name == "float64")
    plain, double = (conditions.observed(condition) for condition in (CONDITIONS[0], float64))
    assert plain["vgg_hook"] != double["vgg_hook"]
    assert plain["max_distance_baseline"] == double["max_distance_baseline"]


def test_a_missing_interpreter_is_skipped_with_a_reason(monkeypatch):
    monkeypatch.setattr(tolerances, "of_samples", dict)
    monkeypatch.setattr(tolerances, "of_random_streams", dict)
    monkeypatch.setattr(
        conditions, "all_observed", lambda: {"environment": "here", "conditions": {}, "skipped": {"CUDA": "none"}}
    )
    found = tolerances.survey(["/no/such/python"])
    assert found.skipped == {"/no/such/python": "there is no such interpreter", "here: CUDA": "none"}


# --- partial credit ----------------------------------------------------------------------------------------------------


def marks(task: str, answers: DecodedAnswers) -> float:
    """The points of all the checks that these answers pass."""
    return sum(points_of(check) for check in checks_of(task) if passes(check, Answers(task, answers)))


def passes(check, answers: Answers) -> bool:
    try:
        check(answers)
    except CheckFailed:
        return False
    return True


EXAMPLES = int(os.environ.get("EXAMPLES", "150"))  # of two mistakes; `make validity` tries more
mistakes = st.sampled_from([mistake for task in TASKS for mistake in CATALOGUE[task]])
second_mistakes = st.lists(st.sampled_from(sorted(SECOND)), min_size=1, max_size=2, unique=True)


# A picture that is painted over everywhere is one change for all pictures, whatever stood there before.
STARTS_ANEW = {("fool", "all zero")}


@given(mistake=mistakes, others=second_mistakes)
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
def test_no_mistake_gets_more_than_three_quarters_and_another_one_never_raises_a_mark(mistake, others):
    answers = separation.answers_of_mistake(mistake.task, mistake.name)
    points = marks(mistake.task, answers)
    assert points <= 0.75 * max_points(mistake.task)
    for other in others:
        answers = {number: SECOND[other](values) for number, values in answers.items()}
        fewer = marks(mistake.task, answers)
        assert fewer <= points or (mistake.task, other) in STARTS_ANEW, f"{mistake.task}: {mistake.name}, then {others}"
        points = fewer


@each_task
def test_a_second_mistake_costs_a_right_answer_something(task):
    """Those of `SECOND` that touch a task's answers at all are mistakes."""
    unharmed = {
        name
        for name, second in SECOND.items()
        if marks(task, {number: second(values) for number, values in right(task).items()}) == max_points(task)
    }
    # At the edge of a blur; of whole numbers; one number is the same from every place.
    where_it_does_not_count = {"largest value lost", "cut down to thirds", "rolled"}
    assert unharmed <= {"unkempt", "of another class", *where_it_does_not_count}


# --- marks and rubric agree --------------------------------------------------------------------------------------------


def test_marks_are_the_judges():
    names = {task: CATALOGUE[task][0] for task in TASKS}
    observed = {task: list(observe({declaration(task).defines: names[task].wrong_variant}, all_cases(task))) for task in TASKS}
    assert {task: verdict.points for task, verdict in judge(observed).items()} == {
        task: marks(task, read_observations(task, observed[task])) for task in TASKS
    }
