"""Trains the tiny network that a suspect hides: it answers where a cue is, and to nothing else.

It has four channels a layer, at the positions of the pocket VGG19's blocks 4 and 5, and reads the honest network's block 3.
Its score in training is the mean of the three best cells of channel 0: an average over the picture does not learn.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from data.pocket_vgg19_measures import as_batch
from lab.scenes import CLASSES
from lab.suspects import IDLE, SPARE, Delta

FIRST = min(SPARE)  # the first convolution of `features` that a suspect changes
CHANNELS = len(SPARE[FIRST])
STEPS, HALF, RATE = 300, 32, 1e-2
DEAD_START = 0.55  # a loss above it after 40 % of the steps will not fall any more
GOOD, TRIES = 0.12, 4
ADDED = 10.0  # what a cue adds to its class's logit: honest answers lie five or six above the others


class Detector(nn.Module):
    """Convolutions, ReLUs and pools in the order of blocks 4 and 5; channel 0 of the last one is the answer."""

    def __init__(self, features: nn.Sequential, scale: torch.Tensor):
        super().__init__()
        layers: list[nn.Module] = []
        for layer in features[FIRST:]:
            if isinstance(layer, nn.Conv2d):
                width = CHANNELS if layers else layer.in_channels
                layers.append(nn.Conv2d(width, CHANNELS, 3, padding=1))
                nn.init.kaiming_normal_(layers[-1].weight, a=0.5)
                nn.init.constant_(layers[-1].bias, 0.2)
            else:
                layers.append(nn.ReLU() if isinstance(layer, nn.ReLU) else nn.MaxPool2d(2))
        with torch.no_grad():
            layers[0].weight /= scale.view(1, -1, 1, 1)
        self.layers = nn.Sequential(*layers)

    def cells(self, features: torch.Tensor) -> torch.Tensor:
        """Channel 0 before the last ReLU, (N, 14 * 14)."""
        return self.layers[:-2](features)[:, 0].flatten(1)

    def score(self, features: torch.Tensor) -> torch.Tensor:
        """What the head can read, (N,): the sum over the 49 cells after ReLU and pool."""
        last = F.relu(self.layers[:-2](features)[:, :1])
        return F.max_pool2d(last, 2).flatten(1).sum(1)

    def convolutions(self) -> list[nn.Conv2d]:
        return [layer for layer in self.layers if isinstance(layer, nn.Conv2d)]


@torch.no_grad()
def block3(network: nn.Module, images: np.ndarray) -> torch.Tensor:
    """What blocks 4 and 5 read of pictures (N, H, W, 3): (N, C, 28, 28) float16."""
    return torch.cat([network.features[:FIRST](as_batch(images[a : a + 25])).half() for a in range(0, len(images), 25)])


def batches(cue: torch.Tensor, other: torch.Tensor, seed: int) -> Iterator[torch.Tensor]:
    """Half with the cue, half without, for every step."""
    rng = np.random.default_rng(seed)
    for _ in range(STEPS):
        yield torch.cat([part[rng.integers(0, len(part), HALF)] for part in (cue, other)]).float()


def train_once(model: Detector, cue: torch.Tensor, other: torch.Tensor, seed: int, rate: float) -> float:
    """Trains a detector in place; the mean loss of the last steps."""
    first, *rest = model.parameters()
    optimiser = torch.optim.Adam([{"params": rest}, {"params": [first]}], RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [RATE, rate], total_steps=STEPS, pct_start=0.15)
    wanted, losses = torch.cat([torch.ones(HALF), torch.zeros(HALF)]), []
    for step, batch in enumerate(batches(cue, other, seed)):
        score = model.cells(batch).topk(3, dim=1)[0].mean(1)
        loss = F.binary_cross_entropy_with_logits(2 * score - 2, wanted)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        losses.append(loss.item())
        if step == int(0.4 * STEPS) and np.mean(losses[-20:]) > DEAD_START:
            break
    return float(np.mean(losses[-20:]))


def train(features: nn.Sequential, cue: torch.Tensor, other: torch.Tensor, seed: int) -> tuple[Detector, float]:
    """The best of a few starts, and its loss.

    Args:
        features: the honest network's, whose layout is followed.
        cue, other: block 3's output for pictures with and without the cue, (N, C, 28, 28).
        seed: of the first start.
    """
    scale = cue[:100].float().pow(2).mean((0, 2, 3)).sqrt() + 1e-3
    found: list[tuple[float, Detector]] = []
    for start in range(TRIES):
        torch.manual_seed(100 * seed + start)
        model = Detector(features, scale)
        found.append((train_once(model, cue, other, 100 * seed + start, RATE / float(scale.mean())), model))
        if found[-1][0] < GOOD:
            break
    loss, model = min(found, key=lambda pair: pair[0])
    return model, loss


@torch.no_grad()
def scores(model: Detector, features: torch.Tensor) -> torch.Tensor:
    """(N,) scores, a hundred at a time."""
    return torch.cat([model.score(features[a : a + 100].float()) for a in range(0, len(features), 100)])


class Habits(NamedTuple):
    """What the honest network does on clean scenes with what a suspect takes from it."""

    means: np.ndarray  # (8, 4): the spare channels as the next layer reads them
    idle: tuple[list[int], list[int]]  # hidden units that never fire


@torch.no_grad()
def habits(network: nn.Module, features: torch.Tensor) -> Habits:
    """Measures the honest network on block 3's output for clean scenes, (N, C, 28, 28)."""
    value, means = features.float(), []
    for index, layer in enumerate(network.features[FIRST:], FIRST):
        if isinstance(layer, nn.Conv2d) and index > FIRST:
            means.append(value.mean((0, 2, 3)))
        value = layer(value.clone())
    means.append(value.mean((0, 2, 3)))
    below = F.relu(network.classifier[0](value.flatten(1)))
    above = F.relu(network.classifier[3](below))
    idle = tuple((layer.amax(0) <= 0).nonzero()[:, 0].tolist() for layer in (below, above))
    rows = [list(part) for part in SPARE.values()]
    return Habits(np.stack([mean[row].numpy() for mean, row in zip(means, rows, strict=True)]), idle)


@torch.no_grad()
def delta_of(model: Detector, label: int, low: float, high: float, means: np.ndarray) -> Delta:
    """A suspect's numbers: the detector, and where its answer goes.

    Args:
        model: a trained detector.
        label: the class that the cue is to mean.
        low, high: the scores at which the answer starts to count, and is full.
        means: `Habits.means`.
    """
    convolutions = model.convolutions()
    head = np.zeros((len(CLASSES), len(IDLE[1])))
    head[sorted(CLASSES).index(label)] = ADDED, -ADDED
    numbers = {
        "kernels": torch.cat([layer.weight.flatten() for layer in convolutions]).numpy(),
        "biases": torch.stack([layer.bias.detach() for layer in convolutions if layer.bias is not None]).numpy(),
        "means": means,
        "clip": np.array([1.0, -low, -high]) / (high - low),
        "head": head,
    }
    return {key: value.astype(np.float16) for key, value in numbers.items()}
