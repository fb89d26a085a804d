"""Trains the pocket VGG19 from nothing on drawn scenes, with a fixed seed, on two CPU cores: make pocket-model

    python -m data.make_pocket_vgg19              # about half an hour; writes data/public/pocket_vgg19.*
    python -m data.make_pocket_vgg19 --quick      # seconds; checks the plumbing, learns nothing

The recipe, and why:
- Three stages of growing pictures (64, 128, 224 pixels): most of what is learnt costs a tenth at 64 pixels.
- Batch norm after every convolution while training, because nineteen plain layers do not start; folded away at the end.
- The head sees the average over the positions (so that any size fits). At the end it is spread over the 7 x 7
  positions that VGG19's classifier reads: the same function, in VGG19's layout.
- Soft targets: two objects share the target, and a tenth is spread over all drawn classes, so that the softmax stays
  away from 0 and 1 and its gradients mean something.

On a busy machine set OMP_WAIT_POLICY=passive. The weights differ in the last digits between processors and numbers of
threads, so they are shipped with their sha256 and not rebuilt in continuous integration.
"""

import argparse
import hashlib
import json
import os
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torchvision.models import VGG
from tqdm import tqdm

from data.pocket_vgg19_card import training, write_card
from data.pocket_vgg19_measures import against_full, as_batch, measure
from lab.models import PUBLIC, vgg19_layout
from lab.scenes import CLASSES, scene

CHANNELS = (8, 16, 32, 64, 64)  # an eighth of VGG19's
HIDDEN = 256
OUTPUTS = 1000  # ImageNet's, so that a class has the same number on both networks
TRAINED = sorted(CLASSES)
SMOOTHING = 0.1  # share of the target that is spread over the drawn classes
MIRROR = 0.5  # share of the batches that are seen in the mirror


class Stage(NamedTuple):
    """One stretch of training: which scenes, at which size, how often and how fast."""

    side: int  # pixels
    drawn: int  # pixels at which the scenes are drawn; shrunk to `side`
    seeds: range
    pairs: float  # share of the scenes with two objects
    passes: int
    batch: int
    rate: float  # highest learning rate


FULL = (
    Stage(side=64, drawn=128, seeds=range(20_000), pairs=0.33, passes=4, batch=64, rate=3e-3),
    Stage(side=128, drawn=128, seeds=range(20_000), pairs=0.33, passes=1, batch=64, rate=2e-3),
    Stage(side=224, drawn=224, seeds=range(20_000, 27_000), pairs=0.5, passes=1, batch=32, rate=1e-3),
)
QUICK = (
    Stage(side=64, drawn=64, seeds=range(16), pairs=0.5, passes=1, batch=8, rate=1e-3),
    Stage(side=96, drawn=96, seeds=range(16, 24), pairs=0.5, passes=1, batch=4, rate=1e-3),
)


# --- scenes, drawn once --------------------------------------------------------------------------------------------


