"""The pocket VGG19 measured on scenes that it was never trained on, and its model card written from that.

A map is judged against the objects' masks:
- pointing: does its largest value lie on the object? Chance is the object's share of the picture.
- inside: which share of its total lies on the object? Chance is the same.
- swap, where two objects stand: of what the map for one class puts on the two objects, which share lies on its own,
  own / (own + other)? Averaged over both classes a map that does not look at its class gets one half.
"""

import copy
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from lab.images import IMAGENET_MEAN, IMAGENET_STD
from lab.models import frozen, vgg19_layout
from lab.scenes import CLASSES, scene

HELD_OUT = 1_000_000  # the first seed of the scenes that are never trained on
FIXED = tuple((HELD_OUT + 500_000 + number, 1 + number % 2) for number in range(8))  # (seed, objects)
PATH_STEPS = 24  # of integrated gradients
Explain = Callable[[nn.Module, torch.Tensor, torch.Tensor], torch.Tensor]


class View(NamedTuple):
    """Some held-out scenes, as the network sees them."""

    batch: torch.Tensor  # (N, 3, H, W) normalised
    labels: torch.Tensor  # (N, objects)
    masks: torch.Tensor  # (N, objects, H, W) bool


def as_batch(images: np.ndarray) -> torch.Tensor:
    """RGB in 0..255, (N, H, W, 3) -> normalised as ImageNet's networks want it, (N, 3, H, W) float32."""
    pixels = torch.from_numpy(np.ascontiguousarray(images)).permute(0, 3, 1, 2).float()  # (N, 3, H, W)
    mean, std = (torch.tensor(part, dtype=torch.float32).view(3, 1, 1) for part in (IMAGENET_MEAN, IMAGENET_STD))
    return ((pixels / 255 - mean) / std).contiguous(memory_format=torch.channels_last)


def views(objects: int, count: int, *, first: int = HELD_OUT, at_once: int = 25) -> Iterator[View]:
    """`count` scenes with so many objects, from seed `first` on."""
    for start in range(first, first + count, at_once):
        scenes = [scene(seed, objects=objects) for seed in range(start, min(start + at_once, first + count))]
        yield View(
            as_batch(np.stack([one.image for one in scenes])),
            torch.tensor([one.labels for one in scenes]),
            torch.from_numpy(np.stack([np.stack(one.masks) for one in scenes])),
        )


# --- maps ----------------------------------------------------------------------------------------------------------


