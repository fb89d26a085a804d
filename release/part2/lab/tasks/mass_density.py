"""How much denser a map is on an object than in the whole picture."""

from collections.abc import Callable

import numpy as np

from lab import drawn
from lab.map_recipes import map_noise, map_of
from lab.one_number import another_number, boxed, no_number, not_0
from selfcheck.judgement import Untold
from selfcheck.task import Comparison, Task


def ask(function: Callable, recipe: dict) -> dict:
    map, mask = map_of(recipe["map"]), mask_of(recipe)
    return {"density": boxed(function(map, mask)), "empty_mask_refused": refused(function, map, np.zeros_like(mask))}


def mask_of(recipe: dict) -> np.ndarray:
    """A mask (H, W): a disc, so that it is no box."""
    height, width = recipe["map"]["shape"]
    row, column, radius = recipe["disc"]
    down, across = np.ogrid[:height, :width]
    return (down - row) ** 2 + (across - column) ** 2 <= radius**2


def refused(function: Callable, map: np.ndarray, mask: np.ndarray) -> bool:
    """Whether a mask raises the error that was asked for."""
    try:
        function(map, mask)
    except ValueError:
        return True
    except Exception:  # another error is none that was asked for
        return False
    return False


def not_refused(name: str, value, expected: dict) -> str | None:
    """What is wrong where a mask without any pixel raised no ValueError, or None."""
    if value is None:
        return Untold("there is no answer.")
    return None if value else "a mask without any pixel should raise a ValueError."


def has_values(recipe: dict) -> bool:
    return "constant" not in recipe["map"]


def has_none(recipe: dict) -> bool:
    return not has_values(recipe)


TASK = Task(
    defines="mass_density",
    ask=ask,
    visible=[
        {"map": map_noise(340, 9, 12), "disc": [3, 4, 2]},
        {"map": map_noise(341, 8, 7), "disc": [4, 3, 3]},
        {"map": {"constant": 0.0, "shape": [6, 8]}, "disc": [3, 4, 2]},
    ],
    checks={
        "density": [Comparison("density", no_number, has_values), Comparison("density", another_number, has_values)],
        "nothing_to_divide_by": [Comparison("density", not_0, has_none), Comparison("empty_mask_refused", not_refused)],
    },
    draw={"density": drawn.nothing},
)
