"""What grader and check say of the known mistakes of some tasks holds no English word any more, in German and French."""

import re

import pytest

from autograder.assignments import all_cases, declaration
from autograder.catalogues import loaded
from autograder.judging.judge import judge_task
from autograder.judging.known_mistakes import known
from selfcheck.check import look_at
from selfcheck.observe import observe
from tests.this_course import ROOT

ENGLISH = re.compile(r"\b(the|is|are|your|yours|expected|got|of|and|with|here|this|which|should)\b")


def said_of(task: str) -> set[str]:
    """All that is said of a task's known mistakes, but for errors, whose text is Python's."""
    said: set[str] = set()
    for mistake in known(task):
        if mistake.wrong_variant is None:
            continue
        names = {declaration(task).defines: mistake.wrong_variant, "__name__": "x"}
        verdict, found = judge_task(task, list(observe(names, all_cases(task)))), look_at(names, task)
        said |= {verdict.message, verdict.hint, *(text for check in verdict.checks for text in (check.sentence, check.message))}
        said |= {found.trouble or "", found.hint or "", *(line.complaint for line in found.lines)}
    return {text for text in said if "your code raised" not in text}


@pytest.mark.slow
@pytest.mark.parametrize("task", ["saliency_map", "max_distance_baseline", "pool_gradients"])
def test_all_that_is_said_of_known_mistakes_is_translated(task):
    said = said_of(task)
    assert len(said) > 30
    for code in ("de", "fr"):
        language = loaded(ROOT, code)
        assert {text: language.say(text) for text in said if ENGLISH.search(language.say(text))} == {}
