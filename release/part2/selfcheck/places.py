"""Right numbers in the wrong places: which reordering of an array's axes makes it the right one, told from its fingerprint alone.

Nothing is found that a student does not hold already: all the numbers are there, and their own array is put in another order.
"""

from collections.abc import Callable, Iterator
from itertools import combinations, permutations

import numpy as np

from selfcheck.fingerprints import distance, sketches

MOST_AXES = 4  # 24 orders of four axes; more would take a check too long


def reorderings(shape: tuple[int, ...]) -> Iterator[Callable[[np.ndarray], np.ndarray]]:
    """Ways to put an array's numbers in another order, the shape being kept: axes turned round, and axes mixed up."""
    axes = [axis for axis, length in enumerate(shape) if length > 1]
    for count in range(1, len(axes) + 1):
        for turned in combinations(axes, count):
            yield lambda values, turned=turned: np.flip(values, turned)  # type: ignore[misc]
    for order in permutations(range(len(shape))):
        if order == tuple(range(len(shape))):
            continue
        if tuple(shape[axis] for axis in order) == shape:
            yield lambda values, order=order: values.transpose(order)  # type: ignore[misc]
        yield lambda values, order=order: recut(values, shape, order)  # type: ignore[misc]


def recut(values: np.ndarray, shape: tuple[int, ...], order: tuple[int, ...]) -> np.ndarray:
    """Numbers in the order in which they lie in memory, read as an array whose axes were reordered and not recut."""
    return values.ravel().reshape([shape[axis] for axis in order]).transpose(np.argsort(order))


def moved(values: np.ndarray, sums: np.ndarray, tolerance: float, margin: int = 0) -> tuple[list[int], list[int]] | None:
    """A place and the place where its number belongs, if a reordering makes an array the right one; None if none does."""
    if values.size < 2 or len(values.shape) > MOST_AXES or margin:
        return None
    ways = list(reorderings(values.shape))
    found = sketches([way(values) for way in ways])
    for way, sketched in zip(ways, found, strict=True):
        if distance(sketched, sums) <= tolerance:
            return from_to(values.shape, way(np.arange(values.size).reshape(values.shape)))
    return None


def from_to(shape: tuple[int, ...], numbered: np.ndarray) -> tuple[list[int], list[int]] | None:
    """The first place whose number moves, and where to.

    Args:
        numbered: what became of the places, numbered in order.
    """
    for number, origin in enumerate(numbered.ravel()):
        if number != origin:
            there = int(np.flatnonzero(numbered.ravel() == number)[0])
            return at(number, shape), at(there, shape)
    return None


def at(number: int, shape: tuple[int, ...]) -> list[int]:
    """A place by its indices."""
    return [int(index) for index in np.unravel_index(number, shape)]
