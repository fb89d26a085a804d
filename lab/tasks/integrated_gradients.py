"""The gradient's average along a straight path, times the difference from the baseline."""

from collections.abc import Callable

from numpy import array_equal  # as it is before any notebook has run

from lab import cases, drawn
from lab.cases import crop, noise, polynomial, small
from selfcheck.compare import (
    form,
    kept,
    numbers,
    numbers_but_for_a_factor,
)
from selfcheck.task import Comparison, Task, has


def ask(function: Callable, recipe: dict) -> dict:
    network, inputs = cases.network(recipe["network"]), cases.image(recipe["image"])
    baseline = None if recipe["baseline"] is None else cases.image(recipe["baseline"])
    images = [image for image in (inputs, baseline) if image is not None]
    before = [image.copy() for image in images]
    answer = function(inputs, network, recipe["target"], baseline, recipe["steps"], cases.on_cuda())
    kept = all(map(array_equal, images, before))
    return {"attribution": answer, "arguments_kept": kept}


def flat_with_a_baseline(recipe: dict) -> bool:
    """Whether the gradient of a case is the same everywhere, and its baseline is given."""
    return recipe["network"]["network"] == "polynomial" and recipe["baseline"] is not None


TASK = Task(
    defines="integrated_gradients",
    needs=("pre_processing", "predict", "backprop"),
    ask=ask,
    visible=[
        {
            "network": polynomial(70, 1, 6, 8),
            "image": noise(9, 6, 8),
            "target": 1,
            "baseline": noise(10, 6, 8),
            "steps": 8,
        },
        {"network": polynomial(70, 1, 6, 8), "image": noise(9, 6, 8), "target": 1, "baseline": None, "steps": 8},
        {
            "network": small(71, 4),
            "image": crop("cat", 80, 70, 24, 24),
            "target": 2,
            "baseline": noise(11, 24, 24),
            "steps": 50,
        },
    ],
    checks={
        "average_times_difference": [
            Comparison("attribution", form, flat_with_a_baseline),
            Comparison("attribution", numbers, flat_with_a_baseline),
            Comparison("arguments_kept", kept, flat_with_a_baseline),
        ],
        "path": [
            Comparison(
                "attribution",
                numbers,
                lambda recipe: recipe["network"]["network"] == "small",
                rests_on=("average_times_difference",),
            )
        ],
        "black_baseline": [
            Comparison("attribution", numbers_but_for_a_factor, has(baseline=None), rests_on=("average_times_difference",))
        ],
        "one_class_along_the_path": [],
    },
    kind="array",
    draw={"attribution": drawn.largest_colour},
)
