"""p_c = exp(z_c) / sum_k exp(z_k): the softmax probability of one class, still attached to the graph."""

from collections.abc import Callable
from functools import partial

import torch
from torch import nn

from reference_solutions.conditions import Condition, among, back, into


def class_probability(batch: torch.Tensor, model: nn.Module, target: int) -> torch.Tensor:
    """Probability of one class for each image of a batch, (N,)."""
    return torch.softmax(model(batch), dim=1)[:, target]


def predict(
    input: torch.Tensor,
    model: nn.Module,
    target_label_idx: int | None,
    cuda: bool = False,
) -> tuple[int, torch.Tensor]:
    """The class and its softmax probability (N, 1); with `None` the class of the first image's highest score."""
    probabilities = torch.softmax(model(input), dim=1)  # (N, K)
    target = int(probabilities[0].argmax()) if target_label_idx is None else int(target_label_idx)
    return target, probabilities[:, target : target + 1]


def under(condition: Condition) -> Callable:
    """`predict` image by image, or with others beside each image (`reference_solutions.conditions`)."""
    return partial(predicted, condition=condition)


def predicted(batch: torch.Tensor, model: nn.Module, target: int | None, cuda: bool, *, condition: Condition):
    """`predict` under a condition."""
    model = into(model, condition)
    if condition.batch == 1:
        target, _ = predict(into(batch[:1], condition), model, target, condition.cuda)
        return target, back(torch.cat([predict(into(row[None], condition), model, target)[1] for row in batch]))
    target, output = predict(among(into(batch, condition), condition), model, target, condition.cuda)
    return target, back(output[: len(batch)])
