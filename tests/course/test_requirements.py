"""What prompts ask for is tested: each requirement by a check that looks at the case that is named for it, and can fail there."""

import pytest

from autograder.assignments import assignments, checks, declaration, rubric
from autograder.audit.samples import ask, samples
from autograder.authoring.looked_at import untested_requirements
from autograder.authoring.requirements import BULLET, TIP, in_one_line, prompt_of
from autograder.judging.judge import judge_task
from tests.this_course import ROOT, TASKS

each_task = pytest.mark.parametrize("task", TASKS)
CAUGHT = {  # answers that had full marks although the prompt asks for more -> the check that catches them now
    "vgg_hook/hook_without_asking": "only_looks",
    "predict/argmax_over_the_whole_batch": "choice_of_class",
    "pool_gradients/squeezed": "one_weight_per_channel",
    "saliency_map/written_into_the_gradients": "absolute_value",
}


def prompt(task: str) -> str:
    lessons = [lesson.read_text(encoding="utf-8") for lesson in assignments(ROOT).values()]
    return next(found for found in (prompt_of(text, task) for text in lessons if f'solution="{task}"' in text) if found)


@each_task
def test_each_requirement_is_looked_at_on_the_case_that_is_named(task):
    assert list(untested_requirements(task)) == []


@each_task
def test_a_requirement_that_names_a_case_which_its_check_does_not_look_at_is_found(task, monkeypatch):
    name = checks(task)[0].__name__.removeprefix("test_")
    monkeypatch.setattr(rubric(task), "REQUIREMENTS", {"words": (name, 0)})
    monkeypatch.setattr("autograder.authoring.looked_at.checks", lambda _: [blind_check(name)])
    assert len(list(untested_requirements(task))) == 1


def blind_check(name: str):
    def check(answers):
        """Looks at nothing."""

    check.__name__ = f"test_{name}"
    return check


@each_task
def test_every_bullet_of_a_prompt_is_a_requirement_or_a_tip(task):
    asked = [in_one_line(bullet) for bullet in BULLET.findall(prompt(task))]
    assert len(asked) >= 2
    words = [in_one_line(one) for one in rubric(task).REQUIREMENTS]
    assert [one for one in asked if not TIP.match(one) and not any(word in one for word in words)] == []


@pytest.mark.parametrize(("sample", "check"), CAUGHT.items())
def test_what_was_asked_and_not_tested_costs_points_now(sample, check):
    task, _, stem = sample.partition("/")
    (path,) = (path for path in samples("wrong", task) if path.stem == stem)
    verdict = judge_task(task, ask(task, path.read_text(encoding="utf-8")))
    assert [one.name for one in verdict.checks if not one.passed] == [check]


@each_task
def test_a_prompt_is_found(task):
    assert declaration(task).defines in prompt(task) or "in:" in prompt(task)
