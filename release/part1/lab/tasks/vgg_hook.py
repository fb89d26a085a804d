"""The network with a hook on its last activation map."""

from collections.abc import Callable
from typing import Any

import torch

from lab import cases, drawn
from lab.cases import scaled_vgg
from selfcheck.compare import (
    numbers,
)
from selfcheck.task import Comparison, Task


def attempt(method: Callable, *arguments: Any) -> Any:
    """What a method returns, copied so that later calls cannot change it, or what it raised: the other methods still count."""
    try:
        value = method(*arguments)
    except Exception as error:
        return error
    return value.detach().clone() if isinstance(value, torch.Tensor) else value


def ask(function: Callable, recipe: dict) -> dict:
    network = cases.network(recipe["network"])
    first = cases.batch(recipe["batch"])
    second = first.detach().flip(3).contiguous().requires_grad_()  # the same image, mirrored: every answer must follow
    wrapped = function(network)
    wrapped.eval()
    answer: dict[str, Any] = {}
    for name, batch in (("first", first), ("second", second)):
        logits = wrapped(batch)
        answer[f"{name}_logits"] = logits
        logits[:, recipe["target"]].sum().backward()
        answer[f"{name}_gradient"] = attempt(wrapped.get_activations_gradient)
        answer[f"{name}_activations"] = attempt(wrapped.get_activations, batch)
        answer[f"{name}_input_gradient"] = None if batch.grad is None else batch.grad.clone()
    answer["first_again_activations"] = attempt(wrapped.get_activations, first)  # of the image passed in, not of the latest
    return answer


def sides(name: str) -> list[Comparison]:
    """A value of the wrapped network, for an image and for its mirror image."""
    return [Comparison(f"first_{name}", numbers), Comparison(f"second_{name}", numbers)]


DRAW = {
    f"{which}_{name}": how
    for which in ("first", "second", "first_again")
    for name, how in (
        ("logits", drawn.nothing),
        *((name, drawn.mean_channel) for name in ("activations", "gradient", "input_gradient")),
    )
}
TASK = Task(
    defines="VGG",
    needs=("pre_processing", "predict"),
    ask=ask,
    visible=[
        {"network": scaled_vgg(40, (4, 4, 6, 6, 8), 5), "batch": {"values": 7, "shape": [1, 3, 64, 64]}, "target": 2},
    ],
    checks={
        "logits": sides("logits"),
        "activations": [*sides("activations"), Comparison("first_again_activations", numbers)],
        "gradient": sides("gradient"),
        "only_looks": sides("input_gradient"),
    },
    kind="tensor",
    draw=DRAW,
)
