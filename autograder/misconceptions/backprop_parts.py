"""What the gradients of several images are made of: the batch, the class, and the score whose gradient is taken."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import torch

from reference_solutions.pre_processing import normalised

CPU = torch.device("cpu")


def batch_of(inputs) -> torch.Tensor:
    """The images as a leaf (n, 3, H, W) that asks for its gradient."""
    return normalised(np.stack(list(inputs)), CPU).requires_grad_()


def chosen(inputs, model, target: int | None) -> int:
    """The class that was asked for, or the first image's predicted one."""
    return int(model(batch_of(inputs[:1])).argmax()) if target is None else target


def probability(logits: torch.Tensor, target: int) -> torch.Tensor:
    """(N,) softmax probabilities of one class: the right score."""
    return torch.softmax(logits, dim=1)[:, target]


def answered(inputs, model, target: int | None, score: Callable = probability) -> tuple[np.ndarray, int]:
    """What the reference returns, for the score whose gradient is taken."""
    batch, target = batch_of(inputs), chosen(inputs, model, target)
    (gradients,) = torch.autograd.grad(score(model(batch), target).sum(), batch)
    return gradients.numpy(), target


@contextmanager
def learning(model: torch.nn.Module) -> Iterator[None]:
    """Puts a network into training mode while the block runs."""
    model.train()
    try:
        yield
    finally:
        model.eval()
