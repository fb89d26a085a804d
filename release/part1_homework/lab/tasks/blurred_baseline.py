"""The image under a Gaussian."""

from collections.abc import Callable
from math import ceil

from numpy import array_equal  # as it is before any notebook has run

from lab import cases, drawn
from lab.cases import crop, noise
from selfcheck.compare import (
    form,
    kept,
    numbers_but_for_a_factor,
)
from selfcheck.task import Comparison, Task


def ask(function: Callable, recipe: dict) -> dict:
    img = cases.image(recipe["image"])
    before = img.copy()
    answer = function(img, recipe["sigma"])
    return {"baseline": answer, "img_kept": array_equal(img, before)}


def margin(recipe: dict) -> int:
    """How far a blur's result hangs on what a library takes for the pixels beyond the image's edge."""
    return ceil(3 * recipe["sigma"]) + 1


TASK = Task(
    defines="blurred_baseline",
    ask=ask,
    visible=[
        {"image": crop("cat", 60, 60, 40, 48), "sigma": 3.0},
        {"image": noise(13, 24, 20), "sigma": 1.5},
    ],
    checks={
        "an_image_like_the_first": [Comparison("baseline", form), Comparison("img_kept", kept)],
        "soft_blur": [Comparison("baseline", numbers_but_for_a_factor, lambda recipe: recipe["sigma"] < 2.5)],
        "wide_blur": [Comparison("baseline", numbers_but_for_a_factor, lambda recipe: recipe["sigma"] >= 2.5)],
    },
    margin=margin,
    kind="array",
    draw={"baseline": drawn.pixels},
)
