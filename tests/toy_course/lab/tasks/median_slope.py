"""The slope of a student's own points that outliers do not move: which points these are follows from the student's id."""

from collections.abc import Callable

from lab.cases import outlying, with_outliers
from selfcheck.compare import number
from selfcheck.task import Comparison, Task


def ask(function: Callable, recipe: dict) -> dict:
    return {"slope": function(*outlying(recipe))}


TASK = Task(
    defines="median_slope",
    ask=ask,
    visible=[with_outliers(0, 24)],
    variants=[
        {"seed": 21, "slope": 1.5},
        {"seed": 12, "slope": -0.8},
        {"seed": 13, "slope": 2.6},
        {"seed": 24, "slope": -2.1},
        {"seed": 15, "slope": 0.4},
    ],
    checks={
        "median": [Comparison("slope", number)],
        "outliers": [],
    },
)
