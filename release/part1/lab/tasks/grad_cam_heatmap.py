"""Channels weighted, averaged, rectified and scaled."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from torch import equal

from lab import cases, drawn
from selfcheck.compare import (
    kept,
    not_zero,
    numbers_beside,
    numbers_of_any_kind,
    within_0_and_1,
)
from selfcheck.judgement import Untold
from selfcheck.task import Answer, Comparison, Task, has, is_array


def ask(function: Callable, recipe: dict) -> dict:
    activations, weights = cases.activations_and_weights(recipe)
    before = activations.clone(), weights.clone()
    answer = function(activations, weights)
    kept = equal(activations, before[0]) and equal(weights, before[1])
    return {"heatmap": answer, "arguments_kept": kept}


def derive(recipe: dict, answer: Answer) -> Answer:
    """The answer with the signs of its values: where it is zero shows in them, whatever the scale."""
    heatmap = answer.get("heatmap")
    if heatmap is None or not is_array(heatmap) or heatmap.values.dtype.kind not in "fiu":
        return answer
    return {**answer, "heatmap.signs": replace(heatmap, values=np.sign(heatmap.values.astype(float)))}


def zeros_in_place(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong where other places are zero than should be, or None."""
    complaint = numbers_of_any_kind(name, value, expected)
    if complaint is None or isinstance(complaint, Untold):
        return complaint
    if value.values.min() < 0:
        return "heatmap: there are negative values in it."
    return "heatmap: the zeros are not where they should be."


TASK = Task(
    defines="grad_cam_heatmap",
    ask=ask,
    visible=[
        {"values": 60, "shape": [1, 5, 4, 6], "sign": None},
        {"values": 61, "shape": [1, 4, 3, 3], "sign": -1},
    ],
    checks={
        "range": [Comparison("heatmap", within_0_and_1, has(sign=None))],
        "weighted_channels": [],
        "only_positive_evidence": [
            Comparison("heatmap.signs", zeros_in_place, has(sign=None), ("weighted_channels",)),
            Comparison("heatmap", numbers_beside, has(sign=None)),
        ],
        "nothing_positive": [Comparison("heatmap", not_zero, has(sign=-1)), Comparison("arguments_kept", kept)],
    },
    derive=derive,
    kind="tensor",
    draw={"heatmap": drawn.largest_colour},
)
