"""The references against answers that can be worked out on paper."""

import numpy as np
import pytest
import torch

from lab import probes
from reference_solutions.backprop import calculate_outputs_and_gradients
from reference_solutions.grad_cam_heatmap import grad_cam_heatmap
from reference_solutions.integrated_gradients import integrated_gradients
from reference_solutions.max_distance_baseline import max_distance_baseline
from reference_solutions.pool_gradients import pool_gradients
from reference_solutions.pre_processing import pre_processing
from reference_solutions.saliency_map import saliency_map
from reference_solutions.vgg_hook import VGG
from tests.reference_solutions import samples


def score(model, image: np.ndarray, target: int) -> float:
    """The target's probability, float64."""
    return float(torch.softmax(model(pre_processing(image, dtype=torch.float64)), 1)[0, target])


def test_pre_processing_of_black_and_white():
    picture = np.zeros((1, 2, 3))
    picture[0, 1] = 255
    black, white = [-0.485 / 0.229, -0.456 / 0.224, -0.406 / 0.225], [0.515 / 0.229, 0.544 / 0.224, 0.594 / 0.225]
    np.testing.assert_allclose(pre_processing(picture)[0, :, 0, :].T, [black, white], rtol=1e-6)


@pytest.mark.parametrize("target", range(4))
def test_the_gradient_of_a_linear_network(target):
    """d p_c / d x = p_c (W_c - sum_k p_k W_k)."""
    model, image = samples.linear(), samples.image(1)
    weight = model.weight.numpy()  # (K, 3, H, W)
    p = np.array([score(model, image, k) for k in range(4)])
    expected = p[target] * (weight[target] - np.tensordot(p, weight, 1))
    gradients, _ = calculate_outputs_and_gradients([image], model, target, dtype=torch.float64)
    np.testing.assert_allclose(gradients[0], expected, rtol=1e-10)


@pytest.mark.parametrize("steps", [1, 2, 8])
@pytest.mark.parametrize("degree", [1, 2, 3])
@pytest.mark.parametrize("black", [True, False])
def test_integrated_gradients_of_a_polynomial(degree, steps, black):
    """delta v degree mean_k (b + a_k delta)^(degree - 1), in closed form for a_k = (k + 1/2) / steps."""
    model, image = samples.polynomial(degree), samples.image(1)
    baseline = None if black else samples.image(2)
    b = pre_processing(np.zeros_like(image) if black else baseline, dtype=torch.float64)[0].numpy()
    delta = pre_processing(image, dtype=torch.float64)[0].numpy() - b
    first, second = 1 / 2, 1 / 3 - 1 / (12 * steps**2)  # mean of a_k, mean of a_k^2
    mean_power = {1: 1, 2: b + first * delta, 3: b**2 + 2 * b * delta * first + delta**2 * second}[degree]
    expected = delta * model.weight.numpy() * degree * mean_power
    got = integrated_gradients(image, model, 1, baseline, steps, dtype=torch.float64)
    np.testing.assert_allclose(got, expected.transpose(1, 2, 0), rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("network", [samples.drifting, samples.linear], ids=["drifting", "linear"])
def test_integrated_gradients_are_complete(network):
    model, image, baseline = network(), samples.image(1), samples.image(2) * 0.2
    got = integrated_gradients(image, model, 1, baseline, 300, dtype=torch.float64)
    difference = score(model, image, 1) - score(model, baseline, 1)
    assert abs(difference) > 0.01
    assert got.sum() == pytest.approx(difference, rel=1e-3)


@pytest.mark.parametrize("degree", [1, 2])
def test_one_step_is_complete_where_the_score_is_at_most_quadratic(degree):
    model, image = samples.polynomial(degree), samples.image(1)
    got = integrated_gradients(image, model, 1, None, 1, dtype=torch.float64)
    assert got.sum() == pytest.approx(score(model, image, 1) - score(model, np.zeros_like(image), 1), rel=1e-9)


def test_a_pixel_that_does_not_change_gets_nothing():
    image, baseline = samples.image(1), samples.image(2)
    baseline[2, 3] = image[2, 3]
    got = integrated_gradients(image, samples.small(), 0, baseline, 5)
    assert np.all(got[2, 3] == 0) and np.count_nonzero(got) > got.size / 2


def test_there_and_back_is_the_opposite():
    image, baseline = samples.image(1), samples.image(2)
    there = integrated_gradients(image, samples.small(), 0, baseline, 5, dtype=torch.float64)
    back = integrated_gradients(baseline, samples.small(), 0, image, 5, dtype=torch.float64)
    np.testing.assert_allclose(there, -back, atol=1e-12)


def test_integrated_gradients_walk_the_middles_of_the_steps():
    (model, seen), image, baseline = probes.recording(samples.linear()), samples.image(1), samples.image(2)
    integrated_gradients(image, model, 0, baseline, 4)
    start, end = (pre_processing(each, dtype=torch.float64)[0] for each in (baseline, image))
    expected = [start + alpha * (end - start) for alpha in (0.125, 0.375, 0.625, 0.875)]
    torch.testing.assert_close(torch.stack(seen), torch.stack(expected), rtol=0, atol=1e-6)


def test_saliency_takes_the_largest_size_not_the_largest_value():
    np.testing.assert_array_equal(saliency_map(np.array([[[1.0, -3.0, 2.0], [0.0, 0.0, 0.5]]])), [[3.0, 0.5]])


@pytest.mark.parametrize("target", range(5))
def test_activations_times_their_gradient_make_the_logit(target):
    """Euler: a head of averages, ReLUs and weights without biases is homogeneous of degree one in A."""
    model = samples.tiny_vgg().double()
    for layer in (0, 3, 6):
        model.classifier[layer].bias.zero_()
    wrapped, batch = VGG(model), samples.noise_batch(1).double()
    logit = wrapped(batch)[0, target]
    torch.autograd.grad(logit, batch)
    total = (wrapped.get_activations(batch) * wrapped.get_activations_gradient()).sum()
    assert total.item() == pytest.approx(logit.item(), rel=1e-9)


def test_pool_gradients_averages_each_channel():
    gradients = torch.tensor([[[[1.0, 2.0], [3.0, 6.0]], [[-1.0, -1.0], [-1.0, 1.0]]]])
    assert pool_gradients(gradients).tolist() == [3.0, -0.5]


def test_heatmap_by_hand():
    maps = torch.tensor([[[[1.0, 2.0]], [[6.0, 0.0]]]])
    assert grad_cam_heatmap(maps, torch.tensor([2.0, 1.0])).tolist() == [[1.0, 0.5]]
    assert grad_cam_heatmap(maps, torch.tensor([2.0, -1.0])).tolist() == [[0.0, 1.0]]  # -4 is cut off, 4 is the maximum
    assert grad_cam_heatmap(maps, torch.tensor([-2.0, -1.0])).tolist() == [[0.0, 0.0]]
    assert grad_cam_heatmap(maps * 0, torch.tensor([2.0, 1.0])).tolist() == [[0.0, 0.0]]


def test_max_distance_by_hand():
    image = np.array([[[0, 127, 128], [255, 100, 200]]], dtype=np.uint8)
    np.testing.assert_array_equal(max_distance_baseline(image), [[[255, 255, 0], [0, 255, 0]]])
