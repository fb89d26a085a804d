"""The network with a hook on its last activation map."""

from collections.abc import Callable
from typing import Any

import torch

from lab import cases, drawn
from lab.cases import scaled_vgg
from selfcheck.compare import (
    form,
    form_of_what_came,
    numbers,
    there,
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
        if logits.requires_grad:  # what was cut off from the graph has no gradient to go backward with: nothing comes of it
            logits[:, recipe["target"]].sum().backward()
        answer[f"{name}_gradient"] = attempt(wrapped.get_activations_gradient)
        answer[f"{name}_activations"] = attempt(wrapped.get_activations, batch)
        answer[f"{name}_input_gradient"] = None if batch.grad is None else batch.grad.clone()
    answer["first_again_activations"] = attempt(wrapped.get_activations, first)  # of the image passed in, not of the latest
    with torch.no_grad():
        answer["no_grad_logits"] = attempt(wrapped, first)
    answer["frozen_logits"] = attempt(wrapped, first.detach())  # neither the image nor the weights ask for a gradient
    return answer


def whole(name: str, of_form: Callable = form_of_what_came, rests_on: tuple[str, ...] = ()) -> list[Comparison]:
    """A value that must be right in its form and in its numbers."""
    return [Comparison(name, of_form, rests_on=rests_on), Comparison(name, numbers, rests_on=rests_on)]


def sides(name: str, of_form: Callable = form_of_what_came, rests_on: tuple[str, ...] = ()) -> list[Comparison]:
    """A value of the wrapped network, for an image and for its mirror image."""
    return whole(f"first_{name}", of_form, rests_on) + whole(f"second_{name}", of_form, rests_on)


def stored(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong where no gradient was kept, or None."""
    kept_none = "get_activations_gradient() gave None after a backward pass: did the hook run, and store?"
    return kept_none if value is None else None


DRAW = {
    f"{which}_{name}": how
    for which in ("first", "second", "first_again", "no_grad", "frozen")
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
        "logits": sides("logits", form),
        "activations": [*sides("activations"), *whole("first_again_activations")],
        "gradient": [
            Comparison("first_gradient", stored),
            Comparison("second_gradient", stored),
            *sides("gradient", rests_on=("logits", "activations")),
        ],
        "only_looks": [
            Comparison("first_input_gradient", there),
            Comparison("second_input_gradient", there),
            Comparison("first_input_gradient", numbers, rests_on=("logits",)),
            Comparison("second_input_gradient", numbers, rests_on=("logits",)),
            *whole("no_grad_logits", rests_on=("logits",)),
            *whole("frozen_logits", rests_on=("logits",)),
        ],
    },
    beside=("no_grad_logits", "frozen_logits"),
    kind="tensor",
    draw=DRAW,
)
