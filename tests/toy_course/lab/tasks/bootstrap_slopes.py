"""The slopes of lines through points drawn with replacement: right answers depend on chance."""

from collections.abc import Callable

import numpy as np

from lab.cases import arrays, points
from selfcheck.task import Answer, Case, Task, is_array

WIDEST = 5  # standard errors that a right answer's mean may lie off


def ask(function: Callable, recipe: dict) -> dict:
    return {"slopes": function(*arrays(recipe), recipe["repeats"])}


def expected(recipe: dict) -> tuple[float, float]:
    """The slope of all points, and the standard deviation of the slopes of drawings (White 1980)."""
    x, y = arrays(recipe)
    slope, intercept = np.polyfit(x, y, 1)
    off = x - x.mean()
    return float(slope), float(np.sqrt((off**2 * (y - slope * x - intercept) ** 2).sum()) / (off**2).sum())


def shape(case: Case, answer: Answer) -> str | None:
    """What is wrong with the number of slopes, or None."""
    found = answer["slopes"]
    if not is_array(found) or found.shape != (case.recipe["repeats"],):
        return f"expected an array of {case.recipe['repeats']} slopes."
    return None if np.isfinite(found.values).all() else "there are NaN or infinite values in it."


def middle(case: Case, answer: Answer) -> str | None:
    """What is wrong with where the slopes lie, or None."""
    if complaint := shape(case, answer):
        return complaint
    slope, spread = expected(case.recipe)
    off = abs(float(answer["slopes"].values.mean()) - slope)
    if off <= WIDEST * spread / np.sqrt(case.recipe["repeats"]) + 0.2 * spread:
        return None
    return "the slopes do not lie around the slope of all points together."


def width(case: Case, answer: Answer) -> str | None:
    """What is wrong with how far the slopes spread, or None."""
    if complaint := shape(case, answer):
        return complaint
    ratio = float(answer["slopes"].values.std()) / expected(case.recipe)[1]
    if ratio < 0.6:
        return "the slopes spread less than drawing with replacement makes them."
    return "the slopes spread more than drawing with replacement makes them." if ratio > 1.7 else None


FAULTS = {"one_slope_for_each_drawing": shape, "around_the_slope": middle, "spread": width}


def evaluate(check: str, case: Case, answer: Answer) -> str | None:
    """What a check finds wrong with the answer to one case: its values depend on chance, so there is nothing to compare."""
    return FAULTS[check](case, answer)


TASK = Task(
    defines="bootstrap_slopes",
    needs=("fit_line",),
    ask=ask,
    visible=[points(3, 40, 1.5) | {"repeats": 200}],
    checks={"one_slope_for_each_drawing": [], "around_the_slope": [], "spread": []},
    evaluate=evaluate,
    by_chance=("slopes",),
)
