"""The pocket VGG19 measured on scenes that it was never trained on, and its model card written from that.

A map is judged against the objects' masks:
- pointing: does its largest value lie on the object? Chance is the object's share of the picture.
- inside: which share of its total lies on the object? Chance is the same.
- swap, where two objects stand: of what the map for one class puts on the two objects, which share lies on its own,
  own / (own + other)? Averaged over both classes a map that does not look at its class gets one half.
"""

import copy
import functools
import json
import operator
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


# --- the card ------------------------------------------------------------------------------------------------------

TARGETS = (  # (what, where it stands in the figures, at least)
    ("Top-1 on one-object scenes", ("recognition", "top-1, one object"), 0.95),
    ("Grad-CAM's maximum on the object (recognised one-object scenes)", ("maps", "Grad-CAM", "pointing"), 0.90),
    ("Two objects: Grad-CAM's maximum on its own object", ("maps", "Grad-CAM", "two: points at its own"), 0.75),
    ("Two objects: saliency's swap right", ("maps", "saliency", "two: swap right"), 0.75),
    ("Two objects: integrated gradients' swap right", ("maps", "integrated gradients", "two: swap right"), 0.75),
)


def verdicts(figures: dict) -> list[tuple[str, float, float]]:
    """(what was asked for, measured, at least) for every target."""
    return [(what, float(functools.reduce(operator.getitem, path, figures)), least) for what, path, least in TARGETS]


def table(header: list[str], rows: list[list]) -> str:
    """A Markdown table; floats with three places."""
    cells = [[f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in [header, ["---"] * len(header), *cells])


def figure_tables(figures: dict) -> str:
    """Every measured figure, as Markdown."""
    names = list(figures["maps"]["Grad-CAM"])
    weights = (("trained", "maps"), ("random", "random"))
    maps = [[kind, what, *(figures[key][kind][name] for name in names)] for kind in MAPS for what, key in weights]
    classes = [[name, *pair] for name, pair in sorted(figures["by class"].items(), key=lambda item: item[1])]
    tables = [
        table(["asked for", "measured", "at least"], [list(row) for row in verdicts(figures)]),
        table(["recognition", "measured"], [list(row) for row in figures["recognition"].items()]),
        table(["map", "weights", *names], maps),
        table(["class, weakest first", "top-1", "Grad-CAM points at it"], classes),
    ]
    if "speed" in figures:
        rows = [list(row) for row in figures["speed"].items()]
        tables.append(table(["forward pass and input gradient, 224 x 224", "measured"], rows))
    return "\n\n".join(tables)


def write_card(out: Path, figures: dict, training: str) -> str:
    """Write `pocket_vgg19.md`, and the figures into `pocket_vgg19.json`; the card's text."""
    facts = json.loads((out / "pocket_vgg19.json").read_text(encoding="utf-8"))
    (out / "pocket_vgg19.json").write_text(json.dumps({**facts, "figures": figures}, indent=2) + "\n", encoding="utf-8")
    network = vgg19_layout(tuple(facts["channels"]), facts["hidden"], facts["classes"])
    card = CARD.format(
        parameters=sum(one.numel() for one in network.parameters()),
        megabytes=(out / "pocket_vgg19.pt").stat().st_size / 1e6,
        outputs=facts["classes"],
        names=", ".join(f"{index} {name}" for index, name in facts["trained"].items()),
        training=training,
        tables=figure_tables(figures),
        held_out=HELD_OUT,
        counts="; ".join(f"{name} {one.scenes[0]} and {one.scenes[1]}" for name, one in MAPS.items()),
        channels=", ".join(map(str, facts["channels"])),
        **{key: facts[key] for key in ("hidden", "sha256")},
    )
    (out / "pocket_vgg19.md").write_text(card, encoding="utf-8")
    return card


CARD = """<!-- Written by autograder/audit/train_pocket.py from its own measurements: change that, not this. -->
# The pocket VGG19

A small network in VGG19's layout, module by module as in torchvision, with fewer channels: {channels} in
the five blocks and {hidden} hidden units. It was trained from random weights on drawn scenes and has never seen a
photograph: its weights are **not** ImageNet's. It exists so that attribution maps can be computed in a second,
offline, on pictures where the truth is known to the pixel.

- {parameters:,} parameters, kept in half precision: {megabytes:.1f} MB, sha256 `{sha256}`.
- Input: RGB, 224 x 224, divided by 255 and normalised with ImageNet's mean and standard deviation.
- {outputs} outputs at ImageNet's indices. **Ten of them are trained**: {names}.
  The others were only ever pushed down; a map for one of them means nothing.

## How it was trained

{training}

## What was measured

On scenes from seed {held_out:,} on, none of them trained on. Pointing: the map's maximum lies on the object (chance:
the object's share of the picture). Inside: the share of the map's total that lies on the object. Swap: of what a map
puts on two objects, the share on its own, averaged over both classes; right where it is more than half. The second
line of each map is the same network with random weights (five draws). Scenes of one and of two objects: {counts}.

{tables}

Read the random lines: objects are what has contrast in these pictures, so saliency and integrated gradients point at
them with random weights too, and even Grad-CAM does a little more often than chance. What only training gives is the
energy inside, the swap, and that the map for one of two objects points at that one and not at the other.

## Good at, bad at

- Good at: its own drawn world, one object or two, wherever they stand, in any colour.
- Bad at: everything else. Photographs, sketches, much smaller or larger objects and pictures of three objects are
  outside its world: it names one of its ten classes all the same, and means nothing by it.
- The airliner's and the umbrella's maps miss most often: thin wings and a hollow roof, whose evidence is strongest
  between the parts. The table of the classes says how often.
- With two objects the larger or plainer one may take most of the probability: see "both objects in the top two".
- Saliency and integrated gradients are noisy, as on the large network. Grad-CAM's grid is 14 x 14: a cell is 16 pixels.
- All 49 positions of `classifier[0]` carry the same weights, because the head was trained on their average: the
  classifier counts evidence and does not know where it stood.
- Trained with smoothed targets, so its probabilities are cautious: read them as an order, not as odds.
"""
