"""The references of the audit's functions against a second writing, closed forms, and what must hold whatever the numbers are."""

import copy
from importlib import import_module

import numpy as np
import pytest
import torch
from torch import nn

from reference_solutions.cue_effect import cue_effect
from reference_solutions.deletion_curve import deletion_curve
from reference_solutions.guided_backprop import guided_backprop
from reference_solutions.mass_density import mass_density
from reference_solutions.occlusion import occlusion
from reference_solutions.paired_interval import paired_interval
from reference_solutions.randomised import randomised, weighted_layers
from reference_solutions.rank_correlation import rank_correlation
from tests.reference_solutions import audit_oracle as oracle
from tests.reference_solutions.audit_oracle import CASES, OneReLUTwice, corner, grey, noise, scenes, small_network

TWICE = ("rank_correlation", "mass_density", "occlusion", "deletion_curve", "cue_effect", "guided_backprop")


@pytest.mark.parametrize(("name", "call"), [(name, call) for name in TWICE for call in CASES[name]])
def test_it_agrees_with_a_second_writing(name, call):
    reference = getattr(import_module(f"reference_solutions.{name}"), name)
    np.testing.assert_allclose(reference(*call.arguments()), getattr(oracle, name)(*call.arguments()), atol=2e-6)


# --- randomised ----------------------------------------------------------------------------------------------------


def weights(model) -> list[np.ndarray]:
    return [layer.weight.numpy().copy() for layer in weighted_layers(model)]


@pytest.mark.parametrize("blocks", [0, 1, 2, 3, 9])
def test_the_last_layers_are_drawn_and_no_others(blocks):
    model = small_network()
    before, batch = weights(model), oracle.batch_of([noise(1)])
    logits = model(batch)
    changed = [not np.array_equal(a, b) for a, b in zip(weights(randomised(model, blocks, 1)), before, strict=True)]
    assert changed == [number >= 3 - blocks for number in range(3)]
    assert all(np.array_equal(a, b) for a, b in zip(weights(model), before, strict=True))
    assert torch.equal(model(batch), logits)


def test_nothing_is_shared_with_the_copy():
    model = small_network()
    shared = {parameter.data_ptr() for parameter in model.parameters()}
    assert not shared & {parameter.data_ptr() for parameter in randomised(model, 1, 1).parameters()}


def test_a_seed_is_a_network_and_nobody_else_s_chance():
    model = small_network()
    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    first, again, other = (randomised(model, 2, seed) for seed in (1, 1, 2))
    assert torch.equal(torch.rand(1), expected)
    assert all(np.array_equal(a, b) for a, b in zip(weights(first), weights(again), strict=True))
    assert not np.array_equal(weights(first)[-1], weights(other)[-1])


def test_its_spread_is_that_of_he():
    model = nn.Sequential(nn.Conv2d(40, 50, 3), nn.ReLU(), nn.Flatten(), nn.Linear(300, 70)).requires_grad_(False)
    for layer, fan_in in zip(weighted_layers(randomised(model, 2, 4)), (360, 300), strict=True):
        assert float(layer.weight.std()) == pytest.approx((2 / fan_in) ** 0.5, rel=0.03)
        assert float(layer.weight.mean()) == pytest.approx(0, abs=0.01)
        assert float(layer.bias.abs().max()) == 0


def test_more_layers_leave_those_behind_as_they_were_drawn():
    """Cascading: the same seed draws the last layer alike, however many follow."""
    one, two = (weights(randomised(small_network(), blocks, 8)) for blocks in (1, 2))
    assert np.array_equal(one[-1], two[-1])


# --- rank correlation ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("monotone", [lambda x: 3 * x + 1, np.exp, lambda x: x**3, np.cbrt])
def test_any_rising_function_of_a_map_is_in_the_same_order(monotone):
    map = np.random.default_rng(0).normal(size=(8, 9))
    assert rank_correlation(map, monotone(map)) == pytest.approx(1, abs=1e-12)
    assert rank_correlation(map, -monotone(map)) == pytest.approx(-1, abs=1e-12)


def test_it_is_symmetric_and_flat_maps_say_nothing():
    a, b = oracle.tied(1), oracle.tied(2)
    assert rank_correlation(a, b) == pytest.approx(rank_correlation(b, a), abs=1e-15)
    assert rank_correlation(a, np.full(a.shape, 2.0)) == rank_correlation(np.zeros(4), np.zeros(4)) == 0.0


