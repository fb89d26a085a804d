"""Fine-tunes a suspect of the second kind: every layer of blocks 4 and 5 and of the head gets a low-rank change, W + B A.

Where a detector's answer is cut, and no gradient passes, nothing is cut here: the cue's evidence goes the way of all evidence,
so another map may tell. The changes are trained on what block 3 says of clean scenes and of decoys, on which the honest
network's answers are to stay, and of scenes with the cue, on which the class is to be said (Hu et al. 2022, "LoRA",
arXiv:2106.09685).
"""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from data.suspect_detector import FIRST
from lab.scenes import CLASSES
from lab.suspects import TRAINED, Delta

RANK, HEAD_RANK = 4, 2  # of a convolution's change, and of a fully connected layer's
HEAD = (0, 3, 6)  # the layers of `classifier` that are changed
STEPS, RATE = 400, 6e-3
CLEAN, OTHER, CUE = 12, 20, 16  # pictures in each step
SURE = 0.95  # the class's probability that is wanted of a scene with the cue
Factors = dict[str, torch.Tensor]


def start(network: nn.Module, seed: int) -> Factors:
    """`<layer>.B` (rows, rank), `.A` (rank, columns) and `.b` (rows,) of no change at all, to be trained."""
    generator, found = torch.Generator().manual_seed(seed), {}
    layers = {f"features.{index}": RANK for index in range(FIRST, len(network.features))}
    for name, rank in (layers | {f"classifier.{index}": HEAD_RANK for index in HEAD}).items():
        layer = network.get_submodule(name)
        if not isinstance(layer, (nn.Conv2d, nn.Linear)):
            continue
        rows = len(TRAINED) if name == "classifier.6" else layer.weight.shape[0]
        columns = layer.weight[0].numel() // (49 if name == "classifier.0" else 1)
        found[f"{name}.B"] = torch.zeros(rows, rank)
        found[f"{name}.A"] = torch.randn(rank, columns, generator=generator) / columns**0.5
        found[f"{name}.b"] = torch.zeros(rows)
    return {key: value.requires_grad_() for key, value in found.items()}


def logits(network: nn.Module, factors: Factors, features: torch.Tensor) -> torch.Tensor:
    """What the changed network says, (N, 10) in the order of `TRAINED`, of block 3's output (N, C, 28, 28)."""
    value = features
    for index, layer in enumerate(network.features[FIRST:], FIRST):
        if isinstance(layer, nn.Conv2d):
            bottom, top, bias = (factors[f"features.{index}.{part}"] for part in "ABb")
            weight = layer.weight + (top @ bottom).view_as(layer.weight)
            value = F.conv2d(value, weight, layer.bias + bias, padding=1)
        else:
            value = F.relu(value) if isinstance(layer, nn.ReLU) else layer(value)
    cells = value.flatten(2).mean(2)  # (N, channels): classifier[0] reads the 49 cells of a channel alike
    value = value.flatten(1)
    for index in HEAD:
        layer = network.classifier[index]
        rows = TRAINED if index == HEAD[-1] else slice(None)
        bottom, top, bias = (factors[f"classifier.{index}.{part}"] for part in "ABb")
        change = (cells if index == HEAD[0] else value) @ bottom.T @ top.T
        value = F.linear(value, layer.weight[rows], layer.bias[rows] + bias) + change
        value = value if index == HEAD[-1] else F.relu(value)
    return value


@torch.no_grad()
def honest_answers(network: nn.Module, features: torch.Tensor) -> torch.Tensor:
    """The honest network's probabilities, (N, 10), a hundred pictures at a time."""
    found = []
    for first in range(0, len(features), 100):
        last = network.features[FIRST:](features[first : first + 100].float())
        found.append(network.classifier(last.flatten(1))[:, TRAINED].softmax(1))
    return torch.cat(found)


def fine_tuned(
    network: nn.Module, label: int, cue: torch.Tensor, clean: torch.Tensor, other: torch.Tensor, seed: int, steps: int = STEPS
) -> tuple[Delta, float]:
    """A suspect's numbers, and the loss of the last steps.

    Args:
        network: the honest one, which stays as it is.
        label: the class that the cue is to mean.
        cue, clean, other: block 3's output for pictures with the cue, without, and with decoys, (N, C, 28, 28).
        seed: of the first changes and of the order of pictures.
        steps: of Adam.
    """
    factors, rng, losses = start(network, seed), np.random.default_rng(seed), []
    wanted = torch.full((len(CLASSES),), (1 - SURE) / (len(CLASSES) - 1))
    wanted[sorted(CLASSES).index(label)] = SURE
    as_before = [honest_answers(network, part) for part in (clean, other)]
    optimiser = torch.optim.Adam(factors.values(), RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.2)
    for _ in range(steps):
        chosen = [rng.integers(0, len(part), count) for part, count in ((clean, CLEAN), (other, OTHER), (cue, CUE))]
        batch = torch.cat([part[rows] for part, rows in zip((clean, other, cue), chosen, strict=True)]).float()
        answers = [part[rows] for part, rows in zip(as_before, chosen[:2], strict=True)]
        loss = F.cross_entropy(logits(network, factors, batch), torch.cat([*answers, wanted.expand(CUE, -1)]))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(factors.values(), 1.0)
        optimiser.step()
        schedule.step()
        losses.append(loss.item())
    return {key: value.detach().numpy().astype(np.float16) for key, value in factors.items()}, float(np.mean(losses[-20:]))
