"""How many tolerances answers miss by, check by check and case by case. The rubric's own checks do the measuring."""

import math
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NamedTuple

from autograder.assignments import all_cases, checks, rubric
from autograder.judging.answers import Answers, CheckFailed
from autograder.judging.tolerance import Tolerance, heard

KIND = "kind"  # in place of a tolerance: another shape, type, class or manner, or an error; no number says how far off that is
DecodedAnswers = dict[int, dict[str, Any]]  # case number -> decoded values by name


class Margin(NamedTuple):
    """What one check measured on one case."""

    check: str
    number: int
    tolerance: str  # its name in the rubric, or KIND
    measured: float
    times: float  # measured / tolerance; infinite where the kind is wrong


@cache
def tolerances(task: str) -> dict[str, Tolerance]:
    """The tolerances in a task's rubric, by the names that they have there."""
    module = rubric(task)
    return {name: value for name, value in vars(module).items() if isinstance(value, Tolerance)}


def margins(task: str, given: DecodedAnswers) -> list[Margin]:
    """All that the checks of a task measure in its answers; none stops at the first fault."""
    names = {id(tolerance): name for name, tolerance in tolerances(task).items()}
    found = []
    for check in checks(task):
        for case in all_cases(task):
            with heard() as measured:
                kind = wrong_in_kind(check, Answers(task, given, only=case.number))
            name = check.__name__.removeprefix("test_")
            found += [Margin(name, case.number, names[id(t)], value, times(value, t)) for t, value in measured]
            if kind:
                found.append(Margin(name, case.number, KIND, math.inf, math.inf))
    return found


def times(measured: float, tolerance: Tolerance) -> float:
    """A measured distance in tolerances; NaN is infinitely far, and what lies on the right side of a bound is no distance."""
    return math.inf if math.isnan(measured) else max(measured / tolerance, 0.0)


def wrong_in_kind(check: Callable, answers: Answers) -> bool:
    """Whether a check complains although no distance is too large for it."""
    try:
        check(answers)
    except CheckFailed:
        return True
    return False


def farthest(found: Iterable[Margin]) -> Margin | None:
    """The margin that is missed by the most."""
    return max(found, key=lambda margin: margin.times, default=None)


def failed_checks(found: Iterable[Margin]) -> set[str]:
    """The checks that these measurements fail."""
    return {margin.check for margin in found if margin.times > 1}
