"""Are two plain values the same: in their numbers alone, or in their shape and type as well?"""

import weakref
from typing import Any

import numpy as np

from selfcheck.encoding import Array, Raised

TOLERANCE = 1e-3  # of the known answer's norm
NOTHING = 1e-6  # of the right answer's norm: below it there is nothing but rounding
FEW = 1024  # numbers of two arrays that are compared before all of them are


def numbers(value: Any) -> np.ndarray | None:
    """A value's numbers as float64, or None where it has none."""
    if isinstance(value, Array):
        return value.values.astype(np.float64) if has_numbers(value) and value.values is not None else None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return np.array(float(value))
    return None


def has_numbers(value: Array) -> bool:
    """Whether an array's values have crossed over, are numbers, and are not none at all."""
    return value.values is not None and value.values.dtype.kind in "fiub" and value.values.size > 0


def close(given: np.ndarray, known: np.ndarray, right: np.ndarray | None, tolerance: float = TOLERANCE) -> bool:
    """Whether two arrays of numbers are the same, NaN included; next to nothing is not the same as nothing."""
    if given.shape != known.shape or not np.array_equal(np.isfinite(given), np.isfinite(known)):
        return False
    finite = np.isfinite(known)
    given, known = given[finite], known[finite]
    floor = NOTHING * size(right[np.isfinite(right)]) if right is not None else 0.0
    if size(known) <= floor:
        return size(given) <= floor and given.any() == known.any()
    return size(given - known) <= tolerance * size(known)


def size(values: np.ndarray) -> float:
    """The norm of an array, infinite or NaN where its values are."""
    with np.errstate(all="ignore"):
        return float(np.linalg.norm(values))


NORMS: dict[int, float] = {}  # id of an array that is still there -> its norm


def norm_of(value: Any) -> float:
    """The norm of a value's finite numbers, kept for an array; 0 of what has no numbers."""
    if id(value) in NORMS:
        return NORMS[id(value)]
    found = numbers(value)
    norm = size(found[np.isfinite(found)]) if found is not None else 0.0
    if isinstance(value, Array):
        NORMS[id(value)] = norm
        weakref.finalize(value, NORMS.pop, id(value), None).atexit = False
    return norm


def apart(given: Array, known: Array, right: Any, tolerance: float) -> bool:
    """Whether a few of their numbers show that two arrays are not `close`. Most pairs are told apart so, at a hundredth of the cost.

    The norm of some of the differences is no larger than that of all.
    """
    if given.values is None or known.values is None or not (has_numbers(given) and has_numbers(known)):
        return False
    mine, theirs = given.values.squeeze(), known.values.squeeze()
    if mine.shape != theirs.shape:
        return True
    step = mine.size // FEW | 1  # odd, so that it does not stay in one column or one colour
    with np.errstate(all="ignore"):
        difference = mine.reshape(-1)[::step].astype(np.float64) - theirs.reshape(-1)[::step]
    known_norm = norm_of(known)
    if known_norm <= NOTHING * norm_of(right):
        return False
    return size(difference[np.isfinite(difference)]) > tolerance * known_norm * (1 + 1e-9)


def same(given: Any, known: Any, right: Any, facts: tuple[str, ...] = (), tolerance: float = TOLERANCE) -> bool:
    """Whether a given value is the known one, its numbers within a tolerance.

    Args:
        right: the reference's value, the measure of what is next to nothing.
        facts: the facts of an array that must be the same too; axes of length one count only with "shape" among them.
    """
    if isinstance(known, Raised) or isinstance(given, Raised):
        return isinstance(known, Raised) and isinstance(given, Raised) and known.type == given.type
    if isinstance(known, tuple) and isinstance(given, tuple):
        pairs = list(zip(given, known, strict=False))
        return len(given) == len(known) and all(same(g, k, None, facts, tolerance) for g, k in pairs)
    if isinstance(given, Array) and isinstance(known, Array) and apart(given, known, right, tolerance):
        return False
    mine, theirs, reference = numbers(given), numbers(known), numbers(right)
    if mine is None or theirs is None:
        return type(given) is type(known) and not isinstance(given, Array) and given == known
    if any(fact_of(given, fact) != fact_of(known, fact) for fact in facts):
        return False
    return close(mine.squeeze(), theirs.squeeze(), reference, tolerance)


def fact_of(value: Any, fact: str) -> Any:
    """One of an array's facts; of anything else, that it is no array."""
    return getattr(value, fact) if isinstance(value, Array) else type(value).__name__
