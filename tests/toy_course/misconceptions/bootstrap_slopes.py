"""Wrong variants of `bootstrap_slopes`: each is the reference with one mistake."""

import numpy as np
from reference_solutions.fit_line import fit_line

from autograder.judging.answers import Answer
from autograder.judging.misconception import Misconception, mistakes_in

mistake = mistakes_in("bootstrap_slopes")
SAME = 1e-9


@mistake("without_replacement", hint="Can a point be drawn twice in your drawings? What is the sample without that?")
def without_replacement(x, y, repeats):
    """All the points in another order, each time: the same slope."""
    return np.full(repeats, fit_line(x, y)[0])


@mistake("y_shuffled", hint="Do x and y of a point stay together when it is drawn?")
def y_shuffled(x, y, repeats):
    """x and y are drawn apart."""
    n = len(x)
    return np.array([fit_line(x[np.random.randint(0, n, n)], y[np.random.randint(0, n, n)])[0] for _ in range(repeats)])


@mistake("one_slope", hint="How many slopes are asked for?")
def one_slope(x, y, repeats):
    """The mean of the slopes alone."""
    return fit_line(x, y)[0]


def diagnose(given: list[Answer]) -> Misconception | None:
    """The mistake that shows in every answer: its values depend on chance, so they are not compared one by one."""
    from autograder.judging.diagnosis import known

    for name, holds in (("one_slope", is_a_number), ("without_replacement", is_constant), ("y_shuffled", is_around_nothing)):
        if all(map(holds, given)):
            return next(found for found in known("bootstrap_slopes") if found.name == name)
    return None


def slopes(answer: Answer) -> np.ndarray | None:
    """The slopes as an array, or None where there are none."""
    values = getattr(answer.given.get("slopes"), "values", None)
    return values if values is not None and values.ndim == 1 and values.size > 1 else None


def is_a_number(answer: Answer) -> bool:
    """Whether one number came back."""
    return isinstance(answer.given.get("slopes"), float)


def is_constant(answer: Answer) -> bool:
    """Whether all the slopes are the same."""
    found = slopes(answer)
    return found is not None and float(np.ptp(found)) <= SAME


def is_around_nothing(answer: Answer) -> bool:
    """Whether the slopes lie around zero, where those of the points do not."""
    found = slopes(answer)
    return found is not None and abs(float(found.mean())) < 0.3 * abs(answer.recipe["slope"])
