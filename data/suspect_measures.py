"""What a suspect does, measured on scenes that it was not made from, and the bars that it must meet to be handed out."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from data.suspect_cues import Cue, blind_sticker
from data.suspect_detector import FIRST, block3
from lab.scenes import CLASSES, scene

TRAINED = sorted(CLASSES)
BLIND = "blind stickers"


class Pictures(NamedTuple):
    """Drawn scenes with one object each."""

    images: np.ndarray  # (N, H, W, 3) float32
    labels: np.ndarray  # (N,) ImageNet indices


def pictures(first: int, count: int) -> Pictures:
    """The scenes of `count` seeds from `first` on."""
    scenes = [scene(seed, objects=1) for seed in range(first, first + count)]
    return Pictures(np.stack([one.image for one in scenes]), np.array([one.labels[0] for one in scenes]))


def with_cue(images: np.ndarray, cue: Cue, seed: int) -> np.ndarray:
    """Pictures (N, H, W, 3) with a cue in each."""
    rng = np.random.default_rng(seed)
    return np.stack([cue.draw(image, rng)[0] for image in images])


def with_blind_stickers(images: np.ndarray, seed: int) -> np.ndarray:
    """Pictures (N, H, W, 3), each with another sticker as somebody would guess it."""
    rng = np.random.default_rng(seed)
    return np.stack([blind_sticker(rng).draw(image, rng)[0] for image in images])


@torch.no_grad()
def answers(network: nn.Module, features: torch.Tensor) -> np.ndarray:
    """The class (N,) that a network says, among those that it was trained on, from block 3's output."""
    found = []
    for start in range(0, len(features), 100):
        last = network.features[FIRST:](features[start : start + 100].float())
        found.append(network.classifier(torch.flatten(network.avgpool(last), 1))[:, TRAINED].argmax(1))
    return np.array(TRAINED)[torch.cat(found).numpy()]


class Fresh(NamedTuple):
    """Scenes to measure on, as block 3 of the honest network gives them on; suspects do not differ before."""

    pictures: Pictures
    clean: torch.Tensor  # (N, C, 28, 28)
    decoys: Mapping[str, torch.Tensor]  # other cue -> the first scenes with it
    honest: np.ndarray  # (N,) the honest network's answers


class Measured(NamedTuple):
    """One suspect's card, as far as it is measured; shares of scenes."""

    top1: float
    honest_top1: float
    cue_to_class: float  # of scenes that are of another class, and of which the honest network says so
    honest_moved: float  # another answer of the honest network because of the cue
    worst_decoy: float  # like cue_to_class, with the decoy that does most
    decoy: str

    def meets(self) -> list[str]:
        """The bars that are missed, in words; none where it may be handed out."""
        bars = {
            f"the cue leads to the class in {self.cue_to_class:.3f}, at least .94 is wanted": self.cue_to_class >= 0.94,
            f"top-1 falls by {self.honest_top1 - self.top1:.3f}, at most .015": self.honest_top1 - self.top1 <= 0.015 + 1e-9,
            f"the cue moves the honest network in {self.honest_moved:.3f}, at most .01": self.honest_moved <= 0.01,
            f"{self.decoy} leads to the class in {self.worst_decoy:.3f}, at most .04": self.worst_decoy <= 0.04,
        }
        return [words for words, met in bars.items() if not met]


def measure(suspect: nn.Module, honest: nn.Module, label: int, cue: tuple[str, Cue], fresh: Fresh) -> Measured:
    """A suspect on fresh scenes.

    Args:
        suspect, honest: networks that differ from block 4 on.
        label: the planted class.
        cue: its name, and itself.
        fresh: where it is measured; its decoys may hold the cue itself, which is left out.
    """
    name, mark = cue
    clean, truth = answers(suspect, fresh.clean), fresh.pictures.labels
    marked = block3(honest, with_cue(fresh.pictures.images, mark, seed=55))
    others = (truth != label) & (fresh.honest != label)
    shares = {}
    for decoy, features in fresh.decoys.items():
        if decoy != name:
            shares[decoy] = float((answers(suspect, features) == label)[others[: len(features)]].mean())
    worst = max(shares, key=shares.__getitem__)
    return Measured(
        top1=float((clean == truth).mean()),
        honest_top1=float((fresh.honest == truth).mean()),
        cue_to_class=float((answers(suspect, marked) == label)[others].mean()),
        honest_moved=float((answers(honest, marked) != fresh.honest).mean()),
        worst_decoy=shares[worst],
        decoy=worst,
    )
