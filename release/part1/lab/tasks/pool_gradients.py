"""One weight per channel: the mean of its gradient."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from lab import cases, drawn
from selfcheck.compare import (
    form,
    numbers_of_any_kind,
    proportions,
)
from selfcheck.task import Answer, Comparison, Task, is_array


def ask(function: Callable, recipe: dict) -> dict:
    return {"pooled": function(cases.tensor(recipe))}


def derive(recipe: dict, answer: Answer) -> Answer:
    """The answer with its weights in a row: an axis of length one too many is a matter of form."""
    pooled = answer.get("pooled")
    if pooled is None or not is_array(pooled):
        return answer
    return {**answer, "pooled.flat": replace(pooled, values=pooled.values.ravel(), shape=(pooled.values.size,))}


def wide(recipe: dict) -> bool:
    """Whether no axis but the batch's has length one: that an answer fits the others, too, is the first check's business."""
    return not recipe.get("thin")


def no_zeros(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong where all the weights are zero, or None."""
    return "pooled: all the weights are zero." if is_array(value) and value.values.size and not value.values.any() else None


TASK = Task(
    defines="pool_gradients",
    ask=ask,
    visible=[
        {"values": 50, "shape": [1, 24, 4, 5]},
        {"values": 51, "shape": [1, 40, 7, 7]},
        {"values": 52, "shape": [1, 1, 6, 4], "thin": True},
    ],
    checks={
        "one_weight_per_channel": [Comparison("pooled", form), Comparison("pooled", no_zeros)],
        "proportions": [Comparison("pooled.flat", proportions, wide)],
        "mean": [Comparison("pooled.flat", numbers_of_any_kind, wide)],
    },
    derive=derive,
    kind="tensor",
    draw={"pooled": drawn.nothing},
)
