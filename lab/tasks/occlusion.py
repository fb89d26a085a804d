"""How far a class's probability falls where a square of the image is hidden."""

from collections.abc import Callable

import numpy as np

from lab import cases
from lab.cases import linear, noise
from selfcheck.compare import form, kept, numbers_of_any_kind
from selfcheck.task import Comparison, Task, has


def ask(function: Callable, recipe: dict) -> dict:
    network, image = cases.made(recipe["network"]), cases.image(recipe["image"])
    fill = np.array(recipe["fill"]) if isinstance(recipe["fill"], list) else recipe["fill"]
    before = image.copy()
    answer = function(image, network, recipe["target"], recipe["window"], recipe["step"], fill)
    return {"map": answer, "image_kept": bool(np.array_equal(image, before))}


TASK = Task(
    defines="occlusion",
    ask=ask,
    visible=[
        {
            "about": "drops",
            "network": linear(350, 3, 8, 10),
            "image": noise(351, 8, 10),
            "target": 1,
            "window": 4,
            "step": 2,
            "fill": 127.5,
        },
        {
            "about": "edges",
            "network": linear(352, 4, 9, 14),
            "image": noise(353, 9, 14),
            "target": 2,
            "window": 4,
            "step": 3,
            "fill": 0,
        },
        {
            "about": "colours",
            "network": linear(354, 3, 8, 12),
            "image": noise(355, 8, 12),
            "target": 0,
            "window": 4,
            "step": 4,
            "fill": [10.0, 200.0, 90.0],
        },
    ],
    checks={
        "mean_drop": [
            Comparison("map", form, has(about="drops")),
            Comparison("map", numbers_of_any_kind, has(about="drops")),
        ],
        "edges": [Comparison("map", numbers_of_any_kind, has(about="edges"), rests_on=("mean_drop",))],
        "fill_for_each_colour": [
            Comparison("image_kept", kept),
            Comparison("map", numbers_of_any_kind, has(about="colours"), rests_on=("mean_drop",)),
        ],
    },
    kind="array",
)
