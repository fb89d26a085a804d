"""The same recipe gives the same arguments everywhere and every time, and never the same memory twice."""

import hashlib
import json

import numpy as np
import pytest
import torch

from autograder.assignments import declaration, visible_cases
from lab import cases
from tests.this_course import TASKS


def sha256(array: np.ndarray) -> str:
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()[:16]


IMAGES = {
    "noise": (cases.noise(1, 20, 20), "d4588240503ab304"),
    "photograph": (cases.crop("cat", 60, 60, 32, 48), "2a463fdf10149089"),
    "whole levels": ({"whole_levels": cases.noise(14, 10, 12)}, "a1c9836b649a82a2"),
    "pixels": ({"pixels": [[[0, 127, 255]]]}, "500be781c09a3caf"),
}
VALUES = {
    "values": ({"values": 2, "shape": [1, 3, 16, 20]}, "bdee67a6b46e9540"),
    "positive values": ({"values": 30, "shape": [6, 9, 3], "positive": True}, "527b58427e13720a"),
}
NETWORKS = {
    "small": (cases.small(10, 5), "9ec6a19f1cc79ff6"),
    "linear": (cases.linear(20, 4, 12, 16), "697b0d17a9d24628"),
    "polynomial": (cases.polynomial(70, 1, 6, 8), "9dd81c6b8e61f4cf"),
    "drifting": ({"network": "drifting", "seed": 3, "size": [4, 5]}, "79dc3c373a96bd3a"),
    "scaled_vgg": (cases.scaled_vgg(40, (4, 4, 6, 6, 8), 5), "e5b3a803a814104b"),
}


@pytest.mark.parametrize(("recipe", "expected"), IMAGES.values(), ids=IMAGES)
def test_an_image_is_the_same_on_every_machine(recipe, expected):
    image = cases.image(recipe)
    assert image.dtype == np.float32
    assert 0 <= image.min() <= image.max() <= 255
    assert sha256(image) == expected


@pytest.mark.parametrize(("recipe", "expected"), VALUES.values(), ids=VALUES)
def test_noise_is_the_same_on_every_machine(recipe, expected):
    assert sha256(cases.values(recipe)) == expected


@pytest.mark.parametrize(("recipe", "expected"), NETWORKS.values(), ids=NETWORKS)
def test_a_network_is_the_same_on_every_machine(recipe, expected):
    state = cases.network(recipe).state_dict()
    assert sha256(np.concatenate([tensor.numpy().ravel().astype(np.float64) for tensor in state.values()])) == expected


def test_activations_are_the_same_on_every_machine():
    activations, weights = cases.activations_and_weights({"values": 60, "shape": [1, 5, 4, 6], "sign": None})
    assert (sha256(activations.numpy()), sha256(weights.numpy())) == ("293aee6f4451ccde", "13263d80239f9f09")


@pytest.mark.parametrize("recipe", [recipe for recipe, _ in IMAGES.values()], ids=IMAGES)
def test_two_images_share_no_memory(recipe):
    first, second = cases.image(recipe), cases.image(recipe)
    assert not np.shares_memory(first, second)
    first += 1
    assert not np.array_equal(first, second)
    np.testing.assert_array_equal(second, cases.image(recipe))


def test_two_batches_share_no_memory_and_ask_for_a_gradient():
    first, second = (cases.batch({"values": 2, "shape": [1, 3, 4, 4]}) for _ in range(2))
    assert first.data_ptr() != second.data_ptr()
    assert first.is_leaf
    assert first.requires_grad
    assert first.grad is None


@pytest.mark.parametrize("recipe", [*(recipe for recipe, _ in NETWORKS.values()), cases.POCKET], ids=[*NETWORKS, "pocket"])
def test_two_networks_share_no_memory(recipe):
    first, second = cases.network(recipe), cases.network(recipe)
    with torch.no_grad():
        for parameter in first.parameters():
            parameter.zero_()
    assert all(bool(parameter.any()) for parameter in second.parameters())
    assert all(bool(parameter.any()) for parameter in cases.network(recipe).parameters())


@pytest.mark.parametrize("recipe", [*(recipe for recipe, _ in NETWORKS.values()), cases.POCKET], ids=[*NETWORKS, "pocket"])
def test_a_network_is_frozen_and_evaluates(recipe):
    network = cases.network(recipe)
    assert not any(module.training for module in network.modules())
    assert not any(parameter.requires_grad for parameter in network.parameters())


def test_a_crop_is_that_part_of_the_photograph_but_for_half_a_grey_level():
    whole = cases.load_image("cat", size=None)
    part = cases.image(cases.crop("cat", 60, 70, 32, 48))
    assert part.shape == (32, 48, 3)
    assert np.abs(part - whole[60:92, 70:118]).max() <= 0.5
    assert not np.array_equal(part, whole[60:92, 70:118])


def test_whole_levels_are_whole():
    levels = cases.image({"whole_levels": cases.noise(14, 10, 12)})
    np.testing.assert_array_equal(levels, levels.round())


@pytest.mark.parametrize("sign", [1, -1])
def test_weights_have_the_sign_that_is_asked_for(sign):
    activations, weights = cases.activations_and_weights({"values": 61, "shape": [1, 4, 3, 3], "sign": sign})
    assert (activations >= 0).all()
    assert (weights * sign > 0).all()


def test_every_task_has_visible_cases_in_plain_json():
    for task in TASKS:
        visible = visible_cases(task)
        assert [case.number for case in visible] == list(range(len(visible)))
        assert visible
        assert [json.loads(json.dumps(case.recipe)) for case in visible] == [
            json.loads(json.dumps(recipe | variant_of(task))) for recipe in declaration(task).visible
        ]


def variant_of(task):
    """What the recipes of a task have that has variants: the first one, where nobody asks for another."""
    variants = declaration(task).variants
    return {"variant": variants[0]} if variants else {}


def test_a_recipe_survives_json():
    for recipe in (recipe for task in TASKS for recipe in declaration(task).visible if "network" in recipe):
        before, after = (cases.network(r["network"]).state_dict() for r in (recipe, json.loads(json.dumps(recipe))))
        assert all(torch.equal(before[name], after[name]) for name in before)


@pytest.mark.parametrize("make", [cases.image, lambda recipe: cases.network({"network": "huge"})])
def test_an_unknown_recipe_is_refused(make):
    with pytest.raises(ValueError, match=r"no such (image|network) recipe"):
        make({"painting": "cat"})
