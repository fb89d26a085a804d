"""The pocket VGG19 measured on scenes that it was never trained on.

A map is judged against the objects' masks:
- pointing: does its largest value lie on the object? Chance is the object's share of the picture.
- inside: which share of its total lies on the object? Chance is the same.
- swap, where two objects stand: of what the map for one class puts on the two objects, which share lies on its own,
  own / (own + other)? Averaged over both classes a map that does not look at its class gets one half.
"""

import copy
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from lab.images import IMAGENET_MEAN, IMAGENET_STD
from lab.models import frozen, vgg19_layout
from lab.scenes import CLASSES, scene

HELD_OUT = 1_000_000  # the first seed of the scenes that are never trained on
FIXED = (  # (seed, objects): scenes far from a decision boundary and from a saturated softmax
    (1_500_066, 1),  # African elephant
    (1_500_014, 1),  # great white shark
    (1_500_010, 1),  # umbrella
    (1_500_060, 1),  # airliner
    (1_500_059, 2),  # starfish, African elephant
    (1_500_046, 2),  # goldfish, great white shark
    (1_500_054, 2),  # goldfish, airliner
    (1_500_044, 2),  # coffee mug, umbrella
)
FULL_CHANNELS, FULL_HIDDEN = (64, 128, 256, 512, 512), 4096  # VGG19
PATH_STEPS = 16  # of integrated gradients
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


class Measured(NamedTuple):
    """A kind of map, and on how many scenes of one and of two objects it is measured: the slow ones on fewer."""

    explain: Explain
    scenes: tuple[int, int]
    blind: tuple[int, int]  # for each of the networks with random weights


MAPS = {
    "Grad-CAM": Measured(grad_cam, (1000, 300), (40, 20)),
    "saliency": Measured(saliency, (300, 150), (40, 20)),
    "integrated gradients": Measured(integrated_gradients, (60, 50), (10, 10)),
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


def measure(network: nn.Module, *, scale: float = 1.0, blind: int = 5) -> dict:
    """All figures of the card; `scale` times as many scenes as it asks for, `blind` networks with random weights.

    Returns:
        {"recognition": {name: value}, "by class": {name: (top-1, pointing)}, "maps": {map: {name: value}},
        "random": the same as "maps" for random weights}
    """
    network = frozen(network).to(memory_format=torch.channels_last)
    recognition, by_class = recognise(network, *scaled((1000, 300), scale))
    trained = {name: judge(network, one.explain, *scaled(one.scenes, scale)) for name, one in MAPS.items()}
    untrained = [randomised(network, seed) for seed in range(blind)]
    chance = {
        name: average([judge(other, one.explain, *scaled(one.blind, scale), known_only=False) for other in untrained])
        for name, one in MAPS.items()
    }
    return {"recognition": recognition, "by class": by_class, "maps": trained, "random": chance}


def scaled(counts: tuple[int, int], scale: float) -> tuple[int, int]:
    """So many one-object and two-object scenes, at least two of each."""
    ones, twos = (max(2, round(count * scale)) for count in counts)
    return ones, twos


def recognise(network, ones: int, twos: int) -> tuple[dict, dict]:
    """Accuracy, confidence and Grad-CAM's pointing by class."""
    found: dict[str, list] = defaultdict(list)
    classes: dict[str, list] = defaultdict(list)
    for view in views(1, ones):
        logits, label = network(view.batch), view.labels[:, 0]
        found["top-1, one object"] += (logits.argmax(dim=1) == label).tolist()
        found["probability of the top class, median"] += logits.softmax(dim=1).amax(dim=1).tolist()
        hits = points(grad_cam(network, view.batch, label), view.masks[:, 0])
        for index, *pair in torch.stack([label, logits.argmax(dim=1) == label, hits], dim=1).tolist():
            classes[CLASSES[index]].append(pair)
    for view in views(2, twos):
        best = network(view.batch).topk(2, dim=1).indices
        there = (best[:, :, None] == view.labels[:, None]).any(dim=2)  # (N, 2): is the guess one of the objects?
        found["top-1 is one of two objects"] += there[:, 0].tolist()
        found["both objects in the top two"] += there.all(dim=1).tolist()
    middle = {name: float((np.median if "median" in name else np.mean)(values)) for name, values in found.items()}
    return middle, {name: tuple(np.mean(classes[name], axis=0).tolist()) for name in sorted(classes)}


def judge(network, explain: Explain, ones: int, twos: int, *, known_only: bool = True) -> dict[str, float]:
    """How well a kind of map finds the objects; one-object scenes count where recognised, if `known_only`."""
    found: dict[str, list] = defaultdict(list)
    for view in views(1, ones):
        label, mask = view.labels[:, 0], view.masks[:, 0]
        with torch.no_grad():
            known = (network(view.batch).argmax(dim=1) == label) | (not known_only)
        maps = explain(network, view.batch, label)
        found["chance"] += mask.float().mean(dim=(1, 2))[known].tolist()
        found["pointing"] += points(maps, mask)[known].tolist()
        found["inside"] += share(maps, mask)[known].tolist()
    for view in views(2, twos):
        swaps = []
        for own in (0, 1):
            maps = explain(network, view.batch, view.labels[:, own])
            mask, other = view.masks[:, own], view.masks[:, 1 - own]
            found["two: points at its own"] += points(maps, mask).tolist()
            found["two: points at the other"] += points(maps, other).tolist()
            swaps.append(share(maps, mask, of=mask | other))
        swap = torch.stack(swaps).mean(dim=0)  # (N,)
        found["two: swap"] += swap.tolist()
        found["two: swap right"] += (swap > 0.5).tolist()
    return {name: float(np.mean(values)) if values else 0.0 for name, values in found.items()}  # none recognised: 0


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
    """CPU seconds of a forward pass and input gradient at 224 x 224 for each network, in one thread, turn by turn; medians."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # a thread that waits for another would be counted as work
    batch, target = as_batch(np.zeros((1, 224, 224, 3), np.uint8)), torch.tensor([386])
    spent = np.zeros((repeats + 1, len(networks)))
    for turn in range(repeats + 1):
        for column, network in enumerate(networks):
            started = time.process_time()
            saliency(network, batch, target)
            spent[turn, column] = time.process_time() - started
    torch.set_num_threads(threads)
    return np.median(spent[1:], axis=0).tolist()  # the first turn warms up


def against_full(network: nn.Module) -> dict[str, float]:
    """CPU seconds of the network and of full VGG19 (random weights, the same work), and how many times faster it is."""
    small, full = cost(frozen(network), frozen(vgg19_layout(FULL_CHANNELS, FULL_HIDDEN)))
    return {"pocket VGG19, CPU seconds": small, "VGG19, CPU seconds": full, "times faster": full / small}
