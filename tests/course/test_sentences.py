"""What is ticked is true: each check's sentence beside a reader's judgement of every sample and every known mistake.

`sentences.toml` was written from the code of each answer, not from verdicts: T where a sentence is true of it, F where it is
untrue, ? where nothing comes of it that the sentence could be about. A check may keep silent (–), but must not contradict.
"""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from autograder.assignments import rubric_folder
from autograder.judging.answers import Answers
from autograder.judging.check_session import Run, collected
from autograder.judging.judge import judge_task
from autograder.judging.known_mistakes import known
from autograder.judging.observations import read_observations
from selfcheck.check import CheckLine, fingerprints, lines_of
from selfcheck.comparisons import derived
from selfcheck.encoding import decode
from selfcheck.task import FIRST_NUMBER
from selfcheck.tasks import visible_cases
from tests.asked_once import ask, ask_twin
from tests.asking import samples
from tests.this_course import TASKS

pytestmark = pytest.mark.slow

TABLE = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))
CONTRADICTIONS = {("T", "✗"), ("F", "✓"), ("?", "✓"), ("?", "✗")}
TOLD = 0.75  # of the sentences that are untrue: at least so many are crossed out by the grader
BARELY = {  # sixteen sums measure a distance to a third of it, and these lie little more than one tolerance away
    ("blurred_baseline", "wrong variant.sigma_is_a_variance"),
    ("blurred_baseline", "wrong.variance_for_deviation"),
    ("backprop", "wrong variant.softmax_twice"),
}

each_task = pytest.mark.parametrize("task", TASKS)


@cache
def answers_of(task: str) -> dict[str, list[dict]]:
    """What every wrong sample and every known mistake of a task answers, as a notebook publishes it."""
    found = {}
    for kind in ("wrong", "no_marks"):
        for path in samples(kind, task):
            found[f"{kind}.{path.stem}"] = ask(task, path.read_text(encoding="utf-8"))
    return found | {f"wrong variant.{mistake.name}": ask_twin(task, mistake) for mistake in known(task)}


def rows(task: str) -> dict[str, str]:
    """The table's rows: kind and name -> T, F or ? for each check, in order."""
    table = TABLE[task]
    return {f"{kind}.{name}": row for kind in ("wrong", "no_marks", "wrong variant") for name, row in table[kind].items()}


@cache
def graded(task: str) -> dict[str, list[str]]:
    """The grader's signs, by kind and name."""
    return {
        name: [check.sign for check in judge_task(task, listed, knew_more=False).checks]
        for name, listed in answers_of(task).items()
    }


def seen_by_student(task: str, listed: list[dict]) -> list[CheckLine] | None:
    """What the student's own check says of answers; None where there is no function to ask."""
    visible = [one for one in listed if one["number"] < FIRST_NUMBER]
    if any("value" not in one for one in visible):
        return None
    decoded = [{name: decode(value) for name, value in one["value"].items()} for one in visible]
    return lines_of(task, [derived(task, case.recipe, one) for case, one in zip(visible_cases(task), decoded, strict=False)])


class VisibleAnswers(Answers):
    """The answers to the cases that students have, as if there were no others."""

    def __iter__(self):
        return (answer for answer in super().__iter__() if not answer.held_out)

    def some(self, chosen, wanted):
        return chosen


def seen_by_grader(task: str, listed: list[dict]) -> dict[str, str]:
    """The grader's signs on the visible cases alone."""
    run = Run()
    collected(rubric_folder()).run(VisibleAnswers(task, read_observations(task, listed), knew_more=False), run)
    assert not run.fault, run.fault
    return {check.name: check.sign for check in run.checks}


@each_task
def test_every_sample_and_every_known_mistake_has_its_row(task):
    assert rows(task).keys() == answers_of(task).keys(), "read its code, and write T, F or ? for each sentence"
    names = list(fingerprints()[task]["checks"])
    assert TABLE[task]["checks"] == names
    assert {name: row for name, row in rows(task).items() if len(row) != len(names) or set(row) - set("TF?")} == {}


@each_task
def test_the_grader_contradicts_no_reader(task):
    wrong = {
        name: f"{row} {''.join(graded(task)[name])}" for name, row in rows(task).items() if contradict(row, graded(task)[name])
    }
    assert wrong == {}


def contradict(row: str, signs: list[str]) -> bool:
    return any(pair in CONTRADICTIONS for pair in zip(row, signs, strict=True))


@each_task
def test_most_of_what_is_untrue_is_crossed_out(task):
    signs = [sign for name, row in rows(task).items() for said, sign in zip(row, graded(task)[name], strict=True) if said == "F"]
    assert signs.count("✗") >= TOLD * len(signs)


@each_task
def test_the_students_check_says_what_the_grader_says_of_the_same_cases(task):
    apart = {}
    for name, listed in answers_of(task).items():
        lines = seen_by_student(task, listed)
        if lines is None:
            continue
        signs = seen_by_grader(task, listed)
        mine = {check: line for check, line in zip(signs, lines, strict=True) if line.passed is not None or line.complaint}
        told = {check: {True: "✓", False: "✗", None: "–"}[line.passed] for check, line in mine.items()}
        if (task, name) not in BARELY and told != {check: signs[check] for check in told}:
            apart[name] = (told, signs)
    assert apart == {}


@each_task
def test_a_sentence_is_crossed_for_the_student_only_where_it_is_untrue(task):
    wrong = {}
    for name, listed in answers_of(task).items():
        crossed = [line.passed is False for line in seen_by_student(task, listed) or []]
        if any(cross and said != "F" for cross, said in zip(crossed, rows(task)[name], strict=False)):
            wrong[name] = (rows(task)[name], crossed)
    assert wrong == {}


@each_task
def test_every_sentence_is_true_of_right_answers(task):
    for path in samples("full_marks", task):
        checks = judge_task(task, ask(task, path.read_text(encoding="utf-8")), knew_more=False).checks
        assert {check.sign for check in checks} == {"✓"}, path
