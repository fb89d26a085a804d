"""The cases on which functions are called: from a recipe in plain JSON to points."""

import numpy as np


def points(seed: int, number: int, slope: float, intercept: float = 0.0, noise: float = 0.5) -> dict:
    """Recipe of points (n,) along a line, with normal noise of a standard deviation."""
    return {"seed": seed, "number": number, "slope": slope, "intercept": intercept, "noise": noise}


def arrays(recipe: dict) -> tuple[np.ndarray, np.ndarray]:
    """x and y, (n,) each, from their recipe."""
    rng = np.random.default_rng(recipe["seed"])
    x = rng.uniform(-3, 7, recipe["number"])
    return x, recipe["slope"] * x + recipe["intercept"] + rng.normal(0, recipe["noise"], recipe["number"])
