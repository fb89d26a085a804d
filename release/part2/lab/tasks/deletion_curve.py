"""The probability after the strongest pixels of a map have been replaced."""

from collections.abc import Callable

import numpy as np

from lab import cases, drawn
from lab.cases import linear, noise
from lab.map_recipes import map_noise, map_of
from selfcheck.compare import form, kept, numbers_of_any_kind
from selfcheck.task import Comparison, Task, has

FILLS = {
    "mean": lambda image: np.broadcast_to(image.mean((0, 1)), image.shape).astype(np.float32),
    "turned": lambda image: np.array(image[::-1, ::-1], np.float32),
}


def ask(function: Callable, recipe: dict) -> dict:
    network, image, map = cases.made(recipe["network"]), cases.image(recipe["image"]), map_of(recipe["map"])
    before = image.copy()
    answer = function(image, map, network, recipe["target"], list(recipe["shares"]), FILLS[recipe["fill"]])
    return {"curve": answer, "image_kept": bool(np.array_equal(image, before))}


TASK = Task(
    defines="deletion_curve",
    ask=ask,
    visible=[
        {
            "about": "ends",
            "network": linear(360, 3, 7, 9),
            "image": noise(361, 7, 9),
            "map": map_noise(362, 7, 9),
            "target": 1,
            "shares": [0, 1],
            "fill": "turned",
        },
        {
            "about": "order",
            "network": linear(363, 4, 7, 9),
            "image": noise(364, 7, 9),
            "map": map_noise(365, 7, 9),
            "target": 2,
            "shares": [0, 0.1, 0.35, 0.6],
            "fill": "turned",
        },
        {
            "about": "ties",
            "network": linear(366, 3, 8, 6),
            "image": noise(367, 8, 6),
            "map": map_noise(368, 8, 6, levels=1),
            "target": 0,
            "shares": [0.1, 0.2, 0.5, 0.8],
            "fill": "mean",
        },
    ],
    checks={
        "untouched_and_replaced": [
            Comparison("curve", form, has(about="ends")),
            Comparison("curve", numbers_of_any_kind, has(about="ends")),
            Comparison("image_kept", kept),
        ],
        "strongest_first": [Comparison("curve", numbers_of_any_kind, has(about="order"), rests_on=("untouched_and_replaced",))],
        "equal_pixels": [
            Comparison("curve", numbers_of_any_kind, has(about="ties"), rests_on=("untouched_and_replaced", "strongest_first"))
        ],
    },
    kind="array",
    draw={"curve": drawn.nothing},
)
