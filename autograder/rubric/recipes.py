"""Recipes of held-out cases: other images, sizes, networks and classes than those in students' notebooks."""

import numpy as np

from autograder.layout import course_root
from lab import cases
from lab.cases import noise
from lab.images import load_image

HELD_OUT_IMAGES = course_root() / "data" / "held_out"


def held_out_crop(name: str, top: int, left: int, height: int, width: int) -> dict:
    """Recipe of a part of a held-out photograph; its pixels travel inside the recipe."""
    whole = load_image(HELD_OUT_IMAGES / f"{name}.png", size=None)
    return {"pixels": whole[top : top + height, left : left + width].astype(int).tolist()}


def drifting(seed: int, height: int, width: int) -> dict:
    """Recipe of a network whose likeliest class changes along a path."""
    return {"network": "drifting", "seed": seed, "size": [height, width]}


def tensor(seed: int, *shape: int) -> dict:
    """Recipe of normal noise of a shape."""
    return {"values": seed, "shape": list(shape)}


def dim(seed: int, height: int, width: int) -> dict:
    """Noise around the middle of the range: neither dark nor bright."""
    return {"pixels": (cases.image(noise(seed, height, width)) * 0.3 + 80).round().astype(int).tolist()}


def bright(seed: int, height: int, width: int) -> dict:
    """Noise near the upper end of the range."""
    return {"pixels": (cases.image(noise(seed, height, width)) * 0.2 + 200).round().astype(int).tolist()}


def striped(height: int, width: int, period: int) -> dict:
    """Black and white stripes, down in red, across in green, both in blue.

    A Gaussian whose sigma is a quarter of the period leaves a third of their contrast, one of a sixth two thirds: what is
    narrower shows in the first, what is wider in the second.
    """
    down, across = np.meshgrid(np.arange(height), np.arange(width), indexing="ij")
    red, green = (2 * down // period) % 2, (2 * across // period) % 2
    return {"pixels": (255 * np.stack([red, green, red ^ green], axis=2)).tolist()}


def tinted(seed: int, height: int, width: int) -> dict:
    """Even noise in three colours that lie far apart: whatever the blur, their means stay."""
    return {"pixels": (cases.image(noise(seed, height, width)) * 0.3 + [170, 90, 0]).round().astype(int).tolist()}
