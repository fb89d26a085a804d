"""The probability of one class, and which class it is."""

from collections.abc import Callable

import torch

from lab import cases, drawn
from lab.cases import asked_for_a_class, small
from selfcheck.compare import (
    form,
    numbers,
    same,
    there,
)
from selfcheck.task import Comparison, Task


def ask(function: Callable, recipe: dict) -> dict:
    network, batch = cases.network(recipe["network"]), cases.batch(recipe["batch"])
    answer = function(batch, network, recipe["target"], cases.on_cuda())
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        return {"returned": answer}
    target, output = answer
    gradient = None
    if isinstance(output, torch.Tensor) and output.requires_grad:
        (gradient,) = torch.autograd.grad(output.sum(), batch, allow_unused=True)
    return {"target": target, "output": output, "gradient": gradient}


def chosen_or_first(recipe: dict) -> bool:
    """Whether a case leaves the choice of the class to the function, or asks for class 0."""
    return not recipe["target"]


TASK = Task(
    defines="predict",
    ask=ask,
    visible=[
        {"network": small(10, 5), "batch": {"values": 2, "shape": [1, 3, 16, 20]}, "target": 3},
        {"network": small(10, 5), "batch": {"values": 2, "shape": [1, 3, 16, 20]}, "target": None},
        {"network": small(10, 5), "batch": {"values": 3, "shape": [1, 3, 16, 20]}, "target": 0},
    ],
    checks={
        "probability": [
            Comparison("target", same, asked_for_a_class),
            Comparison("output", form, asked_for_a_class),
            Comparison("output", numbers, asked_for_a_class),
        ],
        "choice_of_class": [
            Comparison("target", same, chosen_or_first),
            Comparison("output", numbers, chosen_or_first, rests_on=("probability",)),
        ],
        "attached": [
            Comparison("gradient", there, asked_for_a_class),
            Comparison("gradient", numbers, asked_for_a_class, rests_on=("probability",)),
        ],
    },
    kind="tensor",
    draw={"output": drawn.nothing, "gradient": drawn.mean_channel},
)