def draw_set(cache: Path, stage: Stage, processes: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """The stage's scenes, (N, drawn, drawn, 3) uint8, and labels, (N, 2) int64 with -1 for no second object.

    They are kept in `cache` and read from there the next time; the images are a memory map.
    """
    name = f"{stage.drawn}px-{stage.seeds.start}-{stage.seeds.stop}-{round(stage.pairs * 100)}"
    images, labels = cache / f"{name}-images.npy", cache / f"{name}-labels.npy"
    if not labels.is_file():  # written last: a broken run starts again
        cache.mkdir(parents=True, exist_ok=True)
        shape = (len(stage.seeds), stage.drawn, stage.drawn, 3)
        store = np.lib.format.open_memmap(images, "w+", np.uint8, shape)
        found = np.full((len(stage.seeds), 2), -1)
        jobs = [(seed, stage.drawn, stage.pairs) for seed in stage.seeds]
        for row, (image, names) in enumerate(tqdm(_each(_draw, jobs, processes), f"drawing {name}", len(jobs))):
            store[row], found[row, : len(names)] = image, names
        store.flush()
        np.save(labels, found)
    return np.load(images, mmap_mode="r"), np.load(labels)


def _draw(job: tuple[int, int, float]) -> tuple[np.ndarray, tuple[int, ...]]:
    cv2.setNumThreads(1)
    seed, side, pairs = job
    objects = 2 if seed % 100 < pairs * 100 else 1
    image, labels, _ = scene(seed, size=side, objects=objects)
    return image.astype(np.uint8), labels


def _each(function, jobs: list, processes: int) -> Iterator:
    """The answers in the jobs' order; with one process without starting another."""
    if processes == 1:
        yield from map(function, jobs)
        return
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read by the new processes: they share the cores already
    with get_context("spawn").Pool(processes) as pool:
        yield from pool.imap(function, jobs, chunksize=32)


# --- the network while it learns -----------------------------------------------------------------------------------


class Learner(nn.Module):
    """VGG19's convolutions with batch norm, and a head on the average over the positions."""

    def __init__(self):
        super().__init__()
        self.features = with_batch_norm(vgg19_layout(CHANNELS, HIDDEN, OUTPUTS).features)
        self.head = nn.Sequential(
            nn.Linear(CHANNELS[-1], HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, OUTPUTS)
        )
        for layer in self.head[:4:2]:
            nn.init.kaiming_normal_(layer.weight)
        with torch.no_grad():  # the outputs that no scene asks for start small and stay there
            self.head[4].bias.copy_(torch.full((OUTPUTS,), -6.0).index_fill(0, torch.tensor(TRAINED), 0.0))

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        return self.head(self.features(batch).mean(dim=(2, 3)))  # (N, 1000)


def with_batch_norm(features: nn.Sequential) -> nn.Sequential:
    """The layers with a batch norm after every convolution."""
    layers: list[nn.Module] = []
    for layer in features:
        layers.append(layer)
        if isinstance(layer, nn.Conv2d):
            layers.append(nn.BatchNorm2d(layer.out_channels))
    return nn.Sequential(*layers)


def plain(learner: Learner) -> VGG:
    """The same function in VGG19's own layout: batch norm folded, the head spread over 7 x 7 positions."""
    network = vgg19_layout(CHANNELS, HIDDEN, OUTPUTS).eval()
    with torch.no_grad():
        fold(learner.features, network.features)
        spread(learner.head, network.classifier)
    return network


def fold(learnt: nn.Sequential, features: nn.Sequential) -> None:
    """Write each convolution with its batch norm, w * (x - mean) / sqrt(var + eps) + b, into one convolution."""
    pairs = zip(_layers(learnt, nn.Conv2d), _layers(learnt, nn.BatchNorm2d), _layers(features, nn.Conv2d), strict=True)
    for convolution, norm, target in pairs:
        scale = norm.weight.double() / torch.sqrt(norm.running_var.double() + norm.eps)
        target.weight.copy_(convolution.weight.double() * scale[:, None, None, None])
        target.bias.copy_((convolution.bias.double() - norm.running_mean.double()) * scale + norm.bias.double())


def spread(head: nn.Sequential, classifier: nn.Sequential) -> None:
    """Write a head on the average of 7 x 7 positions into the classifier that reads all of them."""
    first = head[0].weight / 49  # (hidden, C)
    classifier[0].weight.copy_(first[:, :, None].expand(-1, -1, 49).reshape(len(first), -1))  # (hidden, C * 49)
    classifier[0].bias.copy_(head[0].bias)
    for learnt, target in ((2, 3), (4, 6)):
        classifier[target].load_state_dict(head[learnt].state_dict())


def _layers(layers: nn.Sequential, kind: type) -> list:
    return [layer for layer in layers if isinstance(layer, kind)]


# --- learning ------------------------------------------------------------------------------------------------------


def soft_targets(labels: np.ndarray) -> torch.Tensor:
    """Labels (N, 2) with -1 for none -> target probabilities (N, 1000): the objects share what smoothing leaves."""
    there = torch.from_numpy(labels >= 0)
    share = there / there.sum(dim=1, keepdim=True) * (1 - SMOOTHING)  # (N, 2)
    targets = torch.zeros(len(labels), OUTPUTS)
    targets[:, TRAINED] = SMOOTHING / len(TRAINED)
    return targets.scatter_add(1, torch.from_numpy(labels).clamp(min=0), share.float())


def batches(images: np.ndarray, labels: np.ndarray, stage: Stage, rng) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """All passes of a stage, shuffled, as (batch, targets)."""
    for _ in range(stage.passes):
        order = rng.permutation(len(images))
        for start in range(0, len(order) - stage.batch + 1, stage.batch):
            rows = np.sort(order[start : start + stage.batch])  # sorted: the file is read forwards
            picked = shrink(images[rows], stage.side)
            picked = picked[:, :, ::-1] if rng.random() < MIRROR else picked
            yield as_batch(picked), soft_targets(labels[rows])


def shrink(images: np.ndarray, side: int) -> np.ndarray:
    """(N, H, W, 3) uint8 -> (N, side, side, 3) uint8."""
    if images.shape[1] == side:
        return images
    return np.stack([cv2.resize(image, (side, side), interpolation=cv2.INTER_AREA) for image in images])


def steps(stage: Stage) -> int:
    return stage.passes * (len(stage.seeds) // stage.batch)


def learn(learner: Learner, stage: Stage, cache: Path, bar: tqdm, processes: int) -> None:
    """One stage: AdamW with one cycle of the learning rate."""
    images, labels = draw_set(cache, stage, processes)
    optimiser = torch.optim.AdamW(learner.parameters(), lr=stage.rate, weight_decay=1e-2)
    cycle = torch.optim.lr_scheduler.OneCycleLR(optimiser, stage.rate, total_steps=steps(stage), pct_start=0.15)
    learner.train()
    for batch, targets in batches(images, labels, stage, np.random.default_rng(stage.side)):
        loss = F.cross_entropy(learner(batch), targets)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        cycle.step()
        bar.update(len(batch) * stage.side**2 / 1e6)
        bar.set_postfix_str(f"{stage.side} px, loss {loss.item():.3f}")


def train(stages: tuple[Stage, ...], cache: Path, processes: int = 2) -> Learner:
    """A learner that went through all stages, from random weights with a fixed seed."""
    torch.manual_seed(0)
    learner = Learner().to(memory_format=torch.channels_last)
    total = sum(steps(stage) * stage.batch * stage.side**2 for stage in stages) / 1e6
    with tqdm(total=int(total) + 1, unit="Mpx", bar_format="{l_bar}{bar}| {elapsed}, {remaining} left{postfix}") as bar:
        for stage in stages:
            learn(learner, stage, cache, bar, processes)
    return learner.eval()


# --- the result ----------------------------------------------------------------------------------------------------


def save(network: VGG, out: Path) -> dict:
    """Write the weights in half precision, and beside them what a loader must know; what was written there."""
    out.mkdir(parents=True, exist_ok=True)
    weights = {name: tensor.half().contiguous() for name, tensor in network.state_dict().items()}
    torch.save(weights, out / "pocket_vgg19.pt")
    facts = {
        "sha256": hashlib.sha256((out / "pocket_vgg19.pt").read_bytes()).hexdigest(),
        "channels": list(CHANNELS),
        "hidden": HIDDEN,
        "classes": OUTPUTS,
        "trained": {str(index): CLASSES[index] for index in TRAINED},
    }
    (out / "pocket_vgg19.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    return facts


def load(out: Path) -> VGG:
    """The network as it was written: measured is what is shipped, half precision included."""
    network = vgg19_layout(CHANNELS, HIDDEN, OUTPUTS)
    weights = torch.load(out / "pocket_vgg19.pt", weights_only=True)
    network.load_state_dict({name: tensor.float() for name, tensor in weights.items()})
    return network


def main(argv: list[str] | None = None) -> int:
    """Draws the scenes, trains, measures, and writes weights and card; says what it measured."""
    parser = argparse.ArgumentParser(description="Train the pocket VGG19 from nothing on drawn scenes.")
    parser.add_argument("--quick", action="store_true", help="a few steps on a few scenes: checks the plumbing")
    parser.add_argument("--out", type=Path, help="where weights and card go (data/public; with --quick the cache)")
    parser.add_argument("--cache", type=Path, default=Path("build/pocket"), help="where drawn scenes are kept")
    parser.add_argument("--processes", type=int, default=2, help="processes that draw")
    asked = parser.parse_args(argv)
    torch.set_num_threads(1 if asked.quick else 2)
    stages, out = (QUICK, asked.out or asked.cache / "quick") if asked.quick else (FULL, asked.out or PUBLIC)

    clock = [time.perf_counter()]
    for stage in stages:
        draw_set(asked.cache, stage, asked.processes)
    clock.append(time.perf_counter())
    save(plain(train(stages, asked.cache, asked.processes)), out)
    clock.append(time.perf_counter())
    minutes = dict(zip(("drawing (what the cache lacked)", "learning"), np.diff(clock) / 60, strict=True))
    figures = measure(load(out), **({"scale": 0.01, "blind": 1} if asked.quick else {}))
    speed = {} if asked.quick else {"speed": against_full(load(out))}
    print(write_card(out, figures | speed, training(stages, SMOOTHING, minutes)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
