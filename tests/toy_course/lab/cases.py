"""The cases on which functions are called: from a recipe in plain JSON to points."""

from typing import Any

import numpy as np

from selfcheck.variants import own_recipes


def points(seed: int, number: int, slope: float, intercept: float = 0.0, noise: float = 0.5) -> dict:
    """Recipe of points (n,) along a line, with normal noise of a standard deviation."""
    return {"seed": seed, "number": number, "slope": slope, "intercept": intercept, "noise": noise}


def arrays(recipe: dict) -> tuple[np.ndarray, np.ndarray]:
    """x and y, (n,) each, from their recipe."""
    rng = np.random.default_rng(recipe["seed"])
    x = rng.uniform(-3, 7, recipe["number"])
    return x, recipe["slope"] * x + recipe["intercept"] + rng.normal(0, recipe["noise"], recipe["number"])


def with_outliers(draw: int, number: int, turn: float = 0.0) -> dict:
    """Recipe of a student's own points (n,), three of which lie far off: which points these are follows from the student.

    Args:
        turn: how much steeper they lie than the student's own line.
    """
    return {"draw": draw, "number": number, "turn": turn}


def outlying(recipe: dict) -> tuple[np.ndarray, np.ndarray]:
    """x and y, (n,) each, along the line of a recipe's variant; the three points on the right are lifted."""
    own = recipe["variant"]
    rng = np.random.default_rng([own["seed"], recipe["draw"]])
    x = rng.permutation(np.linspace(-3, 7, recipe["number"]) + rng.uniform(-0.1, 0.1, recipe["number"]))
    y = (own["slope"] + recipe["turn"]) * x + rng.normal(0, 0.3, recipe["number"])
    y[np.argsort(x)[-3:]] += 25.0
    return x, y


def my_points(student: Any, variant: Any = None) -> tuple[np.ndarray, np.ndarray]:
    """A student's own x and y.

    Raises:
        selfcheck.variants.NoId: there is no id to go by.
    """
    return outlying(own_recipes("median_slope", student, variant)[0])
