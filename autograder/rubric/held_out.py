"""The cases that students do not have: other images, sizes, networks and classes than those in their notebooks."""

from functools import cache
from pathlib import Path

import numpy as np

from lab import cases
from lab.cases import FIRST_NUMBER, POCKET, Case, linear, noise, polynomial, scaled_vgg, small
from lab.images import load_image
from lab.tasks import visible_cases

HELD_OUT_IMAGES = Path(__file__).resolve().parents[2] / "data" / "held_out"


def held_out_crop(name: str, top: int, left: int, height: int, width: int) -> dict:
    """Recipe of a part of a held-out photograph; its pixels travel inside the recipe."""
    whole = load_image(HELD_OUT_IMAGES / f"{name}.png", size=None)
    return {"pixels": whole[top : top + height, left : left + width].astype(int).tolist()}


def drifting(seed: int, height: int, width: int) -> dict:
    return {"network": "drifting", "seed": seed, "size": [height, width]}


def tensor(seed: int, *shape: int) -> dict:
    return {"values": seed, "shape": list(shape)}


@cache
def held_out() -> dict[str, list[dict]]:
    """The recipes of every task."""
    return {
        "pre_processing": [
            {"image": held_out_crop("rocket", 90, 40, 40, 24)},
            {"image": noise(101, 9, 33)},
        ],
        "predict": [
            {"network": small(110, 7), "batch": tensor(111, 1, 3, 24, 16), "target": 5},
            {"network": small(357, 7), "batch": tensor(1112, 3, 3, 16, 16), "target": 2},
            {"network": small(113, 4), "batch": tensor(114, 1, 3, 18, 22), "target": None},
            {"network": small(115, 6), "batch": tensor(116, 1, 3, 18, 22), "target": None},
            {"network": small(113, 4), "batch": tensor(117, 1, 3, 12, 12), "target": 0},
            {"network": POCKET, "batch": tensor(118, 1, 3, 64, 64), "target": 386},
        ],
        "backprop": [
            {"network": linear(120, 3, 10, 14), "images": [noise(121, 10, 14)], "target": 1},
            {"network": small(122, 6), "images": [noise(123, 20, 12)], "target": 0},
            {"network": small(122, 6), "images": [noise(n, 14, 18) for n in (124, 125, 126)], "target": 4},
            {"network": drifting(127, 12, 10), "images": [dim(128, 12, 10), bright(129, 12, 10)], "target": None},
            {"network": POCKET, "images": [held_out_crop("rocket", 60, 60, 64, 48)], "target": 386},
        ],
        "saliency_map": [
            tensor(130, 11, 7, 3) | {"positive": True},
            tensor(131, 11, 7, 3),
            tensor(132, 5, 40, 3),
        ],
        "vgg_hook": [
            {"network": scaled_vgg(140, (4, 6, 6, 8, 10), 7), "batch": tensor(141, 1, 3, 96, 64), "target": 0},
            {"network": scaled_vgg(142, (4, 4, 6, 8, 12), 4), "batch": tensor(143, 2, 3, 64, 64), "target": 3},
            {"network": POCKET, "batch": tensor(144, 1, 3, 64, 96), "target": 2},
        ],
        "pool_gradients": [tensor(150, 1, 10, 3, 7), tensor(151, 1, 5, 8, 5)],
        "grad_cam_heatmap": [
            tensor(160, 1, 6, 5, 8) | {"sign": 1},
            tensor(161, 1, 7, 6, 4) | {"sign": None},
            tensor(162, 1, 9, 7, 7) | {"sign": None},
            tensor(163, 1, 3, 4, 5) | {"sign": -1},
        ],
        "integrated_gradients": [
            {
                "network": polynomial(170, 1, 7, 5),
                "image": noise(171, 7, 5),
                "target": 1,
                "baseline": noise(172, 7, 5),
                "steps": 13,
            },
            {
                "network": polynomial(170, 1, 7, 5),
                "image": noise(171, 7, 5),
                "target": 0,
                "baseline": None,
                "steps": 10,
            },
            {
                "network": polynomial(173, 2, 7, 5),
                "image": noise(174, 7, 5),
                "target": 1,
                "baseline": noise(175, 7, 5),
                "steps": 20,
            },
            {
                "network": polynomial(176, 3, 7, 5),
                "image": noise(177, 7, 5),
                "target": 1,
                "baseline": noise(178, 7, 5),
                "steps": 20,
            },
            {"network": drifting(179, 8, 8), "image": dim(180, 8, 8), "target": None, "baseline": None, "steps": 100},
            {
                "network": drifting(179, 8, 8),
                "image": dim(180, 8, 8),
                "target": 2,
                "baseline": noise(181, 8, 8),
                "steps": 100,
            },
            {
                "network": POCKET,
                "image": held_out_crop("rocket", 60, 60, 32, 40),
                "target": 386,
                "baseline": noise(182, 32, 40),
                "steps": 40,
            },
        ],
        "random_baseline": [
            {"network": polynomial(190, 1, 9, 7), "image": noise(70191, 9, 7), "target": 1, "steps": 8, "trials": 5},
            {"network": polynomial(192, 1, 8, 8), "image": dim(70193, 8, 8), "target": 0, "steps": 4, "trials": 3},
        ],
        "blurred_baseline": [
            {"image": held_out_crop("rocket", 20, 20, 48, 36), "sigma": 2.0},
            {"image": noise(201, 40, 56), "sigma": 4.0, "rough": True},
            {"image": striped(30, 32, period=8), "sigma": 2.0},
            {"image": striped(38, 40, period=12), "sigma": 2.0},
            {"image": striped(58, 60, period=16), "sigma": 4.0},
            {"image": tinted(203, 40, 44), "sigma": 3.0, "tinted": True},
        ],
        "max_distance_baseline": [
            {"image": held_out_crop("rocket", 90, 40, 20, 30)},
            {"image": {"whole_levels": noise(211, 30, 8)}},
            {"image": {"pixels": [[[0, 127, 128], [255, 126, 129]], [[127, 0, 255], [128, 200, 50]]]}},
        ],
    }


def dim(seed: int, height: int, width: int) -> dict:
    """Noise around the middle of the range: neither dark nor bright."""
    return {"pixels": (cases.image(noise(seed, height, width)) * 0.3 + 80).round().astype(int).tolist()}


def bright(seed: int, height: int, width: int) -> dict:
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


def held_out_cases(task: str) -> list[Case]:
    """The held-out cases of a task, numbered from 100."""
    return [Case(task, number, recipe) for number, recipe in enumerate(held_out()[task], FIRST_NUMBER)]


def all_cases(task: str) -> list[Case]:
    """Visible and held-out cases, in the order in which they are asked."""
    return visible_cases(task) + held_out_cases(task)
