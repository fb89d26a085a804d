"""The gradient of a logit with what is negative stopped at every ReLU."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import nn

from lab import cases, drawn
from lab.cases import noise
from lab.layered import layered, relu_twice, without_relu
from selfcheck.compare import form, numbers_of_any_kind
from selfcheck.encoding import Raised
from selfcheck.judgement import Untold
from selfcheck.task import Comparison, Task

HOOKS = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")


def ask(function: Callable, recipe: dict) -> dict:
    network, images = cases.network(recipe["network"]), [cases.image(one) for one in recipe["images"]]
    hooks = hooks_in(network)
    answer = function(images, network, recipe["target"], cases.on_cuda())
    if not isinstance(answer, (np.ndarray, torch.Tensor)):
        return {"gradients": answer}
    return {
        "gradients": answer,
        "plain_gradient": afterwards(network, recipe),
        "hooks_left": hooks_in(network) - hooks,
    }


def hooks_in(network: nn.Module) -> int:
    """How many hooks there are in a network."""
    return sum(len(getattr(layer, kind)) for layer in network.modules() for kind in HOOKS)


def afterwards(network: nn.Module, recipe: dict) -> Any:
    """The plain gradient (1, 3, 8, 10) of the target's logit, or the error that it raises."""
    like = next(network.parameters())
    batch = cases.batch({"values": recipe["after"], "shape": [1, 3, 8, 10]}).detach().to(like.dtype).requires_grad_()
    try:
        with torch.enable_grad():
            return torch.autograd.grad(network(batch)[0, recipe["target"]], batch)[0].float()
    except Exception as error:  # what was left in the network may raise anything
        return error


def as_before(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong where the network has another gradient than before the call, or None."""
    if value is None:
        return Untold("there is nothing to compare.")
    if isinstance(value, Raised) or numbers_of_any_kind(name, value, expected):
        return "after the call the model's plain gradient is another one than before."
    return None


def no_hooks(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong where hooks are left, or None."""
    if value is None:
        return Untold("there is nothing to compare.")
    return None if not value else "after the call there are hooks in the model that were not there before; remove them."


TASK = Task(
    defines="guided_backprop",
    ask=ask,
    visible=[
        {"network": without_relu(320, 4), "images": [noise(321, 8, 10), noise(322, 8, 10)], "target": 2, "after": 323},
        {"network": layered(324, 4), "images": [noise(325, 8, 10), noise(326, 8, 10)], "target": 1, "after": 323},
        {"network": relu_twice(327, 4), "images": [noise(328, 9, 7)], "target": 3, "after": 323},
        {"network": layered(329, 3, inplace=True), "images": [noise(330, 8, 10)], "target": 0, "after": 323},
    ],
    checks={
        "gradient": [
            Comparison("gradients", form),
            Comparison("gradients", numbers_of_any_kind, lambda recipe: recipe["network"]["network"] == "without_relu"),
        ],
        "stopped_at_every_relu": [
            Comparison(
                "gradients",
                numbers_of_any_kind,
                lambda recipe: recipe["network"]["network"] != "without_relu",
                rests_on=("gradient",),
            )
        ],
        "works_as_before": [Comparison("plain_gradient", as_before), Comparison("hooks_left", no_hooks)],
    },
    kind="array",
    draw={"gradients": drawn.largest_colour, "plain_gradient": drawn.largest_colour},
)
