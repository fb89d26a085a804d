"""Wrong variants of `bootstrap_slopes`: each is the reference with one mistake.

Answers depend on chance, so that mistakes are named by properties of all answers, and not by comparing values.
"""

from collections.abc import Callable

import numpy as np
from lab.tasks.bootstrap_slopes import expected
from reference_solutions.fit_line import fit_line

from autograder.judging.answers import Answer
from autograder.judging.known_mistakes import known, wrong_answer
from autograder.judging.misconception import Misconception, mistakes_in
from lab.cases import arrays

mistake = mistakes_in("bootstrap_slopes")
SAME = 1e-9


def drawn_lines(x, y, repeats: int, number: int) -> list:
    """The lines through `number` points drawn with replacement, for as many drawings as are asked for."""
    lines: list = []
    while len(lines) < repeats:
        drawn = np.random.randint(0, len(x), number)
        if np.ptp(x[drawn]) > 0:
            lines.append(fit_line(x[drawn], y[drawn]))
    return lines


@mistake("one_slope", hint="How many slopes are asked for?")
def one_slope(x, y, repeats):
    """The mean of the slopes alone."""
    return float(np.mean([slope for slope, _ in drawn_lines(x, y, repeats, len(x))]))


@mistake("whole_lines", hint="How many numbers do you keep of each line, and which one is asked for?")
def whole_lines(x, y, repeats):
    """Slope and intercept of each line."""
    return np.array(drawn_lines(x, y, repeats, len(x)))


@mistake("without_replacement", hint="Can a point be drawn twice in your drawings? What is the sample without that?")
def without_replacement(x, y, repeats):
    """All the points in another order, each time: the same slope."""
    return np.full(repeats, fit_line(x, y)[0])


@mistake("one_drawing_repeated", hint="When does your code draw: once, or before each fit?")
def one_drawing_repeated(x, y, repeats):
    """One drawing, fitted again and again."""
    return np.full(repeats, drawn_lines(x, y, 1, len(x))[0][0])


@mistake("intercepts", hint="Which of the two values of a line is the slope?")
def intercepts(x, y, repeats):
    """The intercepts of the lines."""
    return np.array([intercept for _, intercept in drawn_lines(x, y, repeats, len(x))])


@mistake("y_shuffled", hint="Do x and y of a point stay together when it is drawn?")
def y_shuffled(x, y, repeats):
    """x and y are drawn apart."""
    n = len(x)
    return np.array([fit_line(x[np.random.randint(0, n, n)], y[np.random.randint(0, n, n)])[0] for _ in range(repeats)])


@mistake("few_points", hint="How many points does each of your drawings have?")
def few_points(x, y, repeats):
    """Three points in each drawing."""
    return np.array([slope for slope, _ in drawn_lines(x, y, repeats, 3)])


# --- properties of answers, by which a mistake is named --------------------------------------------------------------


def slopes(answer: Answer) -> np.ndarray | None:
    """The slopes as an array, or None where there are none."""
    values = getattr(answer.given.get("slopes"), "values", None)
    return values if values is not None and values.ndim == 1 and values.size > 1 else None


def of_slopes(holds: Callable[[np.ndarray, dict], bool]) -> Callable[[Answer], bool]:
    """A property of several slopes, given the recipe; an answer of another kind does not have it."""

    def of_answer(answer: Answer) -> bool:
        found = slopes(answer)
        return found is not None and bool(np.isfinite(found).all()) and holds(found, answer.recipe)

    return of_answer


def is_a_number(answer: Answer) -> bool:
    """Whether one number came back."""
    return isinstance(answer.given.get("slopes"), float)


def is_a_pair_each(answer: Answer) -> bool:
    """Whether two numbers came back for each drawing."""
    values = getattr(answer.given.get("slopes"), "values", None)
    return values is not None and values.shape == (answer.recipe["repeats"], 2)


def is_the_slope(found: np.ndarray, recipe: dict) -> bool:
    """Whether each slope is that of all points."""
    return bool(np.abs(found - expected(recipe)[0]).max() <= SAME)


def is_one_other(found: np.ndarray, recipe: dict) -> bool:
    """Whether all slopes are the same, and not that of all points."""
    return bool(np.ptp(found) <= SAME) and not is_the_slope(found, recipe)


def is_around_the_intercept(found: np.ndarray, recipe: dict) -> bool:
    """Whether the values lie around the intercept of all points, as far as its drawings spread."""
    intercept = fit_line(*arrays(recipe))[1]
    return bool(abs(found.mean() - intercept) < 0.5 * found.std()) and not is_around_the_slope(found, recipe)


def is_around_nothing(found: np.ndarray, recipe: dict) -> bool:
    """Whether the slopes lie around zero, where that of the points does not."""
    return bool(abs(found.mean()) < 0.3 * abs(recipe["slope"]))


def is_around_the_slope(found: np.ndarray, recipe: dict) -> bool:
    """Whether the slopes lie around that of all points."""
    return bool(abs(np.median(found) - expected(recipe)[0]) < 0.3 * abs(recipe["slope"]))


def is_wide(found: np.ndarray, recipe: dict) -> bool:
    """Whether the slopes spread twice as far as they should, or more, around that of all points."""
    return bool(found.std() > 2 * expected(recipe)[1]) and is_around_the_slope(found, recipe)


HOLDS: dict[str, Callable[[Answer], bool]] = {  # of answers with several of these, the first is named
    "one_slope": is_a_number,
    "whole_lines": is_a_pair_each,
    "without_replacement": of_slopes(is_the_slope),
    "one_drawing_repeated": of_slopes(is_one_other),
    "intercepts": of_slopes(is_around_the_intercept),
    "y_shuffled": of_slopes(is_around_nothing),
    "few_points": of_slopes(is_wide),
}


def diagnose(given: list[Answer]) -> Misconception | None:
    """The first mistake whose property every answer has."""
    name = next((name for name, holds in HOLDS.items() if all(map(holds, given))), None)
    return next((found for found in known("bootstrap_slopes") if found.name == name), None)


def alike(one: str, other: str, number: int) -> bool:
    """Whether two mistakes cannot be told apart on a case: both answers have the same properties."""
    return properties(one, number) == properties(other, number)


def properties(name: str, number: int) -> list[bool]:
    """Which properties the answer of a mistake to a case has."""
    from autograder.assignments import all_cases

    case = next(case for case in all_cases("bootstrap_slopes") if case.number == number)
    answer = Answer(case, wrong_answer("bootstrap_slopes", name, number), {})
    return [holds(answer) for holds in HOLDS.values()]
