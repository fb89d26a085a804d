"""Answers that are one number: how they travel, and what is said of what is none."""

from typing import Any

import numpy as np

from selfcheck.compare import in_words, numbers_of_any_kind, shown
from selfcheck.judgement import Untold
from selfcheck.task import is_array


def boxed(value: Any) -> Any:
    """A number as an array (1,), which is compared as arrays are; anything else as it is."""
    is_number = isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)
    return np.array([float(value)]) if is_number or (isinstance(value, np.ndarray) and value.ndim == 0) else value


def no_number(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong where something else than one number was returned, or None."""
    if is_array(value) and value.shape == (1,):
        return None
    return f"{in_words(name)}: expected a number (a float), got {shown(value)}."


def another_number(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with a number, or None."""
    complaint = no_number(name, value, expected)
    return Untold(complaint) if complaint else numbers_of_any_kind(name, value, expected)


def not_0(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong where 0.0 is right, or None: NaN is another number."""
    complaint = no_number(name, value, expected)
    if complaint:
        return Untold(complaint)
    got = float(value.values[0])
    return None if got == 0 else f"{in_words(name)}: got {got:.4g}, expected 0."
