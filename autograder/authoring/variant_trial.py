"""Whether a task's variants are equally difficult: each right and each wrong answer must earn as much with all of them."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from autograder.assignments import all_cases, checks, declaration, reference, visible_cases
from autograder.authoring.fingerprints import prints_of, right_answers
from autograder.judging.answers import Answers, CheckFailed
from autograder.judging.known_mistakes import known, plainly
from autograder.judging.observations import read_observations
from autograder.judging.points import points_of as points_of_check
from selfcheck.comparisons import derived, faults
from selfcheck.observe import observe


def unlike_variants(task: str) -> Iterator[str]:
    """What does not fit in a task's variants; nothing for a task without any."""
    values = list(declaration(task).variants)
    for number, value in enumerate(values, start=1):
        if not is_plain(value):
            yield f"variant {number}, {value!r}, is no plain JSON"
            return
        if values.index(value) < number - 1:
            yield f"variant {number}, {value!r}, is variant {values.index(value) + 1} again"
    functions = {"the reference": reference(task), **{m.name: m.wrong_variant for m in known(task) if m.wrong_variant}}
    for name, function in functions.items() if len(values) > 1 else ():
        first, *others = [points_of(task, function, number) for number in range(1, len(values) + 1)]
        yield from (
            f"the variants are not equally difficult: {name} gets {points:g} points with variant {number}, "
            f"{values[number - 1]!r}, and {first:g} with variant 1"
            for number, points in enumerate(others, start=2)
            if points != first
        )
    for number in range(2, len(values) + 1):
        for complaint in complaints(task, number):
            yield f"the student's check refuses the reference with variant {number}: {complaint}"


def is_plain(value: Any) -> bool:
    """Whether a value comes back from JSON as it was."""
    try:
        return json.loads(json.dumps(value)) == value
    except (TypeError, ValueError):
        return False


def points_of(task: str, function: Callable, variant: int) -> float:
    """What the rubric gives a function that is asked with one of the variants; how its mistake is called does not matter here."""
    asked = observe({declaration(task).defines: function}, all_cases(task, variant))
    answers = Answers(task, read_observations(task, asked), variant=variant)
    return sum(points_of_check(check) for check in checks(task) if passes(check, answers))


def passes(check: Callable, answers: Answers) -> bool:
    """Whether answers fulfil a check."""
    try:
        check(answers)
    except CheckFailed:
        return False
    return True


def complaints(task: str, variant: int) -> Iterator[str]:
    """What the student's check finds wrong with the reference."""
    cases = visible_cases(task, variant)
    none = declaration(task).evaluate is not None
    prints = [{} for _ in cases] if none else prints_of(task, right_answers(task, variant), variant)
    for case, known_of_case in zip(cases, prints, strict=True):
        answer = derived(task, case.recipe, plainly(task, reference(task), case.number, variant))
        for check in checks(task):
            for fault in faults(task, check.__name__.removeprefix("test_"), case, answer, known_of_case):
                yield fault.complaint