def _gradient(score: Callable, at: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Gradient of every row's target logit."""
    at = at.detach().requires_grad_()
    return torch.autograd.grad(score(at).gather(1, targets[:, None]).sum(), at)[0]


def grad_cam(network, batch, targets) -> torch.Tensor:
    """ReLU of the activations before the last pooling, weighted by their mean gradients: (N, H, W)."""
    with torch.no_grad():
        activations = network.features[:36](batch)  # (N, C, 14, 14)

    def rest(a):
        return network.classifier(torch.flatten(network.avgpool(network.features[36](a)), 1))

    weights = _gradient(rest, activations, targets).mean(dim=(2, 3), keepdim=True)  # (N, C, 1, 1)
    coarse = F.relu((weights * activations).sum(dim=1, keepdim=True))  # (N, 1, 14, 14)
    return F.interpolate(coarse, batch.shape[-2:], mode="bilinear", align_corners=False)[:, 0]


def saliency(network, batch, targets) -> torch.Tensor:
    """Largest absolute gradient over the colours: (N, H, W)."""
    return _gradient(network, batch, targets).abs().amax(dim=1)


def integrated_gradients(network, batch, targets) -> torch.Tensor:
    """Gradients along the straight path from black, times the way, summed over the colours, absolute: (N, H, W)."""
    baseline = as_batch(np.zeros((1, *batch.shape[-2:], 3), np.uint8))
    total = torch.zeros_like(batch)
    for step in range(PATH_STEPS):
        total += _gradient(network, baseline + (batch - baseline) * (step + 0.5) / PATH_STEPS, targets)
    return ((batch - baseline) * total / PATH_STEPS).sum(dim=1).abs()


MAPS: dict[str, Explain] = {
    "Grad-CAM": grad_cam,
    "saliency": saliency,
    "integrated gradients": integrated_gradients,
}


def points(maps: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Does the largest value of each map (N, H, W) lie on the mask (N, H, W)? An empty map points nowhere."""
    where = maps.flatten(1).argmax(dim=1, keepdim=True)
    return mask.flatten(1).gather(1, where)[:, 0] & (maps.amax(dim=(1, 2)) > 0)


def share(maps: torch.Tensor, mask: torch.Tensor, of: torch.Tensor | None = None) -> torch.Tensor:
    """What a map puts on the mask, as a share of its total, or of what it puts on the mask `of`: (N,)."""
    whole = maps if of is None else maps * of
    return (maps * mask).sum(dim=(1, 2)) / whole.sum(dim=(1, 2)).clamp(min=1e-30)


# --- figures -------------------------------------------------------------------------------------------------------


def measure(network: nn.Module, *, ones: int = 1000, twos: int = 300, slow: int = 100) -> dict:
    """All figures of the card; integrated gradients, which take long, on the first `slow` scenes of each kind only.

    Returns:
        {"recognition": {name: value}, "by class": {name: (top-1, pointing)}, "maps": {map: {name: value}},
        "random": the same as "maps" for random weights}
    """
    network = frozen(network).to(memory_format=torch.channels_last)
    recognition, by_class = recognise(network, ones, twos)
    counts = {name: (slow, slow) if name == "integrated gradients" else (ones, twos) for name in MAPS}
    trained = {name: judge(network, MAPS[name], *counts[name]) for name in MAPS}
    few = {name: (min(slow, 20), min(slow, 20)) for name in MAPS}
    untrained = [randomised(network, seed) for seed in range(5)]
    chance = {name: average([judge(one, MAPS[name], *few[name], all_scenes=True) for one in untrained]) for name in MAPS}
    return {"recognition": recognition, "by class": by_class, "maps": trained, "random": chance}


def recognise(network, ones: int, twos: int) -> tuple[dict, dict]:
    """Accuracy, confidence and Grad-CAM's pointing by class."""
    found, classes = defaultdict(list), defaultdict(list)
    for view in views(1, ones):
        logits, label = network(view.batch), view.labels[:, 0]
        found["top-1, one object"] += (logits.argmax(dim=1) == label).tolist()
        found["probability of the top class, median"] += logits.softmax(dim=1).amax(dim=1).tolist()
        hits = points(grad_cam(network, view.batch, label), view.masks[:, 0])
        for index, right, hit in zip(label.tolist(), (logits.argmax(dim=1) == label).tolist(), hits.tolist()):
            classes[CLASSES[index]].append((right, hit))
    for view in views(2, twos):
        best = network(view.batch).topk(2, dim=1).indices
        there = (best[:, :, None] == view.labels[:, None]).any(dim=2)  # (N, 2): is the guess one of the objects?
        found["top-1 is one of two objects"] += there[:, 0].tolist()
        found["both objects in the top two"] += there.all(dim=1).tolist()
    figures = {name: float(np.median(values) if "median" in name else np.mean(values)) for name, values in found.items()}
    return figures, {name: tuple(np.mean(classes[name], axis=0).tolist()) for name in sorted(classes)}


def judge(network, explain: Explain, ones: int, twos: int, *, all_scenes: bool = False) -> dict[str, float]:
    """How well a kind of map finds the objects; one-object scenes count where recognised, unless `all_scenes`."""
    found = defaultdict(list)
    for view in views(1, ones):
        label, mask = view.labels[:, 0], view.masks[:, 0]
        with torch.no_grad():
            known = (network(view.batch).argmax(dim=1) == label) | all_scenes
        maps = explain(network, view.batch, label)
        found["chance"] += mask.float().mean(dim=(1, 2))[known].tolist()
        found["pointing"] += points(maps, mask)[known].tolist()
        found["inside"] += share(maps, mask)[known].tolist()
    for view in views(2, twos):
        swaps = []
        for own in (0, 1):
            maps, mask, other = explain(network, view.batch, view.labels[:, own]), view.masks[:, own], view.masks[:, 1 - own]
            found["two: points at its own"] += points(maps, mask).tolist()
            found["two: points at the other"] += points(maps, other).tolist()
            swaps.append(share(maps, mask, of=mask | other))
        swap = torch.stack(swaps).mean(dim=0)  # (N,)
        found["two: swap"] += swap.tolist()
        found["two: swap right"] += (swap > 0.5).tolist()
    return {name: float(np.mean(values)) for name, values in found.items()}


def average(figures: list[dict[str, float]]) -> dict[str, float]:
    return {name: float(np.mean([one[name] for one in figures])) for name in figures[0]}


def randomised(network: nn.Module, seed: int) -> nn.Module:
    """A copy with random weights (He's, which keep the signal's size through many layers)."""
    network = copy.deepcopy(network)
    generator = torch.Generator().manual_seed(seed)
    for layer in network.modules():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu", generator=generator)
            nn.init.zeros_(layer.bias)
    return network


def cost(*networks: nn.Module, repeats: int = 5) -> list[float]:
    """CPU seconds of a forward pass and input gradient at 224 x 224 for each network, turn by turn; medians."""
    batch, target = as_batch(np.zeros((1, 224, 224, 3), np.uint8)), torch.tensor([386])
    spent = np.zeros((repeats + 1, len(networks)))
    for turn in range(repeats + 1):
        for column, network in enumerate(networks):
            started = time.process_time()
            saliency(network, batch, target)
            spent[turn, column] = time.process_time() - started
    return np.median(spent[1:], axis=0).tolist()  # the first turn warms up


# --- the card ------------------------------------------------------------------------------------------------------
