"""The cases on which a task's function is called: from a recipe in plain JSON to fresh arguments, the same everywhere."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch
from torch import nn

import selfcheck.tensors  # noqa: F401 - tensors travel as plain data, too
from lab import layered, probes
from lab.images import load_image
from lab.models import load_pocket_vgg19


def noise(seed: int, height: int, width: int) -> dict:
    """Recipe of an image of uniform noise in 0..255."""
    return {"noise": seed, "size": [height, width]}


def crop(name: str, top: int, left: int, height: int, width: int) -> dict:
    """Recipe of a part of a shipped photograph."""
    return {"photograph": name, "crop": [top, left, height, width]}


def small(seed: int, classes: int) -> dict:
    """Recipe of a small convolutional network."""
    return {"network": "small", "seed": seed, "classes": classes}


def linear(seed: int, classes: int, height: int, width: int) -> dict:
    """Recipe of a linear network."""
    return {"network": "linear", "seed": seed, "classes": classes, "size": [height, width]}


def polynomial(seed: int, degree: int, height: int, width: int) -> dict:
    """Recipe of a network whose probability is a polynomial of the pixels."""
    return {"network": "polynomial", "seed": seed, "degree": degree, "size": [height, width]}


def scaled_vgg(seed: int, channels: tuple[int, ...], classes: int) -> dict:
    """Recipe of a network in VGG19's layout with random weights."""
    return {"network": "scaled_vgg", "seed": seed, "channels": list(channels), "classes": classes}


POCKET = {"network": "pocket"}

_device = ["cpu"]  # where networks and tensors of cases are made


@contextmanager
def on(device: str) -> Iterator[None]:
    """Cases are made on a device, "cpu" or "cuda", while the block runs; there with full precision."""
    was, tf32 = _device[0], torch.backends.cudnn.allow_tf32
    _device[0], torch.backends.cudnn.allow_tf32 = device, False
    try:
        yield
    finally:
        _device[0], torch.backends.cudnn.allow_tf32 = was, tf32


def on_cuda() -> bool:
    """Whether cases are made on a GPU."""
    return _device[0] == "cuda"


def image(recipe: dict) -> np.ndarray:
    """(H, W, 3) float32 in 0..255 from its recipe."""
    if "noise" in recipe:
        rng = np.random.default_rng(recipe["noise"])
        return rng.uniform(0, 255, (*recipe["size"], 3)).astype(np.float32)
    if "photograph" in recipe:
        whole = load_image(recipe["photograph"], size=None)
        top, left, height, width = recipe["crop"]
        part = np.ascontiguousarray(whole[top : top + height, left : left + width])
        # flat patches make ties in max pools, and a tie has no gradient of its own: half a grey level of noise ends them
        dither = np.random.default_rng(top * 1000 + left).uniform(-0.5, 0.5, part.shape)
        return np.clip(part + dither, 0, 255).astype(np.float32)
    if "pixels" in recipe:
        return np.array(recipe["pixels"], dtype=np.float32)
    if "whole_levels" in recipe:
        return image(recipe["whole_levels"]).round()
    raise ValueError(f"no such image recipe: {sorted(recipe)}")


def network(recipe: dict) -> nn.Module:
    """A network in evaluation mode, without parameter gradients, from its recipe."""
    return made(recipe).to(_device[0])


def made(recipe: dict) -> nn.Module:
    """The same on the processor, wherever cases are made."""
    kind = recipe["network"]
    if kind == "pocket":
        return load_pocket_vgg19()
    if kind == "scaled_vgg":
        return probes.scaled_vgg(recipe["seed"], tuple(recipe["channels"]), 16, recipe["classes"])
    if kind in layered.KINDS:
        return layered.made(recipe)
    if kind == "small":
        return probes.frozen(probes.Small(recipe["seed"], recipe["classes"]))
    if kind not in ("linear", "polynomial", "drifting"):
        raise ValueError(f"no such network recipe: {kind}")
    size = tuple(recipe["size"])
    if kind == "linear":
        return probes.frozen(probes.Linear(recipe["seed"], recipe["classes"], size))
    if kind == "polynomial":
        return probes.frozen(probes.Polynomial(recipe["seed"], recipe["degree"], size))
    return probes.frozen(probes.Drifting(recipe["seed"], size))


def asked_for_a_class(recipe: dict) -> bool:
    """Whether a case names a class other than the first."""
    return bool(recipe["target"])


def asked_for_no_class(recipe: dict) -> bool:
    """Whether a case leaves the choice of the class to the function."""
    return recipe["target"] is None


def batch(recipe: dict) -> torch.Tensor:
    """(N, 3, H, W) float32, a leaf that asks for its gradient: noise of the size of normalised pixels."""
    return tensor(recipe).requires_grad_()


def tensor(recipe: dict) -> torch.Tensor:
    """Normal noise float32 of a shape."""
    return torch.tensor(values(recipe), device=_device[0])


def values(recipe: dict) -> np.ndarray:
    """Normal noise float32 of a shape: stands for gradients and activations."""
    rng = np.random.default_rng(recipe["values"])
    normal = rng.standard_normal(recipe["shape"]).astype(np.float32)
    return np.abs(normal) if recipe.get("positive") else normal


def activations_and_weights(recipe: dict) -> tuple[torch.Tensor, torch.Tensor]:
    """Activations (1, C, h, w), none negative as after a ReLU, and a weight (C,) per channel of the sign asked for."""
    rng = np.random.default_rng(recipe["values"])
    activations = np.maximum(rng.standard_normal(recipe["shape"]), 0) * rng.uniform(0.5, 3)
    channel_weights = rng.uniform(0.3, 1.5, recipe["shape"][1]) * rng.choice([-1, 1], recipe["shape"][1])
    if recipe["sign"] is not None:
        channel_weights = recipe["sign"] * np.abs(channel_weights)
    device = _device[0]
    return (
        torch.tensor(activations, dtype=torch.float32, device=device),
        torch.tensor(channel_weights, dtype=torch.float32, device=device),
    )
