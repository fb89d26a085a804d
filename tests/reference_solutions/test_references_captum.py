"""The references against Captum 0.9, on networks too large for finite differences."""

import numpy as np
import pytest
import torch
from captum.attr import IntegratedGradients, LayerGradCam, Saliency
from torch import nn

from lab.models import load_pocket_vgg19
from reference_solutions.backprop import calculate_outputs_and_gradients
from reference_solutions.grad_cam_heatmap import grad_cam_heatmap
from reference_solutions.integrated_gradients import integrated_gradients
from reference_solutions.pool_gradients import pool_gradients
from reference_solutions.pre_processing import pre_processing
from reference_solutions.vgg_hook import VGG
from tests.reference_solutions import samples


def with_softmax(model: nn.Module) -> nn.Module:
    """The network whose output is the score that the course explains."""
    return nn.Sequential(model, nn.Softmax(dim=1))


def channels_last(batch: torch.Tensor) -> np.ndarray:
    """(1, 3, H, W) as (H, W, 3)."""
    return batch[0].detach().permute(1, 2, 0).numpy()


@pytest.mark.parametrize("target", [0, 3])
def test_gradients_are_captum_s_saliency(target):
    model, images = samples.tiny_vgg(), [samples.image(seed, 64, 48) for seed in (1, 2)]
    batch = torch.cat([pre_processing(each) for each in images]).requires_grad_()
    expected = Saliency(with_softmax(model)).attribute(batch, target=target, abs=False)
    gradients, _ = calculate_outputs_and_gradients(images, model, target)
    assert samples.relative_error(gradients, expected.detach().numpy()) < 1e-2  # float32 flips a ReLU here and there


def test_gradients_of_the_pocket_network_are_captum_s_saliency():
    model, image = load_pocket_vgg19(), samples.image(3, 96, 96)
    batch = pre_processing(image).requires_grad_()
    gradients, target = calculate_outputs_and_gradients([image], model, None)
    assert target == int(model(batch).argmax())
    expected = Saliency(with_softmax(model)).attribute(batch, target=target, abs=False)
    assert samples.relative_error(gradients, expected.detach().numpy()) < 1e-2


@pytest.mark.parametrize("target", [0, 3])
def test_weighted_activations_are_captum_s_layer_grad_cam(target):
    model, batch = samples.tiny_vgg(), samples.noise_batch(1)
    method = LayerGradCam(model, model.features[35])
    expected = method.attribute(batch, target=target, attr_dim_summation=False)  # (1, C, h, w)
    wrapped = VGG(model)
    wrapped(batch)[0, target].backward()
    weights = pool_gradients(wrapped.get_activations_gradient())
    weighted = wrapped.get_activations(batch) * weights[None, :, None, None]
    torch.testing.assert_close(weighted, expected, rtol=1e-4, atol=1e-7)


@pytest.mark.parametrize("target", range(5))
def test_heatmap_is_captum_s_layer_grad_cam_over_its_maximum(target):
    model, batch = samples.tiny_vgg(), samples.noise_batch(1)
    expected = LayerGradCam(model, model.features[35]).attribute(batch, target=target, relu_attributions=True)[0, 0]
    wrapped = VGG(model)
    wrapped(batch)[0, target].backward()
    heatmap = grad_cam_heatmap(wrapped.get_activations(batch), pool_gradients(wrapped.get_activations_gradient()))
    torch.testing.assert_close(heatmap, expected / expected.max().clamp(min=1e-30), rtol=1e-4, atol=1e-5)


def test_smooth_integrated_gradients_are_captum_s():
    model, image, baseline = samples.drifting(), samples.image(1), samples.image(2)
    batches = [pre_processing(each, dtype=torch.float64) for each in (image, baseline)]
    expected = IntegratedGradients(with_softmax(model)).attribute(*batches, target=2)  # Gauss-Legendre, 50 steps
    got = integrated_gradients(image, model, 2, baseline, 200, dtype=torch.float64)
    assert samples.relative_error(got, channels_last(expected)) < 1e-4


def test_a_vgg_s_integrated_gradients_are_captum_s():
    model, image, baseline = samples.tiny_vgg(), samples.image(4, 64, 64), samples.image(5, 64, 64)
    batches = [pre_processing(each) for each in (image, baseline)]
    expected = IntegratedGradients(with_softmax(model)).attribute(*batches, target=1, n_steps=200, internal_batch_size=20)
    got = integrated_gradients(image, model, 1, baseline, 200)
    assert samples.relative_error(got, channels_last(expected)) < 0.05  # of a function with kinks, two quadratures
