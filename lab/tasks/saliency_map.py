"""One number per pixel: the largest absolute gradient over the colours."""

from collections.abc import Callable

from numpy import array_equal  # as it is before any notebook has run

from lab import cases, drawn
from selfcheck.compare import (
    form,
    kept,
    numbers_of_any_kind,
)
from selfcheck.task import Comparison, Task, has


def ask(function: Callable, recipe: dict) -> dict:
    gradients = cases.values(recipe)
    before = gradients.copy()
    return {"map": function(gradients), "gradients_kept": array_equal(gradients, before)}


TASK = Task(
    defines="saliency_map",
    ask=ask,
    visible=[{"values": 30, "shape": [6, 9, 3], "positive": True}, {"values": 31, "shape": [16, 16, 3]}],
    checks={
        "largest_over_channels": [
            Comparison("map", form, has(positive=True)),
            Comparison("map", numbers_of_any_kind, has(positive=True)),
        ],
        "absolute_value": [
            Comparison("gradients_kept", kept, has(positive=None)),
            Comparison("map", numbers_of_any_kind, has(positive=None), rests_on=("largest_over_channels",)),
        ],
    },
    kind="array",
    draw={"map": drawn.largest_colour},
)
