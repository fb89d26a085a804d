"""float32 and float64, one image and many, CPU and GPU: the same answers."""

import numpy as np
import pytest
import torch

from reference_solutions.backprop import calculate_outputs_and_gradients, input_gradients
from reference_solutions.grad_cam_heatmap import grad_cam_heatmap
from reference_solutions.integrated_gradients import integrated_gradients
from reference_solutions.pool_gradients import pool_gradients
from reference_solutions.pre_processing import pre_processing
from reference_solutions.predict import predict
from reference_solutions.random_baseline import random_baseline_integrated_gradients
from reference_solutions.vgg_hook import VGG
from tests.reference_solutions import samples

IMAGES = [samples.image(seed, 48, 64) for seed in range(7)]  # more than one batch of them


def explained(model: torch.nn.Module, dtype: torch.dtype, cuda: bool = False) -> dict[str, np.ndarray]:
    """Every reference's answer that depends on a network, as NumPy arrays of the CPU."""
    batch = pre_processing(IMAGES[0], cuda, dtype=dtype).requires_grad_()
    target, output = predict(batch, model, None, cuda)
    wrapped = VGG(model)
    wrapped(batch)[0, target].backward()
    maps, gradient = wrapped.get_activations(batch), wrapped.get_activations_gradient()
    random = np.random.default_rng(3)
    answers = {
        "batch": batch,
        "output": output,
        "activations": maps,
        "activations' gradient": gradient,
        "heatmap": grad_cam_heatmap(maps, pool_gradients(gradient)),
    }
    tensors = {name: tensor.detach().cpu().numpy() for name, tensor in answers.items()}
    return tensors | {
        "gradients": calculate_outputs_and_gradients(IMAGES, model, target, cuda, dtype=dtype)[0],
        "integrated gradients": integrated_gradients(IMAGES[0], model, target, None, 12, cuda, dtype=dtype),
        "random baseline": random_baseline_integrated_gradients(IMAGES[0], model, target, 3, 2, cuda, rng=random, dtype=dtype),
    }


def test_float32_is_float64_rounded():
    single, double = samples.tiny_vgg(), samples.tiny_vgg().double()
    rough, exact = explained(single, torch.float32), explained(double, torch.float64)
    for name in exact:
        assert (rough[name].dtype, exact[name].dtype) == (np.float32, np.float64), name
        assert samples.relative_error(rough[name], exact[name]) < 2e-2, name  # a ReLU flips here and there


def test_many_images_are_as_one_by_one():
    model = samples.tiny_vgg().double()
    together, _ = calculate_outputs_and_gradients(IMAGES, model, 2, dtype=torch.float64)
    alone = [calculate_outputs_and_gradients([each], model, 2, dtype=torch.float64)[0][0] for each in IMAGES]
    assert together.shape == (7, 3, 48, 64)
    np.testing.assert_allclose(together, np.stack(alone), rtol=1e-9, atol=1e-12 * np.abs(alone).max())


@pytest.mark.parametrize("batch_size", [1, 2, 3, 7, 50])
def test_the_batch_size_does_not_matter(batch_size):
    model, batch = samples.small(), torch.cat([pre_processing(each, dtype=torch.float64) for each in IMAGES])
    got, expected = (input_gradients(batch, model, 1, size) for size in (batch_size, 5))
    assert not got.requires_grad and not batch.requires_grad
    torch.testing.assert_close(got, expected, rtol=1e-10, atol=1e-14)


def test_the_wrapped_network_takes_a_batch():
    model, batch = samples.tiny_vgg().double(), samples.noise_batch(1, 3).double().detach().requires_grad_()
    wrapped = VGG(model)
    wrapped(batch)[:, 1].sum().backward()
    together = wrapped.get_activations_gradient()
    for n in range(3):
        wrapped(batch[n : n + 1])[0, 1].backward()
        torch.testing.assert_close(wrapped.get_activations_gradient()[0], together[n], rtol=1e-9, atol=1e-12)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA GPU")
def test_a_gpu_gives_what_the_cpu_gives():
    cpu, gpu = (
        explained(samples.tiny_vgg().double().to(device), torch.float64, device == "cuda:0") for device in ("cpu", "cuda:0")
    )
    for name in cpu:
        assert samples.relative_error(gpu[name], cpu[name]) < 1e-6, name


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA GPU")
def test_a_gpu_s_answers_live_where_they_should():
    model, batch = samples.tiny_vgg().to("cuda:0"), pre_processing(IMAGES[0], True)
    assert batch.device == torch.device("cuda:0") and predict(batch, model, 1, True)[1].device == batch.device
    assert isinstance(integrated_gradients(IMAGES[0], model, 1, None, 2, True), np.ndarray)
