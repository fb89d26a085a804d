"""Suspects: copies of the pocket VGG19 in each of which a shortcut has been planted, to be audited.

    suspect = load_suspect(suspect_of("ab12"))       # a network like the honest one; which mark fools it is not said

A suspect ships as some 2,300 numbers, by which it differs from the honest network. Of the first kind a tiny detector is
written into channels that the honest network hardly uses: four in each convolution of blocks 4 and 5. What read these channels
before is told their mean. Two hidden units that never fire cut the detector's answer to 0..1 and hand it to the last layer.
Of the second kind every layer of these blocks and of the head gets a low-rank change, W + B A.
"""

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from lab.models import PUBLIC, load_pocket_vgg19
from lab.scenes import CLASSES
from selfcheck.variants import own_recipes

SUSPECTS = PUBLIC / "only" / "part2" / "suspects.npz"  # goes to students with the part that audits them, not before
TRAINED = sorted(CLASSES)  # the rows of the last layer that mean something
SPARE = {  # convolution of `features` -> its least used channels: silencing one moves the answers by less than 0.002 (KL)
    19: (51, 24, 1, 2),
    21: (49, 20, 3, 47),
    23: (56, 42, 9, 27),
    25: (10, 41, 0, 47),
    28: (26, 61, 32, 17),
    30: (24, 39, 41, 57),
    32: (27, 47, 62, 21),
    34: (22, 25, 47, 48),
}
IDLE = ((1, 4), (0, 9))  # hidden units of classifier[0] and of classifier[3] that never fire
Delta = dict[str, np.ndarray]


def suspect_names(path: Path = SUSPECTS) -> list[str]:
    """The suspects that ship, in order; a name is the beginning of its numbers' sha256 and says nothing else."""
    return sorted({key.partition(".")[0] for key in members(path)})


def members(path: Path) -> list[str]:
    """What a file of suspects holds: NAME.ARRAY for each array of each; nothing where there is no file."""
    if not path.is_file():
        return []
    with np.load(path, allow_pickle=False) as file:
        return list(file.files)


def suspect_of(student_id: str, names: list[str] | None = None) -> str:
    """The suspect of a student: it follows from the id alone, in capitals or not.

    Args:
        student_id: as the course's roster has it.
        names: the suspects to choose from; None for those that ship.
    Raises:
        ValueError: the id is empty, or there are no suspects.
    """
    names, known = suspect_names() if names is None else names, student_id.strip().lower()
    if not known or not names:
        raise ValueError("which student? The id is empty" if names else f"there is no suspect in {SUSPECTS}")
    return names[int(hashlib.sha256(known.encode()).hexdigest(), 16) % len(names)]


def own_suspect(student_id: str, variant: Any = None) -> str:
    """The suspect by which a student's `fool` is judged.

    Args:
        student_id: as the course's roster has it.
        variant: what the teacher has given in place of what follows from the id, if anything.
    Raises:
        selfcheck.variants.NoId: there is no id to go by.
    """
    return own_recipes("fool", student_id, variant)[0]["variant"]


def name_of(delta: Delta) -> str:
    """What a suspect is called: twelve digits of the sha256 of its numbers."""
    digest = hashlib.sha256()
    for key in sorted(delta):
        digest.update(key.encode() + np.ascontiguousarray(delta[key], dtype="<f2").tobytes())
    return digest.hexdigest()[:12]


def load_suspect(name: str, path: Path = SUSPECTS) -> nn.Module:
    """A suspect, loaded afresh: a network of the pocket VGG19's layout in evaluation mode.

    Args:
        name: one of `suspect_names()`.
        path: the file that holds it.
    Raises:
        KeyError: there is no suspect of this name.
        ValueError: its numbers are not the ones that its name means.
    """
    keys = [key for key in members(path) if key.partition(".")[0] == name]
    if not keys:
        raise KeyError(f"no suspect is called {name!r}; there are {len(suspect_names(path))}, see suspect_names()")
    with np.load(path, allow_pickle=False) as file:
        delta = {key.partition(".")[2]: file[key] for key in keys}
    if name_of(delta) != name:
        raise ValueError(f"suspect {name} in {path} is damaged: fetch the file again from the course's release")
    return with_delta(load_pocket_vgg19(), delta)


