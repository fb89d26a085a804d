"""An image becomes what VGG19 expects."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy import array_equal  # as it is before any notebook has run

from lab import cases, drawn
from lab.cases import crop, noise
from selfcheck.compare import (
    form,
    kept,
    leaf,
    numbers_of_any_kind,
)
from selfcheck.task import Answer, Comparison, Task, is_array


def ask(function: Callable, recipe: dict) -> dict:
    obs = cases.image(recipe["image"])  # (H, W, 3)
    before = obs.copy()
    answer = function(obs, cases.on_cuda())
    return {"tensor": answer, "obs_kept": array_equal(obs, before)}


def derive(recipe: dict, answer: Answer) -> Answer:
    """The answer with its values in order, in which a wrong scale shows wherever they stand."""
    if not is_array(answer.get("tensor")):
        return answer
    tensor = answer["tensor"]
    in_order = replace(tensor, values=np.sort(tensor.values, axis=None), shape=(tensor.values.size,))
    return {**answer, "tensor.in_order": in_order}


TASK = Task(
    defines="pre_processing",
    ask=ask,
    visible=[
        {"image": crop("cat", 60, 60, 32, 48)},
        {"image": noise(1, 20, 20)},
    ],
    checks={
        "shape_and_type": [Comparison("tensor", form)],
        "scale": [Comparison("tensor.in_order", numbers_of_any_kind)],
        "places": [Comparison("tensor", numbers_of_any_kind, rests_on=("scale",))],
        "good_manners": [Comparison("obs_kept", kept), Comparison("tensor", leaf)],
    },
    derive=derive,
    kind="tensor",
    facts=("dtype", "leaf"),
    draw={"tensor": drawn.normalised},
)
