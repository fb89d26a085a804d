"""How far apart are right and wrong answers? Every known mistake beside the reference and beside its nearest other mistake.

Distances are in tolerances: of the rubric's own checks from the reference, of the task's main tolerance between mistakes.
"""

import math
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from autograder.assignments import all_cases
from autograder.audit.margins import DecodedAnswers, Margin, farthest, margins
from autograder.authoring.fingerprints import tolerance
from autograder.judging.answers import expected
from autograder.judging.known_mistakes import hook, known, wrong_answer
from selfcheck.encoding import Array, Raised

ENOUGH = 10.0  # tolerances: every wrong variant is at least so far from the reference on some case


@cache
def answers_of_mistake(task: str, name: str) -> DecodedAnswers:
    """A wrong variant's answers to all the cases."""
    return {case.number: wrong_answer(task, name, case.number) for case in all_cases(task)}


@cache
def margins_of_mistake(task: str, name: str) -> tuple[Margin, ...]:
    """How far a wrong variant misses each tolerance of its task, check by check and case by case."""
    return tuple(margins(task, answers_of_mistake(task, name)))


def missed_on(task: str, name: str, number: int) -> float:
    """How many tolerances a wrong variant is from the reference on a case; infinite where its answer is of another kind."""
    worst = farthest(margin for margin in margins_of_mistake(task, name) if margin.number == number)
    return worst.times if worst else 0.0


# --- between wrong variants ---------------------------------------------------------------------------------------------------


def apart(task: str, one: str, other: str, number: int) -> float:
    """The distance of two wrong variants on a case, in units of the task's tolerance."""
    alike = hook(task, "alike")
    if alike is not None:  # of values that are random, what is said of them without the numbers
        return 0.0 if alike(one, other, number) else math.inf
    first, second = answers_of_mistake(task, one)[number], answers_of_mistake(task, other)[number]
    right = expected(task, number)
    if first.keys() != second.keys():
        return math.inf
    recipe = next(case.recipe for case in all_cases(task) if case.number == number)
    return max(values_apart(first[name], second[name], right.get(name)) for name in first) / tolerance(task, recipe)


def values_apart(one: Any, other: Any, right: Any) -> float:
    """The distance of two values, in units of the right one's norm; infinite between two that cannot be compared."""
    if not (isinstance(one, Array) and isinstance(other, Array)):
        return 0.0 if said(one) == said(other) else math.inf
    facts = [(value.kind, value.dtype, value.shape, value.leaf) for value in (one, other)]
    if facts[0] != facts[1] or one.values is None or other.values is None:
        return 0.0 if facts[0] == facts[1] else math.inf
    mine, theirs = one.values.astype(np.float64), other.values.astype(np.float64)
    if not np.array_equal(np.isfinite(mine), np.isfinite(theirs)):
        return math.inf
    scale = np.linalg.norm(right.values.astype(np.float64)) if isinstance(right, Array) and right.values is not None else 0.0
    return float(np.linalg.norm(np.nan_to_num(mine) - np.nan_to_num(theirs)) / (scale or 1.0))


def said(value: Any) -> Any:
    """A value; of an error its type and message, without the line that it came from."""
    return (value.type, value.message) if isinstance(value, Raised) else value


def nearest(task: str, name: str) -> tuple[str, dict[int, float]]:
    """The other wrong variant that is nearest on the case where the two lie farthest apart, and the distances case by case."""
    numbers = [case.number for case in all_cases(task)]
    others = {
        mistake.name: {number: apart(task, name, mistake.name, number) for number in numbers}
        for mistake in known(task)
        if mistake.name != name
    }
    closest = min(others, key=lambda other: (max(others[other].values()), sum(map(math.isinf, others[other].values()))))
    return closest, others[closest]


# --- printing ------------------------------------------------------------------------------------------------------------


def in_times(value: float) -> str:
    """A number of tolerances in a few characters; ≠ for another kind of answer."""
    if math.isinf(value):
        return "≠"
    if value < 0.5:
        return "·"
    return f"{value:.0f}" if value < 10_000 else f"{value:.0e}".replace("e+0", "e").replace("e+", "e")


def table(task: str) -> Iterator[str]:
    """The lines about one task: how far each wrong variant is from the reference, then from the nearest other one."""
    numbers = [case.number for case in all_cases(task)]
    yield f"{task}: from the reference, in tolerances, case by case (≠: an answer of another kind, ·: none)"
    yield row("", [str(number) for number in numbers], "most at check")
    for mistake in known(task):
        worst = farthest(margins_of_mistake(task, mistake.name))
        cells = [in_times(missed_on(task, mistake.name, number)) for number in numbers]
        yield row(mistake.name, cells, worst.check if worst else "")
    yield f"{task}: from the nearest other mistake"
    for mistake in known(task):
        other, distances = nearest(task, mistake.name)
        yield row(mistake.name, [in_times(distances[number]) for number in numbers], other)


def row(name: str, cells: list[str], last: str) -> str:
    return f"  {name:38}" + "".join(f"{cell:>7}" for cell in cells) + f"  {last}"


def pairs(task: str) -> Iterator[str]:
    """One line for each two wrong variants of a task, with their distance on every case."""
    numbers = [case.number for case in all_cases(task)]
    names = [mistake.name for mistake in known(task)]
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            cells = " ".join(in_times(apart(task, one, other, number)) for number in numbers)
            yield f"  {one} - {other}: {cells}"