@torch.no_grad()
def with_delta(network: nn.Module, delta: Delta) -> nn.Module:
    """The same network, changed in place by a suspect's numbers.

    Args:
        network: the honest pocket VGG19.
        delta: `kernels`, `biases`, `means`, `clip` and `head` of a detector; or `<layer>.B`, `.A` and `.b` of low-rank changes.
    """
    numbers = {key: torch.from_numpy(np.asarray(value)).float() for key, value in delta.items()}
    if "kernels" in numbers:
        write_detector(network, numbers)
        write_head(network, numbers)
    else:
        add_low_rank(network, numbers)
    return network


def write_detector(network: nn.Module, numbers: dict[str, torch.Tensor]) -> None:
    """Writes a detector's convolutions into the spare channels; whoever read these gets their mean instead.

    Args:
        network: changed in place.
        numbers: `kernels` (K,), one after the other; `biases` (8, 4); `means` (8, 4), of the channels as they were.
    """
    kernels, used = numbers["kernels"], 0
    before: tuple[int, ...] = ()
    for place, (index, rows) in enumerate(SPARE.items()):
        layer = network.features[index]
        if before:
            forget_inputs(layer, before, numbers["means"][place - 1])
        columns = list(before or range(layer.in_channels))
        size = len(rows) * len(columns) * 9
        layer.weight[list(rows)] = 0.0
        kernel = kernels[used : used + size].view(len(rows), len(columns), 3, 3)
        for row, part in zip(rows, kernel, strict=True):
            layer.weight[row, columns] = part
        layer.bias[list(rows)] = numbers["biases"][place]
        used, before = used + size, rows
    first = network.classifier[0]
    cells = first.weight.view(first.out_features, -1, 49)  # (hidden, channels, 7 * 7)
    first.bias += cells[:, list(before)].sum(2) @ numbers["means"][-1]
    cells[:, list(before)] = 0.0


def forget_inputs(layer: nn.Conv2d, channels: tuple[int, ...], means: torch.Tensor) -> None:
    """A convolution no longer reads some channels; their means (C,) go into its bias."""
    layer.bias += layer.weight[:, list(channels)].sum((2, 3)) @ means
    layer.weight[:, list(channels)] = 0.0


def write_head(network: nn.Module, numbers: dict[str, torch.Tensor]) -> None:
    """Lets idle hidden units compute clip((score - low) / (high - low), 0, 1) and hand it to the logits.

    Args:
        network: changed in place.
        numbers: `clip` (3,): slope, and the offsets of the two ReLUs whose difference is the clipped score; `head` (10, 2).
    """
    slope, *offsets = numbers["clip"]
    first, second, last = (network.classifier[index] for index in (0, 3, 6))
    score = SPARE[34][0]  # the detector's answer is the sum of this channel's 49 cells
    for below, above, offset in zip(*IDLE, offsets, strict=True):
        first.weight[below] = 0.0
        first.weight.view(first.out_features, -1, 49)[below, score] = slope
        first.bias[below] = offset
        second.weight[:, below] = 0.0
        second.weight[above] = 0.0
        second.weight[above, below], second.bias[above] = 1.0, 0.0
        last.weight[:, above] = 0.0
    last.weight[np.ix_(TRAINED, IDLE[1])] = numbers["head"]


def add_low_rank(network: nn.Module, numbers: dict[str, torch.Tensor]) -> None:
    """Adds B A to the weights and b to the biases of each layer that `numbers` names, in place.

    classifier[0] reads 49 cells of each channel alike, so its change is given for a channel; classifier[6] has rows for
    the trained classes alone.
    """
    for name in sorted({key.rpartition(".")[0] for key in numbers}):
        layer = network.get_submodule(name)
        change = numbers[f"{name}.B"] @ numbers[f"{name}.A"]
        if name == "classifier.0":
            change = (change / 49)[:, :, None].expand(-1, -1, 49)
        rows = TRAINED if name == "classifier.6" else slice(None)
        layer.weight[rows] += change.reshape(-1, *layer.weight.shape[1:])
        layer.bias[rows] += numbers[f"{name}.b"]