# --- guided backprop -----------------------------------------------------------------------------------------------


def test_without_a_relu_it_is_the_gradient():
    model = nn.Sequential(nn.Conv2d(3, 4, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten())
    batch = oracle.batch_of([noise(1)]).requires_grad_()
    (plain,) = torch.autograd.grad(model(batch)[0, 2], batch)
    np.testing.assert_allclose(guided_backprop([noise(1)], model, 2), plain.numpy(), atol=1e-6)


def test_two_relus_on_paper():
    """z = -relu(2 r) + 3 relu(g): the first path is stopped at its ReLU, the second passes 3."""
    first = nn.Conv2d(3, 2, 1, bias=False)
    first.weight.data = torch.tensor([[2.0, 0, 0], [0, 1.0, 0]]).view(2, 3, 1, 1)
    last = nn.Linear(2, 1, bias=False)
    last.weight.data = torch.tensor([[-1.0, 3.0]])
    model = nn.Sequential(first, nn.ReLU(), nn.Flatten(), last)
    found = guided_backprop([np.full((1, 1, 3), 250.0)], model, 0)
    np.testing.assert_allclose(found.ravel(), [0, 3, 0])


def test_an_image_is_alone_in_its_batch():
    images = [noise(1), noise(2), noise(3)]
    together = guided_backprop(images, small_network(), 1)
    for image, row in zip(images, together, strict=True):
        np.testing.assert_allclose(guided_backprop([image], small_network(), 1)[0], row, atol=1e-7)


@pytest.mark.parametrize("model", [small_network(), small_network(inplace=True), OneReLUTwice()])
def test_the_network_works_as_before(model):
    batch = oracle.batch_of([noise(4)]).requires_grad_()
    hooks = [len(layer._forward_hooks) + len(layer._backward_hooks) for layer in model.modules()]
    before = torch.autograd.grad(model(batch)[0, 1], batch)[0]
    guided_backprop([noise(4)], model, 1)
    assert torch.equal(torch.autograd.grad(model(batch)[0, 1], batch)[0], before)
    assert [len(layer._forward_hooks) + len(layer._backward_hooks) for layer in model.modules()] == hooks


def test_a_module_that_is_used_twice_is_guided_twice():
    model = OneReLUTwice()
    chain = nn.Sequential(model.first, nn.ReLU(), model.second, nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), model.last)
    expected = oracle.guided_backprop([noise(5)], chain, 2)
    np.testing.assert_allclose(guided_backprop([noise(5)], model, 2), expected, atol=1e-6)


def test_it_scales_with_the_logit():
    model = small_network()
    twice = copy.deepcopy(model)
    twice[7].weight *= 2
    np.testing.assert_allclose(guided_backprop([noise(6)], twice, 1), 2 * guided_backprop([noise(6)], model, 1), rtol=1e-5)


# --- mass density --------------------------------------------------------------------------------------------------


def test_density_of_a_map_that_does_not_care_and_of_one_that_sees_nothing_else():
    assert mass_density(np.full((6, 7), -0.3), oracle.mask()) == pytest.approx(1)
    assert mass_density(oracle.mask() * 2.0, oracle.mask()) == pytest.approx(42 / 9)
    assert mass_density(np.zeros((6, 7)), oracle.mask()) == 0


def test_densities_of_a_partition_add_up_to_one():
    map, mask = oracle.tied(3), oracle.mask()
    assert mass_density(map, mask) * mask.mean() + mass_density(map, ~mask) * (~mask).mean() == pytest.approx(1)
    assert mass_density(7 * map, mask) == pytest.approx(mass_density(map, mask))


def test_an_empty_mask_is_an_error():
    with pytest.raises(ValueError, match="empty"):
        mass_density(np.ones((2, 2)), np.zeros((2, 2), bool))


# --- occlusion and deletion ----------------------------------------------------------------------------------------


def test_a_network_that_sees_nothing_misses_nothing():
    model = small_network()
    model[7].weight *= 0
    assert not occlusion(noise(7), model, 1, 5, 4, 0).any()


