"""The gradient of a class's probability with respect to each image."""

from collections.abc import Callable

from lab import cases, drawn
from lab.cases import asked_for_a_class, asked_for_no_class, crop, linear, noise, small
from selfcheck.compare import (
    form,
    numbers,
    proportions,
    same,
)
from selfcheck.task import Comparison, Task


def ask(function: Callable, recipe: dict) -> dict:
    network = cases.network(recipe["network"])
    images = [cases.image(image) for image in recipe["images"]]
    answer = function(images, network, recipe["target"], cases.on_cuda())
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        return {"returned": answer}
    return {"gradients": answer[0], "label": answer[1]}


TASK = Task(
    defines="calculate_outputs_and_gradients",
    needs=("pre_processing", "predict"),
    ask=ask,
    visible=[
        {"network": linear(20, 4, 12, 16), "images": [noise(4, 12, 16)], "target": 2},
        {"network": small(21, 5), "images": [crop("cat", 80, 70, 24, 32)], "target": None},
        {"network": small(21, 5), "images": [noise(5, 16, 16), noise(6, 16, 16)], "target": 1},
    ],
    checks={
        "one_array_for_all_images": [Comparison("gradients", form)],
        "direction": [Comparison("gradients", proportions, lambda recipe: recipe["target"] and len(recipe["images"]) == 1)],
        "size": [Comparison("gradients", numbers, asked_for_a_class)],
        "class_without_a_target": [
            Comparison("label", same, asked_for_no_class),
            Comparison("gradients", proportions, asked_for_no_class),
        ],
    },
    kind="array",
    draw={"gradients": drawn.largest_colour},
)
