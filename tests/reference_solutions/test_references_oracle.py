"""Each reference against the slow writing of it in `oracle.py`."""

import numpy as np
import pytest
import torch

from reference_solutions.backprop import calculate_outputs_and_gradients
from reference_solutions.blurred_baseline import blurred_baseline
from reference_solutions.grad_cam_heatmap import grad_cam_heatmap
from reference_solutions.integrated_gradients import integrated_gradients
from reference_solutions.max_distance_baseline import max_distance_baseline
from reference_solutions.pool_gradients import pool_gradients
from reference_solutions.pre_processing import pre_processing
from reference_solutions.predict import predict
from reference_solutions.random_baseline import random_baseline_integrated_gradients
from reference_solutions.saliency_map import saliency_map
from reference_solutions.vgg_hook import VGG
from tests.reference_solutions import oracle, samples

NETWORKS = {"linear": samples.linear, "small": samples.small, "drifting": samples.drifting}
networks = pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)


@pytest.mark.parametrize("kind", [np.float32, np.float64, np.uint8])
def test_pre_processing(kind):
    obs = samples.image(1, 5, 7).astype(kind)
    kept = obs.copy()
    got = pre_processing(obs)
    assert got.dtype == torch.float32 and got.is_leaf
    np.testing.assert_allclose(got.numpy(), oracle.pre_processing(obs), atol=1e-6)
    np.testing.assert_array_equal(obs, kept)


@networks
def test_predict_gives_the_probability_of_every_class(network):
    model, batch = network(), np.concatenate([oracle.pre_processing(samples.image(seed)) for seed in (1, 2, 3)])
    for target in range(3):
        used, output = predict(torch.tensor(batch), model, target)
        assert used == target and output.shape == (3, 1)
        np.testing.assert_allclose(output[:, 0], oracle.probability(batch, model, target), rtol=1e-12)


@networks
@pytest.mark.parametrize("seed", range(4))
def test_predict_chooses_the_class_of_the_first_image(network, seed):
    model, images = network(), [samples.image(seed), samples.image(seed + 1) * 0.1]
    target, _ = predict(torch.tensor(np.concatenate([oracle.pre_processing(each) for each in images])), model, None)
    assert type(target) is int and target == oracle.winner(images[0], model)


@networks
@pytest.mark.parametrize("target", [0, 2])
def test_backprop_is_the_finite_difference(network, target):
    model, images = network(), [samples.image(1), samples.image(2)]
    gradients, used = calculate_outputs_and_gradients(images, model, target)
    expected = np.stack([oracle.input_gradient(each, model, target) for each in images])
    assert used == target and gradients.dtype == np.float32
    assert samples.relative_error(gradients, expected) < 1e-5


def test_backprop_takes_the_first_image_s_class_for_all():
    model, images = samples.drifting(), [samples.image(1) * 0.1, 255 - samples.image(2) * 0.1]  # dark, bright
    gradients, used = calculate_outputs_and_gradients(images, model, None)
    assert type(used) is int and used == 0
    assert [oracle.winner(each, model) for each in images] == [0, 2]
    expected = np.stack([oracle.input_gradient(each, model, 0) for each in images])
    assert samples.relative_error(gradients, expected) < 1e-5


def test_saliency_map():
    gradients = np.random.default_rng(1).standard_normal((5, 7, 3))
    np.testing.assert_array_equal(saliency_map(gradients), oracle.saliency_map(gradients))


@pytest.mark.parametrize("target", [0, 3])
def test_vgg_hook_catches_the_activations_and_their_gradient(target):
    model = samples.tiny_vgg().double()
    wrapped, batch = VGG(model), samples.noise_batch(1).double().detach().requires_grad_()
    assert wrapped.get_activations_gradient() is None
    wrapped(batch)[0, target].backward()
    gradient, maps = wrapped.get_activations_gradient(), wrapped.get_activations(batch)
    assert maps.shape == (1, 8, 4, 4)
    np.testing.assert_allclose(maps[0].detach(), oracle.activations(batch, model), rtol=1e-12)
    lit = (maps[0] > 0).numpy()  # where a whole window of the next pool is dark, its slope is a matter of taste
    expected = oracle.activations_gradient(batch, model, target)
    assert lit.sum() > 10 and np.count_nonzero(expected[lit]) > 5
    assert samples.relative_error(gradient[0].numpy()[lit], expected[lit]) < 1e-6


