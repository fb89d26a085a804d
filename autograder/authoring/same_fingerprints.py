"""Whether two fingerprints say the same: another processor adds numbers up in another order, and so changes their last digits."""

import math
from collections.abc import Iterator
from typing import Any

SHARE = 0.1  # of a tolerance
ROUNDING = 1e-4  # of a number: single precision, added up in another order
MEASURED = 0.25  # of a tolerance that is itself measured
SMALLEST = 1e-5  # where a number is about nothing


def same(one: Any, other: Any) -> bool:
    """Whether fingerprints say the same: numbers by how far they may move on another processor, all else exactly."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and same_numbers(one, other) and all(same(one[key], other[key]) for key in others(one))
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=ROUNDING, abs_tol=SMALLEST)
    return one == other


def others(entry: dict[str, Any]) -> list[str]:
    """What of an entry `same_numbers` does not look at."""
    return [key for key, value in entry.items() if key != "sums" and not isinstance(value, float)]


def same_numbers(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether the floating-point numbers of two entries are near enough.

    The sums of an answer may move by a tenth of what its check lets pass: so far a student's answer is judged the same by both. A
    tolerance that was measured is a largest distance among rounded answers, and moves by some percent itself.
    """
    tolerance = min(one.get("tolerance", 0.0), other.get("tolerance", 0.0))
    reach = SHARE * tolerance + ROUNDING
    for key, value in one.items():
        if key == "sums":
            if len(value) != len(other[key]) or not math.dist(value, other[key]) <= reach * math.hypot(*value) + SMALLEST:
                return False
        elif isinstance(value, float):
            if not isinstance(other[key], float):
                return False
            allowed = MEASURED if key == "tolerance" else reach
            scale = max(abs(one[name]) for name in ("low", "high")) if key in ("low", "high") else abs(value)
            if not abs(value - other[key]) <= allowed * scale + SMALLEST:
                return False
    return True


def keeps(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether a task's old fingerprints may stay: they say the same, and nobody has changed the tolerance of a right answer."""
    return same(old, new) and list(tolerances(old)) == list(tolerances(new))


def tolerances(entry: Any) -> Iterator[float]:
    """The tolerances of right answers, in order; those of mistakes are measured."""
    if isinstance(entry, dict):
        if "tolerance" in entry:
            yield entry["tolerance"]
        for key, value in entry.items():
            if key != "mistakes":
                yield from tolerances(value)
    elif isinstance(entry, list):
        for value in entry:
            yield from tolerances(value)
