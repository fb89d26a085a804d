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
    if not has_numbers(value):
        return None
    return np.asarray(value.values if isinstance(value, Array) else value).astype(np.float64)


def has_numbers(value: Any) -> bool:
    """Whether a value is a number, or an array of numbers that have crossed over."""
    if isinstance(value, Array):
        return value.values is not None and value.values.dtype.kind in "fiub" and value.values.size > 0
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def close(given: np.ndarray, known: np.ndarray, right: np.ndarray | None, tolerance: float = TOLERANCE) -> bool:
    """Whether two arrays of numbers are the same, NaN included; next to nothing is not the same as nothing."""
    floor = NOTHING * size(right[np.isfinite(right)]) if right is not None else 0.0
    return close_by_norms(given, known, size(known[np.isfinite(known)]), floor, tolerance)


def close_by_norms(given: np.ndarray, known: np.ndarray, known_norm: float, floor: float, tolerance: float) -> bool:
    """What `close` says, where the norm of the known array's finite numbers and that of what is next to nothing are known."""
    if given.shape != known.shape or not np.array_equal(np.isfinite(given), finite := np.isfinite(known)):
        return False
    if not finite.all():
        given, known = given[finite], known[finite]
    if known_norm <= floor:
        return size(given) <= floor and given.any() == known.any()
    return size(given - known) <= tolerance * known_norm


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
    """Whether a few of their numbers show that two arrays are not `close`: most pairs need not be looked at as a whole.

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
    mine, theirs = numbers(given), numbers(known)
    if mine is None or theirs is None:
        return type(given) is type(known) and not isinstance(given, Array) and given == known
    if any(fact_of(given, fact) != fact_of(known, fact) for fact in facts):
        return False
    return close_by_norms(mine.squeeze(), theirs.squeeze(), norm_of(known), NOTHING * norm_of(right), tolerance)


def fact_of(value: Any, fact: str) -> Any:
    """One of an array's facts; of anything else, that it is no array."""
    return getattr(value, fact) if isinstance(value, Array) else type(value).__name__
