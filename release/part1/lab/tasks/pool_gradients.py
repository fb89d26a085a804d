"""One weight per channel: the mean of its gradient."""

from collections.abc import Callable

from lab import cases, drawn
from selfcheck.compare import (
    form,
    numbers,
    proportions,
)
from selfcheck.task import Comparison, Task


def ask(function: Callable, recipe: dict) -> dict:
    return {"pooled": function(cases.tensor(recipe))}


TASK = Task(
    defines="pool_gradients",
    ask=ask,
    visible=[{"values": 50, "shape": [1, 24, 4, 5]}, {"values": 51, "shape": [1, 40, 7, 7]}],
    checks={
        "one_weight_per_channel": [Comparison("pooled", form)],
        "proportions": [Comparison("pooled", proportions)],
        "mean": [Comparison("pooled", numbers)],
    },
    kind="tensor",
    draw={"pooled": drawn.nothing},
)