def test_vgg_hook_gives_the_model_s_own_logits_and_input_gradients():
    model, batch = samples.tiny_vgg(), samples.noise_batch(2, count=2)
    wrapped = VGG(model)
    assert torch.equal(wrapped(batch), model(batch))
    gradients = [torch.autograd.grad(each(batch)[:, 1].sum(), batch)[0] for each in (wrapped, model)]
    assert torch.equal(*gradients) and gradients[0].abs().max() > 0
    assert wrapped.get_activations_gradient().shape == (2, 8, 4, 4)


def test_vgg_hook_uses_the_given_network_itself():
    model = samples.tiny_vgg()
    assert {id(weight) for weight in VGG(model).parameters()} == {id(weight) for weight in model.parameters()}


def test_vgg_hook_runs_without_gradients():
    model = samples.tiny_vgg()
    with torch.no_grad():
        assert VGG(model)(samples.noise_batch(2)).shape == (1, 5)


@pytest.mark.parametrize("shape", [(1, 6, 4, 5), (3, 2, 7, 7)])
def test_pool_gradients(shape):
    gradients = torch.tensor(np.random.default_rng(2).standard_normal(shape))
    np.testing.assert_allclose(pool_gradients(gradients), oracle.pool_gradients(gradients.numpy()), atol=1e-15)


@pytest.mark.parametrize("sign", [1, -1, None])
def test_grad_cam_heatmap(sign):
    rng = np.random.default_rng(3)
    maps = torch.tensor(np.maximum(rng.standard_normal((1, 5, 4, 6)), 0))
    weights = torch.tensor(rng.standard_normal(5) if sign is None else sign * rng.uniform(0.1, 1, 5))
    kept = maps.clone(), weights.clone()
    got = grad_cam_heatmap(maps, weights)
    np.testing.assert_allclose(got, oracle.grad_cam_heatmap(maps.numpy(), weights.tolist()), atol=1e-14)
    assert float(got.max()) == (0 if sign == -1 else 1)
    assert torch.equal(maps, kept[0]) and torch.equal(weights, kept[1])


@networks
@pytest.mark.parametrize("steps", [1, 2, 7])
def test_integrated_gradients(network, steps):
    model, image, baseline = network(), samples.image(1), samples.image(2)
    got = integrated_gradients(image, model, 2, baseline, steps)
    assert samples.relative_error(got, oracle.integrated_gradients(image, model, 2, baseline, steps)) < 1e-5


@pytest.mark.parametrize("kind", [np.float32, np.uint8])
def test_integrated_gradients_start_from_black_and_keep_the_image_s_class(kind):
    model, image = samples.drifting(), (255 - samples.image(1) * 0.1).astype(kind)
    black, kept = np.zeros_like(image), image.copy()
    assert oracle.winner(image, model) == 2 and oracle.winner(black, model) == 0  # the winner changes on the way
    got = integrated_gradients(image, model, None, None, 4)
    assert samples.relative_error(got, oracle.integrated_gradients(image, model, 2, black, 4)) < 1e-5
    np.testing.assert_array_equal(image, kept)


@pytest.mark.parametrize("steps", [0, -3])
def test_integrated_gradients_need_a_step(steps):
    with pytest.raises(ValueError, match=f"at least one step, got steps={steps}"):
        integrated_gradients(samples.image(1), samples.linear(), 0, None, steps)


def test_random_baseline_is_the_mean_over_fresh_baselines():
    model, image, rng = samples.small(), samples.image(1), np.random.default_rng(7)
    got = random_baseline_integrated_gradients(image, model, 1, 3, 4, rng=np.random.default_rng(7))
    baselines = [rng.uniform(0, 255, image.shape) for _ in range(4)]
    expected = np.mean([oracle.integrated_gradients(image, model, 1, each, 3) for each in baselines], axis=0)
    assert samples.relative_error(got, expected) < 1e-5


def test_random_baseline_differs_from_call_to_call():
    model, image = samples.linear(), samples.image(1)
    first, second = (random_baseline_integrated_gradients(image, model, 1, 2, 2) for _ in range(2))
    assert samples.relative_error(first, second) > 0.01


@pytest.mark.parametrize("sigma", [0.8, 1.5, 3.0])
def test_blurred_baseline(sigma):
    image = samples.image(1, 14, 18)
    kept = image.copy()
    np.testing.assert_allclose(blurred_baseline(image, sigma), oracle.blurred_baseline(image, sigma), atol=0.05)
    np.testing.assert_array_equal(image, kept)


def test_max_distance_baseline():
    image = samples.image(1)
    image[0, :4, 0] = 0, 127, 128, 255
    np.testing.assert_array_equal(max_distance_baseline(image), oracle.max_distance_baseline(image))
