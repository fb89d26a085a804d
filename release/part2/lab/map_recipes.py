"""Maps (H, W) from recipes: noise, also in levels, so that many values are equal, through a function, or of one value."""

from collections.abc import Callable

import numpy as np

from lab import cases

THROUGH: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "cube": lambda map: map**3,
    "minus": lambda map: -map,
    "third root": np.cbrt,
}


def map_noise(seed: int, *shape: int, **more) -> dict:
    """Recipe of a map of normal noise."""
    return {"values": seed, "shape": list(shape), **more}


def map_of(recipe: dict) -> np.ndarray:
    """A map from its recipe, float32 or of the dtype that it names."""
    if "constant" in recipe:
        return np.full(recipe["shape"], recipe["constant"])
    map = cases.values(recipe)
    if "levels" in recipe:
        map = np.round(map * recipe["levels"])
    if "through" in recipe:
        map = THROUGH[recipe["through"]](map)
    return map.astype(recipe.get("dtype", map.dtype))
