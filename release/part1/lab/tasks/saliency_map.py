"""One number per pixel: the largest absolute gradient over the colours."""

from collections.abc import Callable

from lab import cases, drawn
from selfcheck.compare import (
    numbers,
)
from selfcheck.task import Comparison, Task, has


def ask(function: Callable, recipe: dict) -> dict:
    return {"map": function(cases.values(recipe))}


TASK = Task(
    defines="saliency_map",
    ask=ask,
    visible=[{"values": 30, "shape": [6, 9, 3], "positive": True}, {"values": 31, "shape": [16, 16, 3]}],
    checks={
        "largest_over_channels": [Comparison("map", numbers, has(positive=True))],
        "absolute_value": [Comparison("map", numbers, has(positive=None))],
    },
    draw={"map": drawn.largest_colour},
)
