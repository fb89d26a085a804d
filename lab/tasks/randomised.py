"""A network whose last layers have forgotten what they had learnt: what can be said of it, whoever has drawn it.

No two generators give the same weights, so what is compared are facts that all of them share: which layers have changed, and
how their weights are spread, as coarsely as thousands of numbers tell it without doubt.
"""

import copy
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import nn

from lab import cases, drawn
from lab.layered import wide
from selfcheck.compare import form, numbers
from selfcheck.judgement import Untold
from selfcheck.task import Comparison, Task


def ask(function: Callable, recipe: dict) -> dict:
    blocks, seed = recipe["blocks"], recipe["seed"]
    before = cases.made(recipe["network"])
    given = copy.deepcopy(before)
    streams = states()
    network = function(given, blocks, seed)
    undisturbed = streams == states()
    if not isinstance(network, nn.Module):
        return {"changed": network}
    again, other = (function(copy.deepcopy(before), blocks, number) for number in (seed, seed + 1))
    return {
        "changed": np.array([float(not same(*pair)) for pair in zip(weights(network), weights(before), strict=False)]),
        **facts_of(network),
        "model_unchanged": all(map(same, given.parameters(), before.parameters())),
        "shares_weights": bool(places(network) & places(given)),
        "is_the_model": network is given,
        "same_seed_same_weights": all(map(same, network.parameters(), again.parameters())),
        "other_seed_other_weights": not all(map(same, network.parameters(), other.parameters())),
        "undisturbed": undisturbed,
    }


def states() -> tuple:
    """Where the random streams stand that everybody draws from: torch's, NumPy's and Python's own."""
    name, keys, *rest = np.random.get_state()
    return torch.get_rng_state().numpy().tobytes(), name, np.asarray(keys).tobytes(), *rest, random.getstate()


def layers(network: nn.Module) -> list[nn.Module]:
    """The convolutions and linear layers, in the order in which a network lists them."""
    return [layer for layer in network.modules() if isinstance(layer, (nn.Conv2d, nn.Linear))]


def weights(network: nn.Module) -> list[torch.Tensor]:
    return [layer.weight for layer in layers(network)]  # type: ignore[misc]


def places(network: nn.Module) -> set[int]:
    """Where in memory the parameters are."""
    return {parameter.data_ptr() for parameter in network.parameters()}


def same(one: torch.Tensor, other: torch.Tensor) -> bool:
    return one.shape == other.shape and bool((one == other).all())


def facts_of(network: nn.Module) -> dict[str, np.ndarray]:
    """What the weights of each layer are like, (L,) each, in steps that chance does not leave.

    Of numbers drawn right the spread, log2(deviation * sqrt(fan-in)), is 0.5; the share of positive ones is 0.5;
    their tails, E (w - mean)^4 / deviation^4, are 3; and the largest bias is 0.
    """
    found: dict[str, list[float]] = {"spread": [], "positive": [], "tails": [], "biases": []}
    for layer in layers(network):
        values = layer.weight.detach().double().numpy().reshape(len(layer.weight), -1)  # type: ignore[union-attr,operator,arg-type]
        deviation = max(values.std(), 1e-9)
        found["spread"].append(half_steps(np.log2(deviation * np.sqrt(values.shape[1]))))
        found["positive"].append(half_steps((values > 0).mean() * 2) / 2)
        found["tails"].append(round(np.mean((values - values.mean()) ** 4) / deviation**4, 0))
        found["biases"].append(0.0 if layer.bias is None else float(layer.bias.abs().max()))  # type: ignore[union-attr,operator]
    return {name: np.array(values) for name, values in found.items()}


def half_steps(value: float) -> float:
    """A number rounded to a multiple of one half; 0.5 is what lies in 0.25 .. 0.75."""
    return float(np.round(2 * value) / 2) + 0.0


# --- what the student's check says ----------------------------------------------------------------------------------


def saying(words: str) -> Callable:
    """A comparison of numbers that says in words what other numbers mean."""

    def fault(name: str, value: Any, expected: dict) -> str | None:
        complaint = numbers(name, value, expected)
        return complaint if complaint is None or isinstance(complaint, Untold) else words

    return fault


def a_network(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong where no network with the same layers was returned, or None."""
    return "the function should return a network with the same layers." if form(name, value, expected) else None


def whole(words: str) -> Callable:
    """A comparison of a yes or no that says in words what another one means."""

    def fault(name: str, value: Any, expected: dict) -> str | None:
        if value is None:
            return Untold("no network was returned.")
        return None if value == expected["value"] else words

    return fault


def draws(recipe: dict) -> bool:
    """Whether anything is to be drawn in a case."""
    return recipe["blocks"] > 0


DRAWN = (("spread", "another deviation than asked for"), ("positive", "another mean than 0"), ("tails", "no normal distribution"))
TASK = Task(
    defines="randomised",
    ask=ask,
    visible=[
        {"network": wide(300, 60), "blocks": 2, "seed": 301},
        {"network": wide(302, 60, bare=True), "blocks": 3, "seed": 303},
        {"network": wide(304, 60), "blocks": 0, "seed": 305},
    ],
    checks={
        "last_layers": [
            Comparison("changed", a_network),
            Comparison("changed", saying("other layers have changed than the last ones that were asked for.")),
        ],
        "drawn_anew": [
            *(
                Comparison(name, saying(f"the weights of the layers have {words}."), rests_on=("last_layers",))
                for name, words in DRAWN
            ),
            Comparison("biases", saying("the biases are not 0 where the weights were drawn."), rests_on=("last_layers",)),
        ],
        "a_copy": [
            Comparison("model_unchanged", whole("your function changed the model that was passed in; work on a copy.")),
            Comparison("shares_weights", whole("the copy shares weights with the model that was passed in.")),
        ],
        "seed": [
            Comparison("same_seed_same_weights", whole("two calls with one seed gave two networks.")),
            Comparison("other_seed_other_weights", whole("two seeds gave the same network."), draws),
            Comparison("undisturbed", whole("after the call others draw other random numbers than without it.")),
        ],
    },
    kind="array",
    draw=dict.fromkeys(("changed", "spread", "positive", "tails", "biases"), drawn.nothing),
)
