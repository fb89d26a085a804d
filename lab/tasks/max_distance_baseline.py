"""At each value the farther of 0 and 255."""

from collections.abc import Callable
from dataclasses import replace

from numpy import array_equal  # as it is before any notebook has run

from lab import cases, drawn
from lab.cases import crop, noise
from selfcheck.compare import (
    form,
    kept,
    numbers_of_any_kind,
    two_values_only,
)
from selfcheck.task import Answer, Comparison, Task, is_array


def ask(function: Callable, recipe: dict) -> dict:
    img = cases.image(recipe["image"])
    before = img.copy()
    answer = function(img)
    return {"baseline": answer, "img_kept": array_equal(img, before)}


def derive(recipe: dict, answer: Answer) -> Answer:
    """The answer with its values where only one end can be meant."""
    if not is_array(answer.get("baseline")):
        return answer
    clear = abs(cases.image(recipe["image"]) - 127.5) > 20
    baseline = answer["baseline"]
    values = baseline.values[clear] if baseline.shape == clear.shape else baseline.values.ravel()
    return {**answer, "baseline.far_from_the_middle": replace(baseline, values=values, shape=values.shape)}


TASK = Task(
    defines="max_distance_baseline",
    ask=ask,
    visible=[
        {"image": {"whole_levels": crop("cat", 60, 60, 16, 24)}},
        {"image": {"whole_levels": noise(14, 10, 12)}},
    ],
    checks={
        "black_or_full": [
            Comparison("baseline", form),
            Comparison("baseline", two_values_only),
            Comparison("img_kept", kept),
        ],
        "farther_end": [Comparison("baseline.far_from_the_middle", numbers_of_any_kind)],
        "each_channel_on_its_own": [Comparison("baseline", numbers_of_any_kind)],
    },
    derive=derive,
    kind="array",
    draw={"baseline": drawn.pixels},
)