@pytest.mark.parametrize(("height", "width", "window", "step"), [(11, 14, 4, 3), (8, 8, 8, 3), (9, 12, 2, 5)])
def test_a_far_window_at_the_edge_is_no_hole(height, width, window, step):
    if step > window:
        with np.errstate(invalid="ignore"):
            found = occlusion(noise(8, height, width), small_network(), 1, window, step, 0)
        assert np.isnan(found).any()  # between windows that do not touch nothing is known
    else:
        assert np.isfinite(occlusion(noise(8, height, width), small_network(), 1, window, step, 0)).all()


def test_what_speaks_against_a_class_is_negative():
    """p falls with brightness: to hide a bright part with black helps the class."""
    model = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(3, 2))
    model[2].weight.data = torch.tensor([[1.0, 1, 1], [-1, -1, -1]])
    image = np.full((8, 8, 3), 200.0)
    assert (occlusion(image, model, 1, 4, 4, 0) < 0).all()
    assert (occlusion(image, model, 0, 4, 4, 0) > 0).all()


def test_arguments_stay_as_they_are():
    image, map = noise(9), noise(10)[:, :, 0]
    before = image.copy(), map.copy()
    occlusion(image, small_network(), 1, 5, 4, 0)
    deletion_curve(image, map, small_network(), 1, (0, 0.5), grey)
    assert np.array_equal(image, before[0]) and np.array_equal(map, before[1])


def test_a_curve_runs_from_the_picture_to_its_fill():
    image, model = noise(11), small_network()
    curve = deletion_curve(image, image[:, :, 0], model, 1, (0, 0.3, 1), grey)
    assert curve[0] == pytest.approx(oracle.probability(image, model, 1), abs=1e-6)
    assert curve[2] == pytest.approx(oracle.probability(grey(image), model, 1), abs=1e-6)


def test_a_curve_hangs_on_the_order_of_a_map_alone():
    image, map = noise(12), oracle.tied(5, (14, 18))
    first, other = (deletion_curve(image, one, small_network(), 1, (0.1, 0.4), grey) for one in (map, np.exp(map) + 3))
    assert np.array_equal(first, other)


# --- cues and intervals --------------------------------------------------------------------------------------------


def test_a_cue_that_changes_nothing_does_nothing():
    found = cue_effect(small_network(), scenes(), lambda image: image, 1)
    assert found.shape == (3,) and not found.any()


def test_a_cue_is_put_into_a_copy_of_each_scene_once():
    made, seen = scenes(), []
    before = [one.image.copy() for one in made]

    def cue(image):
        seen.append(image.copy())
        return corner(image)

    cue_effect(small_network(), made, cue, 1)
    assert all(np.array_equal(a, b.image) for a, b in zip(before, made, strict=True))
    assert [np.array_equal(a, before[k]) for a, k in zip(seen, (0, 1, 3), strict=True)] == [True] * 3


def test_no_scene_no_difference():
    assert cue_effect(small_network(), scenes()[:1], corner, 0).shape == (0,)


def test_an_interval_holds_its_mean_and_moves_with_the_data():
    values = np.random.default_rng(1).normal(0.2, 0.3, 40)
    low, high = paired_interval(values, 0.95, 3)
    assert low < values.mean() < high
    assert paired_interval(values, 0.95, 3) == (low, high) != paired_interval(values, 0.95, 4)
    np.testing.assert_allclose(paired_interval(2 * values + 5, 0.95, 3), (2 * low + 5, 2 * high + 5))
    narrow = paired_interval(values, 0.5, 3)
    assert low < narrow[0] < narrow[1] < high
    assert paired_interval(np.full(6, 0.4), 0.95, 1) == pytest.approx((0.4, 0.4))


def test_four_times_the_scenes_half_the_width():
    rng = np.random.default_rng(2)
    widths = [np.mean([np.diff(paired_interval(rng.normal(size=n), 0.95, s))[0] for s in range(20)]) for n in (30, 120)]
    assert 1.7 < widths[0] / widths[1] < 2.3


def test_it_covers_what_it_promises():
    rng = np.random.default_rng(3)
    intervals = [paired_interval(rng.normal(1, 1, 30), 0.95, seed) for seed in range(400)]
    assert 0.90 < np.mean([low < 1 < high for low, high in intervals]) < 0.98
