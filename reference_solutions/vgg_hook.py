"""A = features[:36](x) and d score / d A, caught by a hook on the tensor A while the gradient passes through it.

Selvaraju et al., "Grad-CAM", 2017, section 3. The hook is on the tensor, after the last ReLU: that ReLU works in place,
so a hook on its input would see the gradient of what the ReLU overwrote.
"""

from collections.abc import Callable
from functools import partial

import torch
from torch import nn

from reference_solutions.conditions import Condition, among, back, into


class VGG(nn.Module):
    """A VGG19-shaped model, looked into at its last activation map; the model itself is used, and left as it was."""

    def __init__(self, model: nn.Module):
        super().__init__()
        self.vgg = model
        self.gradients: torch.Tensor | None = None

    def activations_hook(self, grad: torch.Tensor) -> None:
        """Keeps d score / d A, (N, C, h, w), and returns nothing: it only looks."""
        self.gradients = grad

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Logits (N, K), equal to the model's own."""
        activations = self.get_activations(x)
        if activations.requires_grad:  # it does not under no_grad, and a hook on it would raise
            activations.register_hook(self.activations_hook)
        pooled = self.vgg.avgpool(self.vgg.features[36:](activations))
        return self.vgg.classifier(torch.flatten(pooled, 1))

    def get_activations_gradient(self) -> torch.Tensor | None:
        """d score / d A of the latest backward pass, (N, C, h, w); None before the first."""
        return self.gradients

    def get_activations(self, x: torch.Tensor) -> torch.Tensor:
        """A, (N, C, h, w), none of it negative."""
        return self.vgg.features[:36](x)


def under(condition: Condition) -> Callable:
    """The wrapped network under a condition (`reference_solutions.conditions`)."""
    return partial(Wrapped, condition=condition)


class Wrapped(nn.Module):
    """The reference's VGG under a condition; the same questions can be asked of it."""

    def __init__(self, model: nn.Module, condition: Condition):
        super().__init__()
        self.reference = VGG(into(model, condition))
        self.condition = condition
        self.images = 0

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.images = len(x)
        return back(self.reference(among(into(x, self.condition), self.condition))[: len(x)])

    def get_activations_gradient(self) -> torch.Tensor:
        return back(self.reference.get_activations_gradient()[: self.images])  # type: ignore[index]

    def get_activations(self, x: torch.Tensor) -> torch.Tensor:
        return back(self.reference.get_activations(into(x, self.condition)))
