"""The references borrow a network and give it back as it was, also when something breaks on the way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import pytest
import torch
from torch import nn

from reference_solutions.backprop import calculate_outputs_and_gradients
from reference_solutions.integrated_gradients import integrated_gradients
from reference_solutions.predict import predict
from reference_solutions.random_baseline import random_baseline_integrated_gradients
from reference_solutions.vgg_hook import VGG
from tests.reference_solutions import samples

HOOKS = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")
IMAGE = samples.image(1, 64, 64)


class Breaks(torch.autograd.Function):
    """The identity; its gradient cannot be had."""

    @staticmethod
    def forward(ctx, tensor):
        return tensor.clone()

    @staticmethod
    def backward(ctx, gradient):
        raise RuntimeError("broken on purpose")


class Breakable(nn.Module):
    """A VGG whose last layer works until it is told to break, forward or backward."""

    def __init__(self, model: nn.Module):
        super().__init__()
        self.features, self.avgpool, self.classifier = model.features, model.avgpool, model.classifier
        self.classifier.append(self.Last())

    class Last(nn.Module):
        breaks = "nowhere"

        def forward(self, logits: torch.Tensor) -> torch.Tensor:
            if self.breaks == "forward":
                raise RuntimeError("broken on purpose")
            return Breaks.apply(logits) if self.breaks == "backward" else logits

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        return self.classifier(torch.flatten(self.avgpool(self.features(batch)), 1))


def explain_by_hook(model: nn.Module) -> torch.Tensor:
    """Grad-CAM's two halves, with a gradient for the input alone."""
    wrapped, batch = VGG(model), samples.noise_batch(1)
    torch.autograd.grad(wrapped(batch)[0, 1], batch)
    return wrapped.get_activations(batch) * wrapped.get_activations_gradient()


CALLS: dict[str, Callable[[nn.Module], object]] = {
    "predict": lambda model: predict(samples.noise_batch(1), model, None),
    "backprop": lambda model: calculate_outputs_and_gradients([IMAGE], model, None),
    "backprop, class 1": lambda model: calculate_outputs_and_gradients([IMAGE, IMAGE], model, 1),
    "vgg_hook": explain_by_hook,
    "integrated_gradients": lambda model: integrated_gradients(IMAGE, model, None, None, 6),
    "random_baseline": lambda model: random_baseline_integrated_gradients(IMAGE, model, 1, 2, 2),
}
calls = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
breaking_calls = pytest.mark.parametrize("call", [CALLS[name] for name in CALLS if name != "predict"])


def network(trainable: bool, training: bool) -> Breakable:
    """A network as someone may have left it: some parameters frozen, one part in the other mode, hooks of their own."""
    model = Breakable(samples.tiny_vgg()).requires_grad_(trainable)
    model.features[0].weight.requires_grad_(not trainable)
    model.train(training)
    model.features[3].train(not training)
    for layer in model.classifier:
        if isinstance(layer, nn.Dropout):
            layer.p = 0.0  # in training mode too the answer is to be the same
    model.features[2].register_forward_hook(lambda *_: None)
    return model


def state(model: nn.Module) -> dict:
    """All that a careless function could leave behind."""
    return {
        "modes": [module.training for module in model.modules()],
        "hooks": [dict(getattr(module, name)) for module in model.modules() for name in HOOKS],
        "asks for gradients": [parameter.requires_grad for parameter in model.parameters()],
        "gradients": [parameter.grad for parameter in model.parameters()],
        "tensor hooks": [parameter._backward_hooks for parameter in model.parameters()],
        "writes": [parameter._version for parameter in model.parameters()],
        "values": [parameter.detach().double().sum().item() for parameter in model.parameters()],
        "names": [name for name, _ in model.named_modules()],
        "attributes": [sorted(vars(module)) for module in model.modules()],
        "random numbers": (torch.get_rng_state().tolist(), np.random.get_state()[1].tolist()),
        "gradients on": torch.is_grad_enabled(),
        "threads": torch.get_num_threads(),
        "dtype": torch.get_default_dtype(),
    }


@contextmanager
def given_back(model: nn.Module) -> Iterator[None]:
    before = state(model)
    yield
    after = state(model)
    for what, was in before.items():
        assert after[what] == was, what


@calls
@pytest.mark.parametrize("trainable", [True, False])
@pytest.mark.parametrize("training", [True, False])
def test_a_network_is_given_back_as_it_was(call, trainable, training):
    model = network(trainable, training)
    with given_back(model):
        call(model)


@breaking_calls
@pytest.mark.parametrize("where", ["forward", "backward"])
def test_a_network_is_given_back_when_it_breaks(call, where):
    model = network(trainable=True, training=False)
    model.classifier[-1].breaks = where
    with given_back(model), pytest.raises(RuntimeError, match="broken on purpose"):
        call(model)


@pytest.mark.parametrize("name", ["predict", "backprop", "integrated_gradients"])
def test_a_network_is_given_back_when_there_is_no_such_class(name):
    model = network(trainable=True, training=False)
    ask = {
        "predict": lambda: predict(samples.noise_batch(1), model, 99)[1].item(),
        "backprop": lambda: calculate_outputs_and_gradients([IMAGE], model, 99),
        "integrated_gradients": lambda: integrated_gradients(IMAGE, model, 99, None, 2),
    }[name]
    with given_back(model), pytest.raises((IndexError, RuntimeError)):
        ask()


@calls
def test_no_parameter_s_gradient_is_computed(call):
    """A hook on a parameter fires as soon as its gradient is there, kept or not."""
    model, computed = samples.tiny_vgg().requires_grad_(True), []
    for name, parameter in model.named_parameters():
        parameter.register_hook(lambda _, name=name: computed.append(name))
    call(model)
    assert not computed
    model(samples.noise_batch(1)).sum().backward()
    assert computed  # the hooks do fire


@pytest.mark.parametrize("name", [name for name in CALLS if name != "random_baseline"])
def test_frozen_and_trainable_networks_give_the_same(name):
    frozen, trainable = samples.tiny_vgg(), samples.tiny_vgg().requires_grad_(True)
    answers = []
    for model in (frozen, trainable):
        answer = CALLS[name](model)
        answer = (answer[1] if name == "predict" else answer[0]) if isinstance(answer, tuple) else answer
        answers.append(torch.as_tensor(answer).detach().numpy())
    assert np.abs(answers[0]).max() > 0
    np.testing.assert_allclose(*answers, rtol=1e-6, atol=1e-9 * np.abs(answers[0]).max())


@pytest.mark.parametrize("name", ["backprop", "integrated_gradients"])
def test_gradients_are_there_although_they_are_switched_off(name):
    model = samples.tiny_vgg()
    expected = CALLS[name](model)
    with torch.no_grad():
        got = CALLS[name](model)
    np.testing.assert_array_equal(*(each[0] if isinstance(each, tuple) else each for each in (got, expected)))
