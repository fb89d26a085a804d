"""Every wrong variant of the audit's functions differs from its reference where the cases look, and the reference does not."""

import copy
from importlib import import_module

import numpy as np
import pytest
import torch

from autograder.judging.misconception import CATALOGUE
from reference_solutions.randomised import weighted_layers
from tests.reference_solutions.audit_oracle import CASES, batch_of, noise

for name in CASES:
    import_module(f"autograder.misconceptions.{name}")  # mistakes write themselves into the catalogue
MISTAKES = [(name, mistake) for name in CASES for mistake in CATALOGUE[name]]


def reference(name):
    return getattr(import_module(f"reference_solutions.{name}"), name)


def state(model) -> list[np.ndarray]:
    """What a network is: its parameters, and the plain gradient of an image."""
    batch = batch_of([noise(99)]).requires_grad_()
    gradient = torch.autograd.grad(model(batch).sum(), batch)[0]
    return [*(parameter.detach().numpy().copy() for parameter in model.parameters()), gradient.numpy()]


def same(one, other, tolerance: float = 0.0) -> bool:
    pairs = list(zip(one, other, strict=True))
    return all(np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=0, atol=tolerance, equal_nan=True) for a, b in pairs)


def kept(before, after) -> bool:
    """Whether the arguments are as they were: networks, images, arrays."""
    for one, other in zip(before, after, strict=True):
        if isinstance(one, torch.nn.Module):
            if not same(state(one), state(other)):
                return False
        elif isinstance(one, np.ndarray) and not np.array_equal(one, other):
            return False
    return True


def seen_of_randomised(function, arguments) -> dict:
    """What can be said of a drawn network, whichever generator it came from."""
    model, blocks, seed = arguments
    before = copy.deepcopy(model)
    torch.manual_seed(12)
    following = torch.rand(1, generator=torch.Generator().manual_seed(12))
    made = function(model, blocks, seed)
    undisturbed = torch.equal(torch.rand(1), following)
    again, other = function(copy.deepcopy(before), blocks, seed), function(copy.deepcopy(before), blocks, seed + 1)
    drawn = weighted_layers(made)[3 - blocks :] if blocks else []
    changed = [not torch.equal(a.weight, b.weight) for a, b in zip(weighted_layers(made), weighted_layers(before), strict=True)]
    within = [layer.weight.flatten() / layer.weight.std() for layer in drawn]
    sizes = [float(layer.weight.std()) / (2 / layer.weight[0].numel()) ** 0.5 for layer in drawn]
    learnt = [
        bool(np.allclose(np.sort(a.weight.ravel()), np.sort(b.weight.ravel())))
        for a, b in zip(weighted_layers(made), weighted_layers(before), strict=True)
    ]
    return {
        "changed": changed,
        "learnt": learnt,
        "kept": kept((before,), (model,)),
        "undisturbed": undisturbed,
        "repeats": same(state(made), state(again)),
        "seeds differ": blocks == 0 or not same(state(made), state(other)),
        "sizes": all(0.7 < size < 1.35 for size in sizes),
        "normal": not drawn or float(torch.cat(within).abs().max()) > 2,  # uniform numbers end at 1.73 deviations
        "biases": all(not layer.bias.any() for layer in drawn),
    }


def refuses_an_empty_mask(function) -> bool:
    """Whether a mask without any pixel is a ValueError."""
    try:
        function(np.ones((3, 4)), np.zeros((3, 4), bool))
    except ValueError:
        return True
    return False


def seen(name, function, call) -> dict:
    """What there is to see of one call."""
    arguments = call.arguments()
    if name == "randomised":
        return seen_of_randomised(function, arguments)
    before = copy.deepcopy(arguments)
    value = function(*arguments)
    found = {"value": np.asarray(value, np.float64), "kept": kept(before, arguments)}
    if name == "mass_density":
        found["an empty mask is refused"] = refuses_an_empty_mask(function)
    if name == "paired_interval":
        values, confidence, seed = call.arguments()
        found["repeats"] = function(values, confidence, seed) == value
        found["seeds differ"] = bool(np.ptp(values) == 0) or function(values, confidence, seed + 1) != value
    return found


def right(name, given: dict, expected: dict) -> bool:
    """Random answers differ from seed to seed: an interval may be off by a twentieth of its width."""
    if any(given[key] != expected[key] for key in expected if key != "value"):
        return False
    if "value" not in expected:
        return True
    width = np.ptp(expected["value"]) if name == "paired_interval" else 0.0
    return same([given["value"]], [expected["value"]], 1e-9 + 0.08 * width if name == "paired_interval" else 2e-6)


@pytest.mark.parametrize("name", CASES)
def test_a_task_has_ten_mistakes_and_more(name):
    names = [mistake.name for mistake in CATALOGUE[name]]
    assert len(set(names)) == len(names) >= 10
    assert all(mistake.hint.endswith((".", "?")) for mistake in CATALOGUE[name])


@pytest.mark.parametrize("name", CASES)
def test_the_reference_is_right(name):
    for call in CASES[name]:
        expected = seen(name, reference(name), call)
        assert right(name, seen(name, reference(name), call), expected)
        assert all(value is True for key, value in expected.items() if key not in ("value", "changed", "learnt"))


@pytest.mark.parametrize(("name", "mistake"), MISTAKES, ids=[f"{name}-{mistake.name}" for name, mistake in MISTAKES])
def test_a_mistake_shows_in_some_case(name, mistake):
    for call in CASES[name]:
        expected = seen(name, reference(name), call)
        try:
            given = seen(name, mistake.wrong_variant, call)
        except (RuntimeError, ValueError, TypeError, IndexError, AttributeError):
            return
        if not right(name, given, expected):
            return
    pytest.fail("right in every case")


def test_another_right_way_to_draw_an_interval_is_right():
    """Standard normal draws from another generator: the tolerance is for chance, and for nothing else."""

    def otherwise(differences, confidence, seed):
        rng = np.random.RandomState(seed)
        means = [np.mean(rng.choice(differences, len(differences))) for _ in range(2000)]
        alpha = 1 - confidence
        return float(np.quantile(means, alpha / 2)), float(np.quantile(means, 1 - alpha / 2))

    for call in CASES["paired_interval"]:
        assert right(
            "paired_interval",
            seen("paired_interval", otherwise, call),
            seen("paired_interval", reference("paired_interval"), call),
        )
