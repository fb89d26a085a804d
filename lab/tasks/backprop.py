"""The gradient of a class's probability with respect to each image."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from lab import cases, drawn
from lab.cases import asked_for_a_class, asked_for_no_class, crop, linear, noise, small
from selfcheck.compare import (
    form,
    numbers_of_any_kind,
    proportions,
    same,
)
from selfcheck.task import Answer, Comparison, Task, is_array


def no_zero(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong where a gradient is zero everywhere, or None."""
    if not is_array(value) or not value.values.size or all(gradient.any() for gradient in value.values):
        return None
    return "gradients: the gradient of an image is zero everywhere."


def ask(function: Callable, recipe: dict) -> dict:
    network = cases.network(recipe["network"])
    images = [cases.image(image) for image in recipe["images"]]
    answer = function(images, network, recipe["target"], cases.on_cuda())
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        return {"returned": answer}
    return {"gradients": answer[0], "label": answer[1]}


def derive(recipe: dict, answer: Answer) -> Answer:
    """The answer with the first and the last image's gradient by itself, each of which has a direction of its own."""
    found = answer.get("gradients")
    if found is None or not is_array(found) or len(found.shape) != 4 or len(found.values) != len(recipe["images"]):
        return answer
    ends = {"gradients.first": found.values[0], "gradients.last": found.values[-1]}
    return answer | {name: replace(found, values=values, shape=values.shape) for name, values in ends.items()}


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
        "one_array_for_all_images": [Comparison("gradients", form), Comparison("gradients", no_zero)],
        "direction": [
            Comparison("gradients.first", proportions, asked_for_a_class),
            Comparison("gradients.last", proportions, asked_for_a_class),
        ],
        "size": [Comparison("gradients", numbers_of_any_kind, asked_for_a_class, rests_on=("direction",))],
        "class_without_a_target": [
            Comparison("label", same, asked_for_no_class),
            Comparison("gradients.first", proportions, asked_for_no_class, rests_on=("direction",)),
        ],
    },
    derive=derive,
    kind="array",
    draw={"gradients": drawn.largest_colour},
)
