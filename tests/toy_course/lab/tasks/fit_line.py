"""The line that minimises the sum of squared vertical distances."""

from collections.abc import Callable

from numpy import array_equal  # as it is before any notebook has run

from lab.cases import arrays, points
from selfcheck.compare import kept, number
from selfcheck.task import Comparison, Task


def ask(function: Callable, recipe: dict) -> dict:
    x, y = arrays(recipe)
    before = x.copy(), y.copy()
    answer = function(x, y)
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        return {"returned": answer}
    return {"slope": answer[0], "intercept": answer[1], "arguments_kept": array_equal(x, before[0]) and array_equal(y, before[1])}


TASK = Task(
    defines="fit_line",
    ask=ask,
    visible=[points(1, 12, 2.0, 1.0), points(2, 30, -0.7, 4.0)],
    checks={
        "slope": [Comparison("slope", number)],
        "intercept": [Comparison("intercept", number)],
        "arguments": [Comparison("arguments_kept", kept)],
    },
)
