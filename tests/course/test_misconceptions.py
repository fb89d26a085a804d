"""Every known mistake costs points, is named by its own name, and stands far from the right answer."""

import json
import re
from functools import cache

import pytest

from autograder.assignments import all_cases, declaration
from autograder.assignments import checks as checks_of
from autograder.judging.answers import Answers
from autograder.judging.diagnosis import diagnose
from autograder.judging.judge import judge, read_observations
from autograder.judging.known_mistakes import hook
from autograder.judging.misconception import Misconception
from autograder.judging.verdict import Verdict
from selfcheck.observe import observe
from tests.asked_once import ask_twin
from tests.course.true_of_mistakes import TRUE
from tests.this_course import CATALOGUE, REFERENCES, TASKS

pytestmark = pytest.mark.slow

MISTAKES = [(task, mistake) for task in TASKS for mistake in CATALOGUE[task]]
each_mistake = pytest.mark.parametrize(("task", "mistake"), MISTAKES, ids=[f"{task}-{m.name}" for task, m in MISTAKES])
each_task = pytest.mark.parametrize("task", TASKS)


def observations(task: str, function) -> list[dict]:
    """What a function answers to all the cases, as a notebook publishes it."""
    return list(observe({declaration(task).defines: function}, all_cases(task)))


@cache
def answers_of_mistake(task: str, name: str) -> list[dict]:
    (mistake,) = (mistake for mistake in CATALOGUE[task] if mistake.name == name)
    return ask_twin(task, mistake)


@cache
def verdicts() -> dict[tuple[str, str], Verdict]:
    """The verdict on every wrong variant; a judge's run takes one wrong variant of every task."""
    found = {}
    mistakes_of = {task: CATALOGUE[task] for task in TASKS}  # other tests may have loaded those of other tasks
    for round_ in range(max(map(len, mistakes_of.values()))):
        names = {task: mistakes[round_].name for task, mistakes in mistakes_of.items() if round_ < len(mistakes)}
        judged = judge({task: answers_of_mistake(task, name) for task, name in names.items()})
        found |= {(task, name): judged[task] for task, name in names.items()}
    return found


@each_task
def test_there_are_at_least_ten_twins_of_every_task(task):
    assert len(CATALOGUE[task]) >= 10


@each_task
def test_names_are_unique_within_a_task(task):
    names = [mistake.name for mistake in CATALOGUE[task]]
    assert len(set(names)) == len(names)


@each_mistake
def test_a_hint_is_a_sentence_without_code_or_answer(task, mistake: Misconception):
    assert re.fullmatch(r"[A-Z][^()\[\]{}=_*`]+[.?]", mistake.hint), mistake.hint
    assert "?" in mistake.hint, "a hint asks"
    assert len(mistake.hint) <= 160
    assert mistake.description
    assert mistake.description.endswith(".")


@each_mistake
def test_a_mistake_loses_a_quarter_of_its_points_or_more(task, mistake: Misconception):
    verdict = verdicts()[task, mistake.name]
    assert verdict.status in ("partial", "failed"), verdict.message
    assert verdict.points <= 0.75 * verdict.max_points


@each_mistake
def test_a_mistake_is_named(task, mistake: Misconception):
    assert verdicts()[task, mistake.name].misconception == mistake.name


@each_task
def test_every_check_is_failed_by_some_mistake(task):
    failed = {check.name for m in CATALOGUE[task] for check in verdicts()[task, m.name].checks if not check.passed}
    assert failed == {check.__name__.removeprefix("test_") for check in checks_of(task)}


@each_task
def test_the_reference_has_no_mistake(task):
    answers = Answers(task, read_observations(task, observations(task, REFERENCES[task])))
    assert diagnose(task, answers) is None


@each_task
def test_no_answer_at_all_is_no_known_mistake(task):
    assert diagnose(task, Answers(task, {})) is None


# --- what is said of a mistake that nobody has foreseen ------------------------------------------------------------------


@pytest.fixture
def without(monkeypatch):
    """Leaves one mistake out of the catalogue."""

    def leave_out(left_out: Misconception) -> None:
        rest = tuple(mistake for mistake in CATALOGUE[left_out.task] if mistake is not left_out)
        monkeypatch.setitem(CATALOGUE, left_out.task, rest)

    return leave_out


@pytest.mark.long  # as for mistakes that are written otherwise, which no catalogue holds either
@each_mistake
def test_what_is_said_of_a_mistake_that_is_left_out_is_true(task, mistake: Misconception, without):
    """A neighbour's name, a general statement or nothing: no name is better than a wrong one."""
    answers = Answers(task, read_observations(task, answers_of_mistake(task, mistake.name)))
    without(mistake)
    said = diagnose(task, answers)
    assert said is None or said.name in TRUE[task].get(mistake.name, set()), said


@each_task
def test_what_is_true_is_said_of_known_mistakes(task):
    assert set(TRUE[task]) <= {mistake.name for mistake in CATALOGUE[task]}


WAYS_TO_RAISE = {("vgg_hook", "average_pool_forgotten"), ("pool_gradients", "always_512_channels")}


@each_mistake
def test_a_mistake_is_itself_and_no_error(task, mistake: Misconception):
    """A wrong variant that raises an error everywhere says which errors show it: else all that raise one had its name."""
    errors = [
        observation["value"]["raised"]
        for observation in answers_of_mistake(task, mistake.name)
        if "raised" in observation["value"]
    ]
    everywhere = len(errors) == len(all_cases(task))
    assert not everywhere or mistake.error or (task, mistake.name) in WAYS_TO_RAISE
    assert all(re.search(mistake.error, f"{error['type']}: {error['message']}") for error in errors)


# --- mistakes that are known in several ways -----------------------------------------------------------------------------

OTHER_WAYS = [(task, name, way) for task in TASKS for name, ways in hook(task, "WAYS", {}).items() for way in ways]


@pytest.mark.parametrize(("task", "name", "way"), OTHER_WAYS, ids=[f"{task}-{name}" for task, name, _ in OTHER_WAYS])
def test_a_mistake_that_is_made_in_another_way_has_its_name_and_loses_as_much(task, name, way):
    verdict = judge({task: json.loads(json.dumps(observations(task, way)))})[task]
    assert verdict.misconception == name
    assert verdict.points <= 0.75 * verdict.max_points
