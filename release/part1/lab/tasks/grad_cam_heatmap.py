"""Channels weighted, averaged, rectified and scaled."""

from collections.abc import Callable

from torch import equal

from lab import cases, drawn
from selfcheck.compare import (
    kept,
    numbers,
    within_0_and_1,
)
from selfcheck.task import Comparison, Task, has


def ask(function: Callable, recipe: dict) -> dict:
    activations, weights = cases.activations_and_weights(recipe)
    before = activations.clone(), weights.clone()
    answer = function(activations, weights)
    kept = equal(activations, before[0]) and equal(weights, before[1])
    return {"heatmap": answer, "arguments_kept": kept}


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
        "only_positive_evidence": [Comparison("heatmap", numbers, has(sign=None))],
        "nothing_positive": [Comparison("heatmap", numbers, has(sign=-1)), Comparison("arguments_kept", kept)],
    },
    draw={"heatmap": drawn.largest_colour},
)
